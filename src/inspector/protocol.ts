import type { Forecast } from '../automation/forecast.ts';
import type { Annunciation, Command } from '../domain/commands.ts';
import type { Difference } from '../domain/differences.ts';
import type { Derived, Fact } from '../domain/facts.ts';
import type { Dosing } from '../domain/ledger/ledger.ts';
import type { Settings } from '../domain/settings.ts';
import type { FaultName } from '../domain/worldFaults.ts';
import type { SmallName } from '../runtime/machines.ts';
import type { Lived } from './bodyHistory.ts';
import type { BrokenHere, Verdicts } from './judged.ts';
import type { PageRequest } from './pageRequests.ts';
import type { RunIndex } from './runIndex.ts';
import type { WorldNow } from './worldRequests.ts';

/**
 * What the server tells the page: one frame for each step, live or replayed. The page knows nothing
 * else of the pump, so a journal and a running pump look the same.
 */

/** A transition that was really taken, by the ids the chart file uses. */
export type Taken = {
  readonly machine: MachineId;
  /** Id of the transition in the chart file: `source event index`, as `chartOf` numbers them. */
  readonly transition: string;
  readonly event: string;
  readonly req: readonly string[];
};

/** `pump`, a small machine, or one alarm instance, `alarm:occlusion`. */
export type MachineId = 'pump' | SmallName | `alarm:${string}`;

/** The quantities a person follows, as the ledger has them after the step. All whole numbers. */
export type Readings = {
  readonly glucoseMgDl: number | null;
  readonly glucoseAtMonoMs: number | null;
  /** Null when nobody can know it: a gap of unknown length in the journal (SR-072), or no settings yet. */
  readonly onBoardUu: number | null;
  readonly reservoirUu: number;
  /** The rate that basal is really given at now: 0 when delivery is stopped. */
  readonly basalRateUuPerHour: number;
  /** The rate the profile asks for at this wall time. */
  readonly profileRateUuPerHour: number;
  readonly deliveredBasalUu: number;
  readonly deliveredBolusUu: number;
  readonly deliveredExtendedUu: number;
  readonly lastHourUu: number;
  readonly lastDayUu: number;
  readonly bolus: {
    readonly bolus: string;
    readonly requestedUu: number;
    readonly deliveredUu: number;
  } | null;
  /** What of a bolus is spread over time. */
  readonly extended: {
    readonly bolus: string;
    readonly requestedUu: number;
    readonly deliveredUu: number;
    readonly endsAtMonoMs: number;
  } | null;
  /** Boluses confirmed within the hour, with the one that waits. */
  readonly requestedHourUu: number;
  /** Pulses counted as delivered, and encoder counts since the journal began: they should tell one story. */
  readonly pulsesCounted: number;
  readonly encoderCounts: number | null;
  readonly forceMn: number | null;
};

/** What nobody but a simulation knows of the body that wears the pump. */
export type BodyNow = {
  /** Glucose under the skin, where the sensor sits. */
  readonly glucoseMgDl: number;
  /** Carbohydrate put on its plate since it began, g. */
  readonly eatenG: number;
};

/** What came of forecasting from the reading of that time: what is expected, or why nobody knows, in a sentence. */
export type Expectation =
  | { readonly kind: 'forecast'; readonly atMonoMs: number; readonly forecast: Forecast }
  | { readonly kind: 'missing'; readonly atMonoMs: number; readonly why: string };

/** An event of a chart, without the amounts that a fact has. */
export type ChartEvent = { readonly type: `${string}.${string}` };

export type Frame = {
  readonly seq: number;
  readonly monoMs: number;
  readonly wallMs: number;
  /** In a run of the chart alone, the event of the chart. */
  readonly fact: Fact | ChartEvent;
  readonly derived: readonly Derived[];
  readonly taken: readonly Taken[];
  readonly commands: readonly Command[];
  /** In a run of the chart alone: what it asks for, in words; there is nobody to make commands of it. */
  readonly asked?: readonly string[];
  /** Ids of all active states of each machine, e.g. `pump.motor.still`. */
  readonly active: Readonly<Partial<Record<MachineId, readonly string[]>>>;
  /** What a chart remembers beside its states, of machines that do: small enumerations by their names. */
  readonly context?: Readonly<Partial<Record<MachineId, Readonly<Record<string, string>>>>>;
  /** The words users know: delivering, bolusing, suspended, … Several may hold. */
  readonly modes: readonly string[];
  /** Null in a run of the chart alone: there is no ledger, and nobody knows an amount. */
  readonly readings: Readings | null;
  readonly alarms: readonly Annunciation[];
  /** Only with a virtual patient, and only live: a journal knows nothing of it. */
  readonly body?: BodyNow;
  /** What a bolus is reckoned with; absent before settings are known. */
  readonly dosing?: Dosing;
  /**
   * What the controller of the settings expects from a reading on. In a replay it comes with that reading; live it comes when it is
   * there, with a later step; and not at all with what is left of earlier runs.
   */
  readonly expected?: readonly Expectation[];
  /** Requirement ids of the transitions taken and states entered in this step. */
  readonly req: readonly string[];
  /** Properties, by their keys, that this step is the first to put to the test, and those that it breaks; absent where there are none, and in a step that is taken again. */
  readonly judged?: {
    readonly exercised?: readonly string[];
    readonly broken?: readonly BrokenHere[];
    /** Why not everything is judged from here on. */
    readonly trouble?: string;
  };
};

