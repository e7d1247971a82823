import type { MonoMs } from '../../src/domain/units.ts';
import type { ByteLink } from '../../src/ports.ts';
import { ascii, lineSplitter } from '../link/lines.ts';
import type { Activity, WaitingClock } from './activity.ts';
import { decodeReport, encodeTold, type Report, type Tally } from './timeLines.ts';

/**
 * A process that has not answered at so many looks, five seconds, hangs: time goes on without it, and it is missed as
 * any device is. Looks are counted, not time: while a host stands still itself (a slow disk, a busy machine) it
 * hears nothing, and what was answered meanwhile must be heard before anybody is given up.
 */
const LOOKS = 50;
const LOOK_REAL_MS = 100;

/** Leads another process in lock-step: our clock stands still while it has something to do. */
export type Leader = Activity & {
  /** Our end of a cable to it, in the order in which it lists them. */
  readonly join: (cable: ByteLink) => ByteLink;
  /** Resolves when it has opened its cables, and knows the time; rejects when it is gone before. */
  readonly followed: () => Promise<void>;
  readonly close: () => void;
};

/**
 * `channel` carries lines of time, never those of a device. The other process is told the time when its own
 * next deadline has come, and before any byte that we send it; it answers when all that follows is done. Real ms
 * between two looks for its answer: `lookRealMs`.
 */
export const leader = (clock: WaitingClock, channel: ByteLink, lookRealMs = LOOK_REAL_MS): Leader => {
  const cables: { sent: number; received: number }[] = [];
  let turn = 0;
  let told: MonoMs | null = null;
  let report: Report | null = null;
  let gone: string | null = null;
  let cancel = (): void => {};
  let looking: NodeJS.Timeout | undefined;
  let waiting: (() => void)[] = [];

  const agrees = (ours: Tally, theirs: Tally | undefined): boolean =>
    theirs !== undefined && ours.sent === theirs.received && ours.received === theirs.sent;
  const idle = (): boolean =>
    gone !== null ||
    told === null ||
    (report?.turn === turn && cables.every((cable, i) => agrees(cable, report?.cables[i])));

  const look = (): void => {
    if (!idle()) {
      looking ??= lookAgain();
      return;
    }
    clearInterval(looking);
    looking = undefined;
    for (const done of waiting.splice(0)) done();
  };

  const lookAgain = (): NodeJS.Timeout => {
    let looks = 0;
    return setInterval(() => {
      looks += 1;
      if (looks === LOOKS) lose('it does not answer');
    }, lookRealMs);
  };

  const lose = (reason: string): void => {
    gone ??= reason;
    cancel();
    look();
  };

  const tell = (): void => {
    const now = clock.now();
    if (gone !== null || told === now) return;
    turn += 1;
    told = now;
    channel.write(ascii(encodeTold({ turn, at: now })));
    look();
  };

  channel.onBytes(
    lineSplitter(line => {
      const heard = decodeReport(line);
      if (heard === undefined || gone !== null) return;
      report = heard;
      cancel();
      if (told === null) tell();
      else if (heard.next !== null) cancel = clock.wakeAt(heard.next, tell);
      look();
    }),
  );
  channel.onLost(lose);

  return {
    name: 'the second channel',
    idle,
    whenIdle: () =>
      new Promise(done => {
        waiting = [...waiting, done];
        look();
      }),
    join: cable => {
      const tally = { sent: 0, received: 0 };
      cables.push(tally);
      return {
        ...cable,
        write: bytes => {
          tell();
          tally.sent += bytes.length;
          cable.write(bytes);
          look();
        },
        onBytes: take =>
          cable.onBytes(bytes => {
            tally.received += bytes.length;
            take(bytes);
            look();
          }),
      };
    },
    followed: async () => {
      while (told === null && gone === null) await new Promise(done => setTimeout(done, 5));
      if (gone !== null) throw new Error(`the second channel did not start: ${gone}`);
    },
    close: () => lose('closed'),
  };
};
