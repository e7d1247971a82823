import { z } from 'zod';
import type { Forecast } from '../automation/forecast.ts';
import { type Annunciation, bolusParts, type Command } from '../domain/commands.ts';
import type { Difference } from '../domain/differences.ts';
import { bolusKinds, type Derived, type Fact, remoteRoles } from '../domain/facts.ts';
import type { Dosing } from '../domain/ledger/ledger.ts';
import { HARD } from '../domain/limits.ts';
import { type Settings, settingsFields } from '../domain/settings.ts';
import type { SmallName } from '../runtime/machines.ts';
import { type WorldNow, worldChangeSchema } from './worldRequests.ts';

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
  /** The words users know: delivering, bolusing, suspended, … Several may hold. */
  readonly modes: readonly string[];
  /** Null in a run of the chart alone: there is no ledger, and nobody knows an amount. */
  readonly readings: Readings | null;
  readonly alarms: readonly Annunciation[];
  /** Only with a virtual patient, and only live: a journal knows nothing of it. */
  readonly body?: BodyNow;
  /** What a bolus is reckoned with; absent before settings are known. */
  readonly dosing?: Dosing;
  /** What the controller of the settings expects from this reading on; absent without one, and in every other step. */
  readonly forecast?: Forecast;
  /** Requirement ids of the transitions taken and states entered in this step. */
  readonly req: readonly string[];
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
  /** A replay of the chart alone: no ledger, no devices, no time. */
  readonly chartAlone?: true;
  readonly journal: string;
  readonly trace: string;
  /** Absent with a recording. */
  readonly worn?: WornBy;
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
  readonly injected: {
    readonly occlusion: boolean;
    readonly motorStall: boolean;
    readonly cgmLoss: boolean;
  } | null;
  /** How the simulated surroundings are; null when they are real. */
  readonly world: WorldNow | null;
  /** Null in a replay. */
  readonly programmed: Programmed | null;
  /** Replay only: what re-running the journal showed. */
  readonly proof: {
    readonly steps: number;
    readonly same: boolean;
    readonly firstDifference: string | null;
  } | null;
};

/** The end of the year 2099. */
const LATEST_WALL_MS = Date.UTC(2_100, 0, 1) - 1;

/** Judged in whole µU: decimal fractions of a unit have no exact remainder. */
const isOnStep = (units: number): boolean => Math.round(units * 1_000_000) % HARD.bolusStepUu === 0;
const bolusUnits = z
  .number()
  .min(HARD.bolusStepUu / 1_000_000)
  .max(HARD.maxBolusUu / 1_000_000)
  .refine(isOnStep, 'must be a multiple of 0.05 U');

const targetGlucose = z.int().min(HARD.targetLeastMgDl).max(HARD.targetMostMgDl);
/** Without one, as long as usual. */
const activityMinutes = z.int().min(1).max(1_440).optional();

