import { AUTOMATED, wanted } from './automated.ts';
import type { Bench } from './bench.ts';

export const MINUTE = 60_000;

/** Readings five minutes apart, numbered from 100. */
export const seeing = (pump: Bench, values: readonly number[], from = 100): void => {
  for (const [index, mgPerDl] of values.entries()) {
    pump.run(5 * MINUTE);
    pump.take({ type: 'cgm.measured', mgPerDl, sequence: from + index });
  }
};
/** What is derived of another word on the reading with this number, a minute after the newest. */
export const saidAgain = (pump: Bench, sequence: number, mgPerDl: number, ageMs = MINUTE) => {
  pump.run(MINUTE);
  return pump.take({ type: 'cgm.measured', mgPerDl, sequence, ageMs });
};
/** A pump that automation steers, with four sound readings. */
export const worn = (settings = AUTOMATED): Bench => {
  const pump = wanted(settings);
  seeing(pump, [150, 152, 151, 153]);
  return pump;
};
