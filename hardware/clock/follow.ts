import { type MonoMs, monoMs } from '../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../src/ports.ts';
import { ascii, lineSplitter } from '../link/lines.ts';
import { decodeTold, encodeReport } from './timeLines.ts';
import { toldClock } from './told.ts';

/** Turns of the event loop without anything new: then all that was to follow has followed. */
const QUIET_TURNS = 2;

export type Followed = {
  readonly clock: Clock;
  /** The cables, in the order that was given, to be used instead. */
  readonly cables: readonly ByteLink[];
  readonly close: () => void;
};

/**
 * Follows the clock of another process over `channel` (see leader.ts). Resolves when the time is known. When
 * the channel ends, the other process is gone, and time goes on by itself.
 */
export const followTime = (channel: ByteLink, cables: readonly ByteLink[]): Promise<Followed> =>
  new Promise(resolve => {
    const tallies = cables.map(() => ({ sent: 0, received: 0 }));
    const clock = toldClock(monoMs(0));
    let turn = 0;
    let isLed = true;
    let quiet = 0;
    let isWaiting = false;

    const report = (): void => {
      if (isLed) channel.write(ascii(encodeReport({ turn, next: clock.next() ?? null, cables: tallies })));
    };
    const wait = (): void => {
      quiet -= 1;
      if (quiet > 0) setImmediate(wait);
      else {
        isWaiting = false;
        report();
      }
    };
    /** Something has happened: what follows from it is waited for, then reported. */
    const touched = (): void => {
      quiet = QUIET_TURNS;
      if (isWaiting) return;
      isWaiting = true;
      setImmediate(wait);
    };

    const watched = cables.map((cable, i): ByteLink => {
      const tally = tallies[i] ?? { sent: 0, received: 0 };
      return {
        ...cable,
        write: bytes => {
          tally.sent += bytes.length;
          cable.write(bytes);
          touched();
        },
        onBytes: take =>
          cable.onBytes(bytes => {
            // What was told before these bytes were sent is heard first. It was there before them, but on another channel:
            // a read that ends while this turn hears what has come is ahead of it, so the next turn's hearing is waited for.
            setImmediate(() =>
              setImmediate(() => {
                tally.received += bytes.length;
                take(bytes);
                touched();
              }),
            );
          }),
      };
    });

    const told = (at: MonoMs): void => {
      clock.tell(at);
      if (turn === 1) resolve({ clock, cables: watched, close: clock.close });
      touched();
    };
    channel.onBytes(
      lineSplitter(line => {
        const heard = decodeTold(line);
        if (heard === undefined) return;
        turn = heard.turn;
        told(heard.at);
      }),
    );
    channel.onLost(() => {
      isLed = false;
      clock.goAlone();
    });
    report();
  });
