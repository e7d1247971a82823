import type { SensorFault, SensorTurn } from '../../../src/domain/sensorFaults.ts';
import { type MgPerDl, mgPerDl } from '../../../src/domain/units.ts';
import { advance, personFor, steadyBody } from '../../../src/simulate/glucose.ts';
import { sensorError } from '../../cgm/noise.ts';
import { sensorOf } from '../../cgm/sensor.ts';
import type { SimulatedPump } from '../simulatedPump.ts';

/** Whom the pump is on: held at this glucose, in mg/dL, by this basal rate, in µU/h. */
export type Wearer = { readonly basalUuPerHour: number; readonly mgPerDl: number };

/** What happens to a body. */
export type Life =
  | { readonly eatsG: number }
  | { readonly dawn: boolean }
  | { readonly exercise: boolean }
  | { readonly sensor: SensorFault | null }
  | { readonly sensorTurn: SensorTurn };

/** Before breakfast the liver makes more: this share of the usual production. */
const DAWN_PRODUCTION = 1.3;
/** Working muscles take up glucose without insulin: so many times what they take at rest. */
const EXERCISE_UPTAKE = 3.5;
const SENSOR_EVERY_MS = 5 * 60_000;
/** Quieter than a real sensor, so that a story tells of glucose and not of noise. */
const SENSOR_ERROR = 0.02;
const SEED = 3;

export type StoryBody = {
  readonly live: (life: Life) => void;
  /** The glucose now, and the least and the most since this was last asked. */
  readonly look: () => { readonly now: MgPerDl; readonly least: MgPerDl; readonly most: MgPerDl };
};

/** A body that wears the pump and its sensor, which speaks every 5 min. */
export const storyBody = (pump: SimulatedPump, wearer: Wearer): StoryBody => {
  const rested = personFor(wearer.basalUuPerHour, wearer.mgPerDl);
  let person = rested;
  let body = steadyBody(rested, wearer.basalUuPerHour);
  let at = pump.clock.now();
  let counted = pump.world.model.deliveredUu();
  let carbsG = 0;
  let [dawn, exercise] = [false, false];
  let range = [body.mgPerDl, body.mgPerDl] as const;

  const glucose = (): number => {
    const now = pump.clock.now();
    if (now > at) {
      const delivered = pump.world.model.deliveredUu();
      body = advance(person, body, { insulinUu: Math.max(0, delivered - counted), carbsG }, now - at);
      [at, counted, carbsG] = [now, delivered, 0];
    }
    range = [Math.min(range[0], body.mgPerDl), Math.max(range[1], body.mgPerDl)];
    return body.mgPerDl;
  };

  const error = sensorError(SEED, SENSOR_ERROR);
  const cgm = sensorOf({ clock: pump.clock, sink: pump.runtime.submit, firstSequence: 0 }, () => ({
    mgPerDl: mgPerDl(Math.round(glucose() * (1 + error()))),
    nextMs: SENSOR_EVERY_MS,
  }));
  cgm.start();

  return {
    live: life => {
      glucose();
      if ('eatsG' in life) carbsG += life.eatsG;
      if ('sensor' in life) cgm.setFault(life.sensor);
      if ('sensorTurn' in life) cgm.turn(life.sensorTurn);
      if ('dawn' in life) dawn = life.dawn;
      if ('exercise' in life) exercise = life.exercise;
      person = {
        ...rested,
        egpMgPerDlPerMin: rested.egpMgPerDlPerMin * (dawn ? DAWN_PRODUCTION : 1),
        geziPerMin: rested.geziPerMin * (exercise ? EXERCISE_UPTAKE : 1),
      };
    },
    look: () => {
      const now = mgPerDl(Math.round(glucose()));
      const [least, most] = range;
      range = [body.mgPerDl, body.mgPerDl];
      return { now, least: mgPerDl(Math.round(least)), most: mgPerDl(Math.round(most)) };
    },
  };
};
