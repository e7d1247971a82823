import { type Exchange, TicTrouble } from './exchange.ts';
import { unsigned } from './profile.ts';
import { VARIABLE } from './protocol.ts';

export type BootWatch = { readonly check: () => Promise<void> };

/** Notices that the Tic has restarted: its up time, a counter of 32 bits, has gone back. */
export const bootWatch = (tic: Exchange): BootWatch => {
  let last: number | undefined;
  return {
    check: async () => {
      const upTime = unsigned(await tic.read('getVariable', VARIABLE.upTimeMs, 4));
      const before = last;
      last = upTime;
      // The difference modulo 2^32, taken as signed, survives the wrap every 49.7 days.
      if (before !== undefined && ((upTime - before) | 0) < 0) {
        throw new TicTrouble(
          `motor: the driver has restarted (up ${upTime} ms, before ${before} ms). Check its supply.`,
        );
      }
    },
  };
};
