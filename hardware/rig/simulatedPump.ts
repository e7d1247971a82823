import type { AnyStateMachine } from 'xstate';
import { cartridgeOf } from '../../src/domain/change.ts';
import type { Annunciation } from '../../src/domain/commands.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { after, milliseconds, monoMs, type WallMs, wallMs } from '../../src/domain/units.ts';
import type { Devices, FactSink, JournalPort, Question } from '../../src/ports.ts';
import { encodeHeader, journalOn } from '../../src/runtime/journal.ts';
import { begin, type Recovered } from '../../src/runtime/recover.ts';
import { type Observed, type Runtime, run } from '../../src/runtime/run.ts';
import { type SimulatedBoard, simulatedBoard } from '../annunciator/board/bench.ts';
import { type LockStepClock, lockStepClock } from '../clock/lockstep.ts';
import { connectDevices, type SimulatedDevices, simulateDevices } from '../devices.ts';
import { type Surroundings, simulatedSurroundings } from '../io/surroundings.ts';
import type { RecordSerial } from '../link/recorder.ts';
import { cables, type Transport } from '../link/simulated.ts';
import type { BeginTrace } from '../link/trace.ts';
import type { MechanicsState } from '../mechanics/state.ts';
import { type SimulatedPower, simulatedPower } from '../power/board/bench.ts';
import type { ResetCause } from '../power/board/codec.ts';
import type { LockStepHeartbeat } from '../power/heartbeat.ts';
import type { Check } from '../selftest/selftest.ts';
import { type SecondChannel, secondChannel } from '../supervisor/bench.ts';
import { configurationIn } from '../supervisor/configuration.ts';
import type { Configuration } from '../supervisor/core.ts';
import { type SimulatedSupervisor, type SpawnOptions, spawnSimulated } from '../supervisor/spawned.ts';
import { type StoryController, storyController } from './story/controller.ts';

/** 2026-01-02T00:00Z: midnight, so that the profile's first segment is in force. */
const MIDNIGHT = wallMs(Date.UTC(2026, 0, 2));
/** The journal of a rig run has the same first line every time, so that runs can be compared. */
const HEADER = { islet: 'journal', version: 1, created: '2026-01-02T00:00:00.000Z', chart: 'rig' } as const;
/** How long the pump takes from power to `operating` at the most: three devices are attested. */
const BOOT_MS = 2_000;

export type SimulatedPumpOptions = {
  readonly transport: Transport;
  readonly seed?: number;
  readonly settings?: Settings;
  /** Another chart than the one that ships: a mutant of it. */
  readonly chart?: AnyStateMachine;
  /** The wall clock at power-on of a pump that is new. */
  readonly beginsWallMs?: WallMs;
  /** Insulin in the first cartridge, in µU. */
  readonly cartridgeUu?: number;
  /** Where journal lines go; memory when nobody says. The header goes there first, unless it continues one. */
  readonly storage?: JournalPort;
  /** A pump that has run before: its journal, and where its plunger is. */
  readonly continues?: {
    readonly start: Recovered;
    readonly mechanics: MechanicsState;
    readonly wallMs: WallMs;
    /** What the power board has kept of how the last life ended. */
    readonly reset?: ResetCause;
  };
  readonly onCommitted?: (state: MechanicsState) => void;
  readonly record?: RecordSerial;
  /** Told of what else passes the adapters. */
  readonly trace?: BeginTrace;
  /** Sees every step, those of the boot included. */
  readonly watch?: (step: Observed) => void;
  /** Prepares the world before the pump gets power: a device that is wrong from the start. */
  readonly arrange?: (world: SimulatedDevices) => void;
  /** Puts something between the pump and its devices. */
  readonly alter?: (devices: Devices, world: SimulatedDevices) => Devices;
  /** The input of the board of its bay at which it has a button; none when nobody says. */
  readonly button?: number;
  /** What the pump checks at power-on and every 15 min; nothing when nobody says. */
  readonly checks?: readonly Check[];
  /** Gives the pump its second channel; with a configuration of its own when that is to differ. */
  readonly supervised?: { readonly configuration?: () => Configuration | null };
  /** Gives it one that is a process of its own; it reads the settings from a journal file. */
  readonly spawned?: SpawnOptions;
  /** Gives it the watchdog of its power board, which is tried at power-on. */
  readonly guarded?: LockStepHeartbeat;
  /** Answers the pump's questions within the moment, in place of the controller of stories. */
  readonly answers?: (question: Question) => Fact;
  /** Returns at power-on instead of waiting for the self-test to end. */
  readonly atPowerOn?: true;
};