/** What the page may ask for; everything else is refused. Facts a person can cause, and nothing more. */
export const requestSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('bolus.requested'),
    /** The whole of it. */
    units: bolusUnits,
    kind: z.enum(bolusKinds).optional(),
    /** Of a combo bolus: how much of it is spread. */
    extendedUnits: bolusUnits.optional(),
    /** Of an extended and of a combo bolus: over how long. */
    minutes: z
      .int()
      .min(HARD.extendedLeastMs / 60_000)
      .max(HARD.extendedMostMs / 60_000)
      .multipleOf(HARD.extendedStepMs / 60_000, 'must be a multiple of 15 minutes')
      .optional(),
  }),
  z.strictObject({ type: z.literal('bolus.confirmed'), bolus: z.string().min(1) }),
  z.strictObject({ type: z.literal('bolus.confirmedAgain'), bolus: z.string().min(1) }),
  z.strictObject({ type: z.literal('bolus.cancelled'), part: z.enum(bolusParts).optional() }),
  z.strictObject({
    type: z.literal('suspend.requested'),
    /** After which the pump reminds; it never resumes by itself. */
    minutes: z
      .int()
      .min(HARD.suspensionLeastMs / 60_000)
      .max(HARD.suspensionMostMs / 60_000)
      .optional(),
  }),
  z.strictObject({ type: z.literal('screen.unlocked') }),
  z.strictObject({ type: z.literal('screen.locked') }),
  z.strictObject({ type: z.literal('entry.opened') }),
  z.strictObject({ type: z.literal('entry.closed') }),
  z.strictObject({ type: z.literal('resume.requested') }),
  z
    .strictObject({
      type: z.literal('tempBasal.requested'),
      /** Of the profile; or a rate of its own, one of the two. */
      percent: z.int().min(0).max(HARD.tempBasalPercent).optional(),
      unitsPerHour: z
        .number()
        .min(0)
        .max(HARD.maxBasalUuPerHour / 1_000_000)
        .optional(),
      minutes: z.int().min(15).max(1_440).multipleOf(15, 'must be a multiple of 15 minutes'),
    })
    .refine(({ percent, unitsPerHour }) => (percent === undefined) !== (unitsPerHour === undefined), {
      path: ['percent'],
      message: 'must be given, or else a rate in unitsPerHour, and not both',
    }),
  z.strictObject({ type: z.literal('tempBasal.cancelled') }),
  z.strictObject({ type: z.literal('lowSuspend.overruled') }),
  z.strictObject({ type: z.literal('automation.enabled') }),
  z.strictObject({ type: z.literal('automation.disabled') }),
  z.strictObject({ type: z.literal('sleep.started'), minutes: activityMinutes }),
  z.strictObject({ type: z.literal('exercise.started'), minutes: activityMinutes }),
  z
    .strictObject({
      type: z.literal('target.started'),
      lowMgPerDl: targetGlucose,
      highMgPerDl: targetGlucose,
      minutes: z
        .int()
        .min(1)
        .max(HARD.temporaryTargetMostMs / 60_000),
    })
    .refine(({ lowMgPerDl, highMgPerDl }) => lowMgPerDl <= highMgPerDl, {
      path: ['highMgPerDl'],
      message: 'is below the beginning of the band',
    }),
  z.strictObject({ type: z.literal('target.cancelled') }),
  z.strictObject({ type: z.literal('activity.ended') }),
  z.strictObject({ type: z.literal('carbs.entered'), grams: z.int().min(1).max(250) }),
  z.strictObject({
    type: z.literal('settings.proposed'),
    /** The version that was looked at. */
    replaces: z.int().nonnegative(),
    settings: settingsFields,
    /** The proposal that waits, was seen, and is given up for this one. */
    insteadOf: z.int().positive().optional(),
  }),
  z.strictObject({ type: z.literal('settings.confirmed'), proposal: z.int().positive() }),
  z.strictObject({ type: z.literal('settings.discarded') }),
  z.strictObject({ type: z.literal('alarm.acknowledged'), alarm: z.string().min(1) }),
  z.strictObject({ type: z.literal('alarm.paused'), alarm: z.string().min(1) }),
  z.strictObject({ type: z.literal('change.requested') }),
  z.strictObject({ type: z.literal('change.cancelled') }),
  z.strictObject({ type: z.literal('set.disconnected') }),
  z.strictObject({ type: z.literal('rewind.requested') }),
  z.strictObject({ type: z.literal('cartridge.replaced'), units: z.number().min(1).max(300) }),
  z.strictObject({ type: z.literal('prime.started') }),
  z.strictObject({ type: z.literal('prime.held') }),
  z.strictObject({ type: z.literal('prime.stopped') }),
  z.strictObject({ type: z.literal('prime.skipped') }),
  z.strictObject({ type: z.literal('fill.requested'), units: z.number().min(0.1).max(1) }),
  z.strictObject({ type: z.literal('fill.cancelled') }),
  z.strictObject({ type: z.literal('fill.skipped') }),
  /** Hands at the simulated bay: a cartridge of so many units goes in, or, with null, what is in comes out. */
  z.strictObject({ type: z.literal('bay'), units: z.number().min(1).max(300).nullable() }),
  z.strictObject({
    type: z.literal('inject'),
    what: z.enum(['occlusion', 'motorStall', 'cgmLoss']),
    on: z.boolean(),
  }),
  z.strictObject({ type: z.literal('world'), change: worldChangeSchema }),
  /** A finger on the one button of the quick bolus. */
  z.strictObject({ type: z.literal('button'), down: z.boolean() }),
  /** With a time, the clock is set to it; without one, a person says that it is right. */
  z.strictObject({ type: z.literal('clock.set'), wallMs: z.int().min(0).max(LATEST_WALL_MS).optional() }),
  z.strictObject({
    type: z.literal('zone.changed'),
    utcOffsetMinutes: z.int().min(-1_440).max(1_440),
    cause: z.enum(['travel', 'daylightSaving']),
  }),
  z.strictObject({ type: z.literal('pairing.opened'), role: z.enum(remoteRoles) }),
  z.strictObject({ type: z.literal('pairing.closed') }),
  z.strictObject({ type: z.literal('speed'), factor: z.number().min(1).max(3_600) }),
]);
export type PageRequest = z.infer<typeof requestSchema>;

/** Where the page's data come from: a running pump or a journal. */
export type Source = {
  /** Frames with `seq` above this one, oldest first; the whole history for 0. */
  readonly since: (seq: number) => readonly Frame[];
  readonly status: () => Status;
  /** Calls back for each new frame and each change of status; returns a function that ends it. */
  readonly subscribe: (listener: {
    readonly frame: (frame: Frame) => void;
    readonly status: (status: Status) => void;
  }) => () => void;
  /** Carries out a request, or says why not. */
  readonly submit: (
    request: PageRequest,
  ) => { readonly accepted: true } | { readonly accepted: false; readonly reason: string };
};
