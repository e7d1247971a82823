import { cartridgeOf } from '../../../../src/domain/change.ts';
import { type MonoMs, monoMs, wallMs } from '../../../../src/domain/units.ts';
import type { Clock, JournalPort } from '../../../../src/ports.ts';
import { encodeHeader } from '../../../../src/runtime/journal.ts';
import { begin } from '../../../../src/runtime/recover.ts';
import { bootOn } from '../../bench/boot.ts';
import { HEADER, type OnLines } from '../../bench/rigPump.ts';
import type { RigTime } from '../../bench/time.ts';
import {
  type Birth,
  benchSettings,
  type DrivenClock,
  FULL_UU,
  type Life,
  type LivesOptions,
  type PumpBench,
  pumpOnBench,
} from '../pumpOnBench.ts';
import { type Cables, pluggedIn } from './cables.ts';
import { type PortWorldOptions, portWorld } from './world.ts';

/** What does not come within so much time of the pump does not come, ms. */
const LONGEST_MS = 4 * 3_600_000;

/** The clock of one life: it goes on where the journal ended, its wall clock leaps when asked to, and it ends with its process. */
const lifeClock = (time: RigTime, from: MonoMs | null, leapt: { ms: number }) => {
  const offset = from === null ? 0 : from - time.clock.now();
  let isOver = false;
  const now = (): MonoMs => monoMs(time.clock.now() + offset);
  const clock: Clock = {
    now,
    wall: () => wallMs(Math.max(0, time.clock.wall() + leapt.ms)),
    wakeAt: (at, then) =>
      time.clock.wakeAt(monoMs(Math.max(0, at - offset)), () => {
        if (!isOver) then();
      }),
  };
  const driven: DrivenClock = {
    ...clock,
    shiftWall: ms => {
      leapt.ms += ms;
    },
    settle: time.settle,
    advanceTo: at => time.wait(Math.max(0, at - now())),
    advanceUntil: async done => {
      if (!(await time.until(done, LONGEST_MS))) throw new Error(`not within ${LONGEST_MS / 60_000} min`);
      return 0;
    },
  };
  return {
    driven,
    end: () => {
      isOver = true;
    },
  };
};

export type PortBenchOptions = LivesOptions & Omit<PortWorldOptions, 'cables'>;

/**
 * A pump on the lines of a rig and nothing else: it is switched off and on, killed and its storage broken on this computer; devices are
 * reached by their bytes, what stands around them by relays and hands.
 */
export const pumpOnPorts = (on: OnLines, options: PortBenchOptions): PumpBench => {
  const { time, lines, drive, button, record, trace, journal, alter } = on;
  let cables: Cables | null = null;
  /** What its storage has taken, from its first line, for whoever reads it when the rig is gone. */
  let kept: JournalPort | null = null;
  const leapt = { ms: 0 };
  const world = portWorld(on, { cables: () => cables, ...options });

  const boot = async ({ life, found, storage, continues, watch }: Birth): Promise<Life> => {
    await world.begin();
    const { driven, end } = lifeClock(time, continues?.start.from ?? null, leapt);
    const mine = pluggedIn(lines, driven);
    cables = mine;
    if (found === 'wrongSetting') world.interrupt('motor');
    const header = encodeHeader(HEADER);
    if (continues === null) {
      kept = journal();
      storage.append(header.line);
    }
    const start =
      continues?.start ??
      begin(header.hash, {
        boot: 'bench',
        wallMs: driven.wall(),
        settings: benchSettings,
        preparation: [cartridgeOf(FULL_UU)],
      });
    const { runtime, shown } = bootOn({
      clock: driven,
      links: mine,
      drive,
      button,
      journal: {
        append: storage.append,
        sync: () => {
          storage.sync();
          kept?.sync();
        },
      },
      start,
      record,
      trace,
      watch: step => {
        world.heard(step, life);
        on.watch(step);
        watch(step);
      },
      alter: devices => {
        const altered = alter(devices);
        return found === 'nobody'
          ? { ...altered, selfTest: { ...altered.selfTest, run: () => {} } }
          : altered;
      },
    });
    const forget = time.clock.register({ name: 'runtime', idle: runtime.idle });
    return {
      runtime,
      clock: driven,
      shown,
      stop: () => time.answered(runtime.stop('operator')),
      silence: () => {
        mine.unplug();
        end();
        forget();
      },
      abandon: async () => {
        mine.unplug();
        end();
        forget();
      },
    };
  };

  const keeping: LivesOptions = {
    ...options,
    onLine: line => {
      kept?.append(line);
      options.onLine?.(line);
    },
  };
  const bench = pumpOnBench(keeping, boot, () => world);
  return {
    ...bench,
    close: async () => {
      await bench.close();
      await world.leave();
      // What was said last would otherwise be heard by whoever opens the lines next.
      await time.settle();
    },
  };
};
