import { MotorTrouble } from '../trouble.ts';
import type { Exchange } from './exchange.ts';
import { unsigned } from './profile.ts';
import { resetInWords, VARIABLE } from './protocol.ts';

export type BootWatch = { readonly check: (tic: Exchange) => Promise<void> };

/** Supply voltage and up time in one read: six bytes, like no other reply of a pulse. */
const SUPPLY_LENGTH = 6;

/** Notices that the Tic has restarted: its up time, a counter of 32 bits, has gone back. */
export const bootWatch = (): BootWatch => {
  let last: number | undefined;
  return {
    check: async tic => {
      const supply = await tic.read('getVariable', VARIABLE.vinMv, SUPPLY_LENGTH);
      const upTime = unsigned(supply.subarray(VARIABLE.upTimeMs - VARIABLE.vinMv));
      const before = last;
      last = upTime;
      // The difference modulo 2^32, taken as signed, survives the wrap every 49.7 days.
      if (before !== undefined && ((upTime - before) | 0) < 0) {
        const cause = unsigned(await tic.read('getVariable', VARIABLE.resetCause, 1));
        throw new MotorTrouble(
          `motor: the driver has restarted because ${resetInWords(cause)} (up ${upTime} ms, before ${before} ms). Check its supply.`,
        );
      }
    },
  };
};
