import type { AnyStateMachine } from 'xstate';
import type { Annunciation } from '../../../src/domain/commands.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { exampleSettings, type Settings } from '../../../src/domain/settings.ts';
import type { Devices, JournalPort } from '../../../src/ports.ts';
import { readJournal } from '../../../src/runtime/journalRead.ts';
import { recover } from '../../../src/runtime/recover.ts';
import type { Observed } from '../../../src/runtime/run.ts';
import type { SimulatedDevices } from '../../devices.ts';
import type { RecordSerial } from '../../link/recorder.ts';
import type { Transport } from '../../link/simulated.ts';
import type { BeginTrace } from '../../link/trace.ts';
import { SETTING } from '../../motor/tic/protocol.ts';
import { type SimulatedPump, simulatedPump } from '../simulatedPump.ts';

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

export type PumpBenchOptions = {
  readonly transport: Transport;
  readonly seed?: number;
  /** Another chart than the one that ships: a mutant of it. */
  readonly chart?: AnyStateMachine;
  readonly watch: (step: Observed) => void;
  /** Sees every step as well. */
  readonly onStep?: (step: Observed) => void;
  /** Gets each line of the journal, in every life of this pump. */
  readonly onLine?: (line: string) => void;
  readonly record?: RecordSerial;
  readonly trace?: BeginTrace;
  /** A fault or a defect planted on purpose, in every life of this pump. */
  readonly arrange?: (world: SimulatedDevices) => void;
  readonly alter?: (devices: Devices, world: SimulatedDevices) => Devices;
};

/**
 * What the self-test meets: devices that are well, a motor driver with a wrong setting, or nobody. An
 * adapter always answers within its own deadlines, so a self-test without end takes a defect of ours.
 */
export type DevicesFound = 'well' | 'wrongSetting' | 'nobody';

/** What a person with hands on the bench can do to a pump: power, storage, and its world. */
export type PumpBench = {
  readonly pump: () => SimulatedPump;
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
export const pumpOnBench = (options: PumpBenchOptions): PumpBench => {
  const lines: string[] = [];
  let storageWorks = true;
  let current: SimulatedPump | null = null;
  let on = false;
  let life = 0;
  let hasShown = false;
  let isReady = false;
  let lastMs = 0;

  const storage: JournalPort = {
    append: line => {
      if (!storageWorks) throw new Error('the storage of the bench was broken on purpose');
      lines.push(line);
      options.onLine?.(line);
    },
    sync: () => {
      if (!storageWorks) throw new Error('the storage of the bench was broken on purpose');
    },
  };
  const pump = (): SimulatedPump => {
    if (current === null) throw new Error('the pump has never had power');
    return current;
  };

  /** Where the next life begins: what the journal says, and where the plunger is. */
  const continued = (before: SimulatedPump) => {
    const reading = readJournal(`${lines.join('\n')}\n`);
    if (!reading.ok) throw new Error(`${reading.error.field}: ${reading.error.problem}`);
    const now = before.clock.wall();
    const mechanics = before.world.model.committed();
    const start = recover(reading.read, {
      boot: `bench ${life}`,
      wallMs: now,
      settings: null,
      preparation: [],
      ...(options.chart ? { chart: options.chart } : {}),
    });
    return { start, mechanics, wallMs: now };
  };

  const dispose = async (): Promise<void> => current?.abandon();

  return {
    pump,
    powerOn: async found => {
      const before = current;
      const continues = before === null ? null : continued(before);
      await dispose();
      life += 1;
      const mine = life;
      storageWorks = true;
      hasShown = false;
      isReady = false;
      on = true;
      const { record, alter } = options;
      current = await simulatedPump({
        transport: options.transport,
        seed: options.seed ?? 1,
        settings: benchSettings,
        ...(options.chart ? { chart: options.chart } : {}),
        cartridgeUu: FULL_UU,
        storage,
        atPowerOn: true,
        arrange: world => {
          options.arrange?.(world);
          if (found === 'wrongSetting')
            world.simulators.motor.fault({ kind: 'setting', offset: SETTING.commandTimeoutMs, value: 5_000 });
        },
        watch: step => {
          if (mine !== life || !on) return;
          if (step.commands.some(({ type }) => type === 'annunciate')) hasShown = true;
          options.onStep?.(step);
          options.watch(step);
        },
        ...(continues === null ? {} : { continues }),
        ...(record ? { record } : {}),
        ...(options.trace ? { trace: options.trace } : {}),
        alter: (devices, world) => {
          const altered = alter?.(devices, world) ?? devices;
          return found === 'nobody'
            ? { ...altered, selfTest: { ...altered.selfTest, run: () => {} } }
            : altered;
        },
      });
      isReady = true;
    },
    powerOff: async () => {
      const stopping = pump().runtime.stop('operator');
      on = false;
      // A journal that was lost cannot be closed; nothing more is asked of it.
      await stopping;
    },
    kill: async () => {
      on = false;
      // A dead process reads nothing and writes nothing.
      for (const link of Object.values(pump().world.links)) {
        link.fault('toDevice', { kind: 'silent' });
        link.fault('toHost', { kind: 'silent' });
      }
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
        await current.runtime.stop('operator');
      }
      on = false;
      await dispose();
      current = null;
    },
  };
};

/** The one fact that concerns nobody: it makes the runtime look at its queue and its clock again. */
export const NUDGE: Fact = { type: 'alarm.paused', alarm: 'nobody' };
