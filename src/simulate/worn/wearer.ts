import { after, milliseconds } from '../../domain/units.ts';
import type { Clock } from '../../ports.ts';
import type { Body } from '../body.ts';
import { plate } from '../meals.ts';
import { lifeOf } from '../scenario/life.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** A body on the pump's clock, living a scenario again and again. */
export type Wearer = {
  /** Begins to live; at `fromMin` of the scenario. */
  readonly start: () => void;
  /** The minute of the scenario; it goes on counting past the last one. */
  readonly minute: () => number;
  /** Glucose under the skin now, mg/dL: that of the last whole minute. */
  readonly glucoseMgPerDl: () => number;
  /** Carbohydrate that nobody told the pump of. */
  readonly eat: (carbsG: number) => void;
  readonly stop: () => void;
};

/** What has happened to a body in one minute. */
export type Lived = {
  readonly minute: number;
  readonly glucoseMgPerDl: number;
  readonly insulinUu: number;
  /** Carbohydrate put on the plate so far, whatever for, g. */
  readonly eatenG: number;
};

export type WearerOptions = {
  readonly clock: Clock;
  readonly body: Body;
  readonly scenario: Scenario;
  /** Where in the scenario it begins, in minutes; midnight when nobody says. */
  readonly fromMin?: number;
  /** All insulin that has left the set so far, µU; never falls. */
  readonly deliveredUu: () => number;
  /** Told of each minute that has passed. */
  readonly lived?: (minute: Lived) => void;
};

const MINUTE = milliseconds(60_000);
const DAY_MIN = 1_440;
const UU_PER_U = 1_000_000;

/**
 * The insulin of each minute is what the plunger has really pushed in it, µU by µU; a set that fails lets only its
 * share through. A scenario that is over begins anew, by the hour of the day.
 */
export const wearer = ({
  clock,
  body,
  scenario,
  fromMin = 0,
  deliveredUu,
  lived = () => {},
}: WearerOptions): Wearer => {
  const { influence, reaching } = lifeOf(scenario);
  const length = scenario.days * DAY_MIN;
  const food = plate();
  const servedAt = mealsByMinute(scenario);
  let minute = fromMin;
  let counted = 0;
  let eatenG = 0;
  let cancel = (): void => {};

  const eat = (carbsG: number): void => {
    food.serve(carbsG);
    eatenG += carbsG;
  };

  const pass = (): void => {
    cancel = clock.wakeAt(after(clock.now(), MINUTE), pass);
    const place = minute % length;
    const delivered = deliveredUu();
    const insulinUu = Math.max(0, delivered - counted);
    counted = delivered;
    const servedG = servedAt.get(place) ?? 0;
    if (servedG > 0) eat(servedG);
    body.minute((insulinUu / UU_PER_U) * reaching(place), food.bite(), influence(place));
    minute += 1;
    lived({ minute, glucoseMgPerDl: body.glucoseMgPerDl(), insulinUu, eatenG });
  };

  return {
    start: () => {
      counted = deliveredUu();
      cancel = clock.wakeAt(after(clock.now(), MINUTE), pass);
    },
    minute: () => minute,
    glucoseMgPerDl: body.glucoseMgPerDl,
    eat,
    stop: () => cancel(),
  };
};

const mealsByMinute = ({ meals }: Scenario): ReadonlyMap<number, number> => {
  const grams = new Map<number, number>();
  for (const { atMin, carbsG } of meals) grams.set(atMin, (grams.get(atMin) ?? 0) + carbsG);
  return grams;
};
