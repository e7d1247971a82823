import { z } from 'zod';
import { bolusKinds } from '../domain/channels.ts';
import { bolusParts } from '../domain/commands.ts';
import { automations } from '../domain/controllers.ts';
import { remoteRoles } from '../domain/facts.ts';
import { HARD } from '../domain/limits.ts';
import { PULSE } from '../domain/pulses.ts';
import { eitherUnitHint } from '../domain/quantities.ts';
import { settingsFields } from '../domain/settings.ts';
import { FAULT_NAMES } from '../domain/worldFaults.ts';
import { MOST_SEED } from './seeds.ts';
import { worldChangeSchema } from './worldRequests.ts';

/** The end of the year 2099. */
const LATEST_WALL_MS = Date.UTC(2_100, 0, 1) - 1;

/** Judged in whole µU: decimal fractions of a unit have no exact remainder. */
const isOnStep = (units: number): boolean => Math.round(units * 1_000_000) % HARD.bolusStepUu === 0;
const isOfPulses = (units: number): boolean => Math.round(units * 1_000_000) % PULSE === 0;
const bolusUnits = z
  .number()
  .min(HARD.bolusStepUu / 1_000_000)
  .max(HARD.maxBolusUu / 1_000_000)
  .refine(isOnStep, 'must be a multiple of 0.05 U')
  .meta({ multipleOf: HARD.bolusStepUu / 1_000_000 });

/** A cannula is filled by whole pulses. */
const fillUnits = z
  .number()
  .min(0.1)
  .max(1)
  .refine(isOfPulses, 'must be a multiple of 0.025 U')
  .meta({ multipleOf: PULSE / 1_000_000 });

const targetGlucose = z.int().min(HARD.targetLeastMgDl).max(HARD.targetMostMgDl);
/** Without one, as long as usual. */
const activityMinutes = z.int().min(1).max(1_440).optional();

/** Whose glucose another run has: that of the recording, or of a virtual patient. */
const glucoseSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trace') }),
  z.strictObject({
    kind: z.literal('patient'),
    patient: z.string().min(1).max(40),
    scenario: z.string().min(1).max(40),
    seed: z.int().min(0).max(MOST_SEED),
    controller: z.enum(automations),
  }),
]);
export type GlucoseSource = z.infer<typeof glucoseSource>;

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
  z
    .strictObject({
      type: z.literal('settings.proposed'),
      /** The version that was looked at. */
      replaces: z.int().nonnegative(),
      settings: settingsFields,
      /** Said by whoever knows that the settings are in it: a sensitivity that fits both units is refused without. */
      glucoseUnit: z.enum(['mg/dL']).optional(),
      /** The proposal that waits, was seen, and is given up for this one. */
      insteadOf: z.int().positive().optional(),
    })
    .superRefine(({ settings, glucoseUnit }, context) => {
      if (glucoseUnit !== undefined) return;
      for (const [index, { sensitivityMgDl }] of [settings, ...(settings.dayParts ?? [])].entries()) {
        const hint = eitherUnitHint('sensitivityMgDl', sensitivityMgDl);
        const within = index === 0 ? [] : ['dayParts', index - 1];
        if (hint !== null)
          context.addIssue({
            code: 'custom',
            path: ['settings', ...within, 'sensitivityMgDl'],
            message: hint.slice(hint.indexOf('fits')),
          });
      }
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
  z.strictObject({ type: z.literal('fill.requested'), units: fillUnits }),
  z.strictObject({ type: z.literal('fill.cancelled') }),
  z.strictObject({ type: z.literal('fill.skipped') }),
  /** Hands at the simulated bay: a cartridge of so many units goes in, or, with null, what is in comes out. */
  z.strictObject({ type: z.literal('bay'), units: z.number().min(1).max(300).nullable() }),
  z.strictObject({
    type: z.literal('inject'),
    what: z.enum(FAULT_NAMES),
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
  /** This pump is stopped and its journal closed; another one begins, with a journal of its own. */
  z.strictObject({ type: z.literal('run'), source: glucoseSource }),
  z.strictObject({ type: z.literal('speed'), factor: z.number().min(1).max(3_600) }),
]);
export type PageRequest = z.infer<typeof requestSchema>;
