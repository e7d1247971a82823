import type { Therapy } from '../../src/automation/controller.ts';
import { BOLUS_POLICIES, type Bounds } from '../../src/domain/envelope/evidence.ts';
import { PEOPLE } from '../../src/domain/envelope/people.ts';
import { presetModel } from '../../src/domain/insulinModel.ts';
import { mgPerDl, microunits, microunitsPerHour } from '../../src/domain/units.ts';
import type { Random } from '../../src/simulate/random.ts';

const U = 1_000_000;

/** Choices that a seed repeats. */
export type Draw = {
  readonly below: (most: number) => number;
  readonly pick: <T>(some: readonly [T, ...T[]]) => T;
  readonly oneIn: (times: number) => boolean;
};
export const drawFrom = ({ uniform }: Random): Draw => {
  const below = (most: number): number => Math.floor(uniform() * most);
  return { below, pick: some => some[below(some.length)] ?? some[0], oneIn: times => below(times) === 0 };
};

/** Whatever a clinic might set, and nobody should. */
export const anyTherapy = ({ below, pick, oneIn }: Draw): Therapy => {
  const segments = [0, ...[480, 720, 1_200].filter(() => oneIn(2))];
  const low = 80 + below(60);
  return {
    basalProfile: segments.map(fromMinute => ({
      fromMinute,
      rateUuPerHour: oneIn(8) ? 0 : 25_000 + below(2 * U),
    })),
    utcOffsetMinutes: pick([-600, 0, 60, 345]),
    sensitivity: [{ fromMinute: 0, value: 10 + below(200) }],
    carbRatio: [{ fromMinute: 0, value: 2 + below(40) }],
    target: [{ fromMinute: 0, value: { lowMgPerDl: mgPerDl(low), highMgPerDl: mgPerDl(low + below(40)) } }],
    temporaryTarget: oneIn(4) ? { lowMgPerDl: mgPerDl(140), highMgPerDl: mgPerDl(160) } : null,
    insulin: presetModel(pick(['rapidActingAdult', 'rapidActingChild', 'fiasp'])),
    maxBasal: microunitsPerHour(200_000 + below(10 * U)),
    maxBolus: microunits(500_000 + below(20 * U)),
    maxOnBoard: microunits(oneIn(6) ? 0 : below(20 * U)),
  };
};

export const anyBounds = ({ below, pick }: Draw, therapy: Therapy): Bounds => ({
  kind: pick(PEOPLE),
  maxBasal: therapy.maxBasal,
  maxBolus: therapy.maxBolus,
  maxOnBoard: therapy.maxOnBoard,
  dailyInsulin: microunits(2 * U + below(60 * U)),
  threshold: mgPerDl(pick([70, 80])),
  bolusPolicy: pick(BOLUS_POLICIES),
});
