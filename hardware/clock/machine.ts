import { type MonoMs, monoMs } from '../../src/domain/units.ts';

/** Monotonic time of this machine: the same for each of its threads, whenever they began, whatever is done to the wall clock. */
export const machineNow = (): MonoMs => monoMs(Number(process.hrtime.bigint() / 1_000_000n));
