import type { AnyStateMachine } from 'xstate';
import type { Annunciation } from '../../../src/domain/commands.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { exampleSettings, type Settings } from '../../../src/domain/settings.ts';
import type { WallMs } from '../../../src/domain/units.ts';
import type { JournalPort } from '../../../src/ports.ts';
import { readJournal } from '../../../src/runtime/journalRead.ts';
import { type Recovered, recover } from '../../../src/runtime/recover.ts';
import type { Observed, Runtime } from '../../../src/runtime/run.ts';
import type { LockStepClock } from '../../clock/lockstep.ts';
import type { World } from './world.ts';

/** A fast basal, so that a pulse falls due every 15 s, and a low mark that can be raised past the cartridge. */
export const benchSettings: Settings = {
  ...exampleSettings,
  basalProfile: [{ fromMinute: 0, rateUuPerHour: 6_000_000 }],
  maxBasalUuPerHour: 15_000_000,
  maxBolusUu: 25_000_000,
  maxDailyUu: 300_000_000,
  lowReservoirUu: 10_000_000,
};

/** Insulin in a cartridge that is neither low by the mark of 10 U nor above the highest mark, 50 U. */
export const FULL_UU = 45_000_000;

/**
 * What the self-test meets: devices that are well, a motor driver that is not as it must be, or nobody. An
 * adapter always answers within its own deadlines, so a self-test without end takes a defect of ours.
 */
export type DevicesFound = 'well' | 'wrongSetting' | 'nobody';

/** Time as a path is driven in it. */
export type DrivenClock = Pick<
  LockStepClock,
  'now' | 'wall' | 'wakeAt' | 'shiftWall' | 'settle' | 'advanceTo' | 'advanceUntil'
>;

/** A pump from power-on until its process ends. */
export type Life = {
  readonly runtime: Runtime;
  readonly clock: DrivenClock;
  /** What a person sees and hears now. */
  readonly shown: () => readonly Annunciation[];
  /** The power switch: what is done at once is done when this returns. */
  readonly stop: () => Promise<void>;
  /** Nothing that it says passes any more, nor anything that is said to it. */
  readonly silence: () => void;
  /** Lets go of all that belongs to this life alone. */
  readonly abandon: () => Promise<void>;
};

/** How a life begins. */
export type Birth = {
  /** 1 for the first. */
  readonly life: number;
  readonly found: DevicesFound;
  readonly storage: JournalPort;
  /** What the journal says, of every life but the first. */
  readonly continues: { readonly start: Recovered; readonly wallMs: WallMs } | null;
  readonly watch: (step: Observed) => void;
};

export type LivesOptions = {
  /** Another chart than the one that ships: a mutant of it. */
  readonly chart?: AnyStateMachine;
  readonly watch: (step: Observed) => void;
  /** Sees every step as well. */
  readonly onStep?: (step: Observed) => void;
  /** Gets each line of the journal, in every life of this pump. */
  readonly onLine?: (line: string) => void;
};

/** What a person with hands on the bench can do to a pump: power, storage, and its world. */
export type PumpBench = {
  readonly pump: () => Life;
  readonly world: World;
  /** Gives power to a pump that finds its devices so. */
  readonly powerOn: (devices: DevicesFound) => Promise<void>;
  /** The power switch. What is done at once is done when this returns; await it for the rest. */
  readonly powerOff: () => Promise<void>;
  /** The process is killed: nothing more is done, the devices are left to themselves. */
  readonly kill: () => Promise<void>;
  /** From now on the storage refuses every line. */
  readonly breakStorage: () => void;
  /** What a person sees; null before anything was shown since power-on. */
  readonly shown: () => readonly Annunciation[] | null;
  readonly isOn: () => boolean;
  /** It has power, and takes facts from outside. */
  readonly isReady: () => boolean;
  /** Pump time since the first power-on, ms. */
  readonly elapsedMs: () => number;
  readonly close: () => Promise<void>;
};

/**
 * A pump that has not had power yet, with a journal in memory that outlives each power-off and kill; each
 * further life begins from that journal and where the plunger stopped. Before the first power-on `pump`,
 * `powerOff` and `kill` throw.
 */
export const pumpOnBench = (
  options: LivesOptions,
  boot: (birth: Birth) => Promise<Life>,
  worldOf: (isOn: () => boolean) => World,
): PumpBench => {
  const lines: string[] = [];
  let storageWorks = true;
  let current: Life | null = null;
  let on = false;
  let life = 0;
  let hasShown = false;
  let isReady = false;
  let lastMs = 0;

  /** Of one life: what a process that is gone still says is not written. */
  const storageOf = (mine: number): JournalPort => ({
    append: line => {
      if (mine !== life) return;
      if (!storageWorks) throw new Error('the storage of the bench was broken on purpose');
      lines.push(line);
      options.onLine?.(line);
    },
    sync: () => {
      if (mine === life && !storageWorks) throw new Error('the storage of the bench was broken on purpose');
    },
  });
  const pump = (): Life => {
    if (current === null) throw new Error('the pump has never had power');
    return current;
  };

  /** Where the next life begins. */
  const continued = (before: Life): NonNullable<Birth['continues']> => {
    const reading = readJournal(`${lines.join('\n')}\n`);
    if (!reading.ok) throw new Error(`${reading.error.field}: ${reading.error.problem}`);
    const now = before.clock.wall();
    const start = recover(reading.read, {
      boot: `bench ${life}`,
      wallMs: now,
      settings: null,
      preparation: [],
      ...(options.chart ? { chart: options.chart } : {}),
    });
    return { start, wallMs: now };
  };

  return {
    pump,
    world: worldOf(() => on),
    powerOn: async found => {
      const continues = current === null ? null : continued(current);
      await current?.abandon();
      life += 1;
      const mine = life;
      storageWorks = true;
      hasShown = false;
      isReady = false;
      on = true;
      current = await boot({
        life,
        found,
        storage: storageOf(mine),
        continues,
        watch: step => {
          if (mine !== life || !on) return;
          if (step.commands.some(({ type }) => type === 'annunciate')) hasShown = true;
          options.onStep?.(step);
          options.watch(step);
        },
      });
      isReady = true;
    },
    powerOff: async () => {
      const stopping = pump().stop();
      on = false;
      // A journal that was lost cannot be closed; nothing more is asked of it.
      await stopping;
    },
    kill: async () => {
      on = false;
      pump().silence();
    },
    breakStorage: () => {
      storageWorks = false;
    },
    shown: () => (isReady && (hasShown || life === 1) ? pump().shown() : null),
    isOn: () => on,
    isReady: () => on && isReady,
    elapsedMs: () => current?.clock.now() ?? lastMs,
    close: async () => {
      if (current === null) return;
      lastMs = current.clock.now();
      if (on) {
        storageWorks = true;
        await current.stop();
      }
      on = false;
      await current.abandon();
      current = null;
    },
  };
};

/** The one fact that concerns nobody: it makes the runtime look at its queue and its clock again. */
export const NUDGE: Fact = { type: 'alarm.paused', alarm: 'nobody' };
