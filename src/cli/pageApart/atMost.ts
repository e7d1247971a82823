import type { RealClock } from '../../../hardware/clock/real.ts';
import { after, type Milliseconds } from '../../domain/units.ts';

/** Waits for work, and no longer than this. Never rejects. */
export const atMost = (
  desk: Pick<RealClock, 'now' | 'wakeAt'>,
  most: Milliseconds,
  work: Promise<unknown>,
): Promise<void> =>
  new Promise(resolve => {
    const forget = desk.wakeAt(after(desk.now(), most), resolve);
    const done = (): void => {
      forget();
      resolve();
    };
    work.then(done, done);
  });
