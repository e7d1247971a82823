import type { History, Therapy } from './automation/controller.ts';
import type { Annunciation, CommandOf, Intent } from './domain/commands.ts';
import type { ControllerName } from './domain/controllers.ts';
import type { Fact } from './domain/facts.ts';
import type { MonoMs, WallMs } from './domain/units.ts';

/**
 * The contract with the world. Adapters in `hardware/` fulfil it; the runtime knows nothing else.
 *
 * Rules for every adapter:
 * - It never throws for bad input from outside: that is a fact (`motor.failed`, `force.failed`, …).
 * - It never answers by return value: the answer is a fact, later, once, into the sink it was given.
 * - A late answer is still given; the ledger decides that it is stray.
 * - It holds no dose state: a pulse is numbered by the ledger, and moved at most once.
 */

/** Where an adapter puts what has happened. Safe to call at any time, any number of times. */
export type FactSink = (fact: Fact) => void;

/**
 * The only clock. Real time and accelerated lock-step time have this one face; nothing else in the
 * project may read a clock or set a timer.
 */
export type Clock = {
  /** Milliseconds since this journal's zero; never goes back. */
  readonly now: () => MonoMs;
  readonly wall: () => WallMs;
  /** Calls `then` once when `now() >= at`. Returns a function that cancels it; cancelling twice is harmless. */
  readonly wakeAt: (at: MonoMs, then: () => void) => () => void;
};

/** The drive. One command at a time: a second one before an answer is a defect and throws. */
export type MotorPort = {
  /** Energise, move by exactly this pulse, de-energise. Answers `motor.arrived` or `motor.failed`. */
  readonly move: (intent: Intent) => void;
  /**
   * Draw the plunger back to its end, in orders that end by themselves when nobody follows. Asked for only
   * with an open bay. Answers `plunger.homed` or `rewind.failed`; `stop` ends it without an answer of its own.
   */
  readonly rewind: () => void;
  /**
   * From its end forward, in orders no longer than what is felt in time, until the force says that the
   * plunger has met a cartridge. Answers `plunger.seated` or `seating.failed`; `stop` as for `rewind`.
   */
  readonly seat: () => void;
  /** Halt at once, de-energise. Answers `motor.halted` when the device confirms; harmless when already still. */
  readonly stop: () => void;
};

/** The encoder on the lead screw. Also speaks unasked when the plunger moves by half a pulse. */
export type EncoderPort = { readonly read: () => void };

/** The load cell behind the plunger. */
export type ForcePort = { readonly read: () => void };

/** Both without moving anything and without disturbing delivery. */
export type SelfTestPort = {
  /** Attests every device; answers `selfTest.passed` or `selfTest.failed`. */
  readonly run: () => void;
  /** Checks program, memory and what is stored; answers `check.passed` or `check.failed`. */
  readonly check: () => void;
};

/** Speaker, vibrator and independent buzzer, as devices that can be dead. */
export type SounderPort = {
  /** Drives each for a moment and measures its current; answers `sounder.tested`. */
  readonly test: () => void;
};

/** The supply. Adapters also report, unasked: `battery.measured` whenever it changes by a percent or a minute. */
export type PowerPort = {
  /**
   * Until then the charts answer for the motor's supply; each step renews it, and null takes it away in order. A watchdog is
   * kicked no longer. Absent where nothing could take the supply away.
   */
  readonly lease?: (until: MonoMs | null) => void;
  /** Everything is written: cut the supply. Answers `power.lost`, as its last fact. */
  readonly shutDown: () => void;
};

/** What a controller is asked, and by which number its answer is known. */
export type Question = {
  readonly number: number;
  readonly controller: ControllerName;
  readonly history: History;
  readonly therapy: Therapy;
  /** Null where nobody has said it. */
  readonly weightKg: number | null;
  readonly nowMs: WallMs;
};

/**
 * Whoever runs controllers. Answers `controller.answered` or `controller.failed`, once, whatever the algorithm does: it may
 * throw, never end, or answer anything at all. A question that is asked anew makes the one before void.
 */
export type ControllerPort = { readonly ask: (question: Question) => void };

/** What the plunger is to do, as the second channel is told. `failed` is for good. */
export type Motion = 'delivering' | 'stopped' | 'rewinding' | 'seating' | 'priming' | 'failed';

/**
 * The independent supervisor. It counts pulses from an encoder of its own and keeps its own caps; it beats
 * once a second, whatever it is told. Reports `supervisor.agreed` once after the first `start`, then those
 * beats that bring something new, at least one a minute; `supervisor.missed` when one is overdue.
 * After it has cut the motor by its own means: `motor.cut` when that was on for too long, else `supervisor.vetoed`.
 */
export type SupervisorPort = {
  /** Tells it our configuration, by the hash that it must reckon for itself; again whenever that is new. */
  readonly start: (hash: string) => void;
  /**
   * What the plunger is to do from now on, and until when the charts answer for that: later it is told nothing, and cuts. Null where
   * nothing is to move any more. It is not believed where a cap is concerned.
   */
  readonly tell: (motion: Motion, until: MonoMs | null) => void;
};

/** What a person sees and hears. */
export type AnnunciatorPort = {
  /** Replaces everything shown before. */
  readonly show: (alarms: readonly Annunciation[]) => void;
  /** A signal of the quick bolus, so many times; no alarm is cut short for it. */
  readonly sound: (signal: CommandOf<'sound'>['signal'], times: number) => void;
};

/**
 * Append-only storage of text lines. `append` hands the line to the operating system (it survives a
 * kill of this process); `sync` returns when it survives a loss of power. Both throw when they cannot.
 */
export type JournalPort = {
  readonly append: (line: string) => void;
  readonly sync: () => void;
};

/** Bytes to and from one device. Writing to a lost link is reported through `onLost`, never thrown. */
export type ByteLink = {
  readonly write: (bytes: Uint8Array) => void;
  readonly onBytes: (take: (bytes: Uint8Array) => void) => void;
  /** Called once, with a reason a person can read. */
  readonly onLost: (tell: (reason: string) => void) => void;
  readonly close: () => Promise<void>;
};

/**
 * All devices of one pump. The switch of the bay has no port: it says `cartridge.removed` or
 * `cartridge.inserted` at each self-test and whenever it changes, and a switch that is lost counts as open.
 */
export type Devices = {
  readonly motor: MotorPort;
  readonly encoder: EncoderPort;
  readonly force: ForcePort;
  readonly selfTest: SelfTestPort;
  readonly sounder: SounderPort;
  readonly power: PowerPort;
  /** Null where there is no second channel; a host with real devices may have none. */
  readonly supervisor: SupervisorPort | null;
  /** Motor halted and de-energised, links closed; safe to call more than once. */
  readonly close: () => Promise<void>;
};