/** The real pump on a bench: runtime, journal, serial links and device simulators, in driven time. */
export type SimulatedPump = {
  readonly runtime: Runtime;
  readonly world: SimulatedDevices;
  /** What sounds, with what a person beside it has noticed. */
  readonly sounder: SimulatedBoard;
  /** Battery, supply and its monitor. */
  readonly power: SimulatedPower;
  /** Null unless the pump is supervised. */
  readonly second: SecondChannel | null;
  /** Null unless that is a process. */
  readonly spawned: SimulatedSupervisor | null;
  /** Whom the pump asks when automation is on. */
  readonly controller: StoryController;
  /** Changes battery, heat or air, then lets everything settle while time stands still. */
  readonly around: (change: Surroundings) => Promise<void>;
  readonly clock: LockStepClock;
  readonly steps: readonly Observed[];
  /** Journal lines, when they are kept in memory. */
  readonly lines: readonly string[];
  /** What a person sees and hears now. */
  readonly shown: () => readonly Annunciation[];
  /** Submits facts of one moment, then lets everything settle while time stands still. */
  readonly give: (...facts: readonly Fact[]) => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Lets go of clock and cables without a word to the pump: its process is gone. */
  readonly abandon: () => Promise<void>;
};

/** Boots the pump; unless told otherwise it is operating and suspended when this returns, if its self-test passed. */
export const simulatedPump = async (options: SimulatedPumpOptions): Promise<SimulatedPump> => {
  const {
    beginsWallMs = MIDNIGHT,
    continues,
    transport,
    seed = 1,
    settings = exampleSettings,
    cartridgeUu = 200_000_000,
  } = options;
  const clock = lockStepClock({
    zeroMono: continues?.start.from ?? monoMs(0),
    zeroWall: continues?.wallMs ?? beginsWallMs,
  });
  const world = await simulateDevices({
    clock,
    transport,
    seed,
    ...(continues ? { mechanics: continues.mechanics } : {}),
    ...(options.onCommitted ? { onCommitted: options.onCommitted } : {}),
  });
  const lines: string[] = [];
  const storage = options.storage ?? { append: line => void lines.push(line), sync: () => {} };
  const header = encodeHeader(HEADER);
  if (!continues) storage.append(header.line);
  const start =
    continues?.start ??
    begin(header.hash, {
      boot: 'bench',
      wallMs: beginsWallMs,
      settings,
      preparation: [cartridgeOf(cartridgeUu)],
      ...(options.chart ? { chart: options.chart } : {}),
    });
  let sink: FactSink = () => {};
  try {
    options.arrange?.(world);
  } catch (refusal) {
    // Nobody else knows of these cables yet.
    await world.close();
    throw refusal;
  }
  const second =
    options.supervised === undefined
      ? null
      : await secondChannel({
          clock,
          model: world.model,
          make: await cables(transport, () => {}),
          configuration: options.supervised.configuration ?? (() => configurationIn(lines)),
        });
  const spawned =
    options.spawned === undefined
      ? null
      : await spawnSimulated({ clock, model: world.model }, options.spawned);
  const sounder = await simulatedBoard({
    clock,
    make: await cables(transport, () => {}),
    sink: fact => sink(fact),
  });
  const power = await simulatedPower({
    clock,
    make: await cables(transport, () => {}),
    sink: fact => sink(fact),
    ...(continues?.reset === undefined ? {} : { reset: continues.reset }),
    ...(options.guarded ? { guards: { heartbeat: options.guarded, mechanism: world.model } } : {}),
  });
  const surroundings = simulatedSurroundings(fact => sink(fact), power);
  const connected = connectDevices({
    ...world.links,
    clock,
    sink: fact => sink(fact),
    sounder: sounder.board,
    power: power.board,
    feed: power.board,
    ...(second ? { supervisor: second.link } : {}),
    ...(spawned ? { supervisor: spawned.link } : {}),
    checks: options.checks ?? [],
    ...(options.button === undefined ? {} : { button: options.button }),
    ...(options.record ? { record: options.record } : {}),
    ...(options.trace ? { trace: options.trace } : {}),
  });
  const devices = options.alter?.(connected, world) ?? connected;
  const controller = storyController(fact => sink(fact));
  const { answers } = options;
  let shown: readonly Annunciation[] = [];
  const steps: Observed[] = [];
  const runtime = run({
    clock,
    journal: journalOn(storage, start.end),
    devices,
    annunciator: {
      show: alarms => {
        shown = alarms;
        sounder.board.show(alarms);
      },
      sound: sounder.board.sound,
    },
    start,
    controller: answers ? { ask: question => sink(answers(question)) } : controller,
  });
  runtime.observe(step => {
    steps.push(step);
    options.watch?.(step);
  });
  sink = runtime.submit;
  clock.register({ name: 'runtime', idle: runtime.idle });
  const wait = (ms: number) => clock.advanceTo(after(clock.now(), milliseconds(ms)));
  if (!options.atPowerOn) await wait(BOOT_MS);
  const abandon = async (): Promise<void> => {
    await second?.close();
    await spawned?.close();
    await sounder.close();
    await power.close();
    clock.close();
    await world.close();
  };
  return {
    runtime,
    world,
    sounder,
    power,
    second,
    spawned,
    controller,
    around: async change => {
      surroundings.inject(change);
      await clock.settle();
    },
    clock,
    steps,
    lines,
    shown: () => shown,
    wait,
    give: async (...facts) => {
      for (const fact of facts) runtime.submit(fact);
      await clock.settle();
    },
    close: async () => {
      // Halting takes a moment of pump time, which somebody has to let pass.
      clock.resume();
      await runtime.stop('operator');
      await abandon();
    },
    abandon,
  };
};
