import { PULSE } from '../../../src/domain/pulses.ts';
import { type Evaporation, evaporationOf, type Weight } from '../measure/mass.ts';
import { expanded } from '../measure/uncertainty.ts';
import type { RigProfile } from '../profile/schema.ts';
import type { Stand } from '../run/stand.ts';
import { type RigBench, weighingOf } from './bench.ts';
import type { Keep } from './keep.ts';
import type { Pace } from './pace.ts';

export const MINUTE = 60_000;
/** One pulse, in U. */
export const PULSE_U = PULSE / 1_000_000;
/** What makers of insulin pumps state for basal, and for boluses of 1 U and more. */
export const STATED_PERCENT = 5;
const EVAPORATION_LOOKS = 12;
/** So much more than before a beaker may lose later, µg/h. */
const DRAUGHT = 100;

/** What a measurement of delivery needs. */
export type Around = {
  readonly stand: Stand;
  readonly profile: RigProfile;
  readonly keep: Keep;
  readonly pace: Pace;
};

/** Weighs at fixed times: every `everyMs`, so often; the first at once. */
export const series = async (
  { pump, weigh }: RigBench,
  everyMs: number,
  times: number,
  told: (done: number) => void = () => {},
): Promise<readonly Weight[]> => {
  const from = pump.now();
  const weights = [await weigh()];
  for (let done = 1; done <= times; done += 1) {
    await pump.wait(Math.max(0, from + done * everyMs - pump.now()));
    weights.push(await weigh());
    told(done);
  }
  return weights;
};

/** What the beaker loses while the pump stands still. */
export const evaporationHere = async (bench: RigBench, profile: RigProfile): Promise<Evaporation> => {
  const everyMs = Math.round((profile.method.evaporationMinutes * MINUTE) / EVAPORATION_LOOKS);
  const found = evaporationOf(await series(bench, everyMs, EVAPORATION_LOOKS), weighingOf(profile));
  // It need not stay as it is: twice what was found, and a little.
  bench.loses(2 * Math.abs(found.value) + expanded(found.standard) + DRAUGHT);
  return found;
};