/** The settings in use, how often they have changed, and the change that waits for a person's word. */
export type Programmed = {
  readonly version: number;
  /** Null when they were lost: nothing is delivered. */
  readonly settings: Settings | null;
  readonly proposal: { readonly proposal: number; readonly differences: readonly Difference[] } | null;
};

/** The virtual patient who wears the pump. */
export type WornBy = { readonly patient: string; readonly model: string; readonly scenario: string };

/** Sent once when a page connects, and again when it changes. */
export type Status = {
  readonly kind: 'live' | 'replay';
  /** Another one: another pump is here, and what the page has seen is of the one before. Absent in a replay. */
  readonly run?: string;
  /** Whether the page may begin another run, and the journal of the one before, if there was one. */
  readonly runs?: { readonly mayBegin: boolean; readonly before: string | null };
  /** A replay of the chart alone: no ledger, no devices, no time. */
  readonly chartAlone?: true;
  readonly journal: string;
  readonly trace: string;
  /** Absent with a recording. */
  readonly worn?: WornBy;
  /** Of all chance in this run. Absent in a replay, which has none, and where devices are real. */
  readonly seed?: number;
  /**
   * Time: the factor asked for, the one it may run at by now (absent in a replay), the one reached, and
   * why it is slower, if it is.
   */
  readonly speed: {
    readonly asked: number;
    readonly allowed?: number;
    readonly achieved: number;
    readonly slowed: string | null;
  };
  /** The pump's clock as this was said; absent in a replay, and while older frames still wait to be sent. */
  readonly clock?: { readonly monoMs: number; readonly wallMs: number };
  /** What is wrong with the simulated world at the moment; null when devices are real. */
  readonly injected:
    | readonly { readonly what: FaultName; readonly sinceMonoMs: number; readonly sinceWallMs: number }[]
    | null;
  /** Faults of devices that this world does not have. */
  readonly unavailable?: readonly FaultName[];
  /** How the simulated surroundings are; null when they are real. */
  readonly world: WorldNow | null;
  /** Null in a replay. */
  readonly programmed: Programmed | null;
  /** Replay only: what re-running the journal showed. */
  readonly proof: {
    /** That were taken again now. */
    readonly steps: number;
    /** Steps before those that come from the index beside the journal, and were not taken again; absent where there are none. */
    readonly fromIndex?: number;
    /** Null where nothing differs, but not all were taken again. */
    readonly same: boolean | null;
    readonly firstDifference: string | null;
  } | null;
};

/** Where the page's data come from: a running pump or a journal. */
export type Source = {
  /** Frames with `seq` above this one, oldest first, at most so many; the whole history for 0. */
  readonly since: (seq: number, most?: number) => readonly Frame[];
  readonly status: () => Status;
  /** What the whole run has shown of properties so far, that of frames no longer kept included. */
  readonly verdicts: () => Verdicts;
  /** What is known of the whole run; null, or absent, where it is only known by its frames. */
  readonly index?: () => RunIndex | null;
  /** What a virtual patient lived so far; null, or absent, where none is worn or it is not kept. */
  readonly lived?: () => Lived | null;
  /** Calls back for each new frame and each change of status; returns a function that ends it. */
  readonly subscribe: (listener: {
    readonly frame: (frame: Frame) => void;
    readonly status: (status: Status) => void;
  }) => () => void;
  /** Carries out a request, or says why not. `fact`, if it becomes one, is the very object of the frame of its step, which may still refuse it. */
  readonly submit: (request: PageRequest) => SubmitAnswer | Promise<SubmitAnswer>;
};

export type SubmitAnswer =
  | { readonly accepted: true; readonly fact?: Fact }
  | { readonly accepted: false; readonly reason: string };

export type { PageRequest } from './pageRequests.ts';
