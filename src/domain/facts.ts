import { z } from 'zod';
import { bolusKinds } from './channels.ts';
import { controllerFacts } from './controllerFacts.ts';
import { NOISES } from './detect/reading.ts';
import { SESSIONS } from './detect/session.ts';
import { fact, reason } from './fact.ts';
import { HARD } from './limits.ts';
import { settingsFacts } from './settingsFacts.ts';
import { supplyFacts } from './supplyFacts.ts';
import { targetFacts } from './targetFacts.ts';
import type * as units from './units.ts';

/**
 * The vocabulary of everything that can happen. A fact is an event in the past tense: the world or a
 * person has done something. Facts are journaled in the order taken; derived facts (below) are not,
 * because replay derives them again.
 */

const alarmName = z.string().min(1).max(40);
/** Who asked: a person at the pump, which is meant when nobody is named, or somebody with a paired remote. */
const origin = z.enum(['user', 'remote']).optional();
const pulseId = z.int().positive();
const bolusId = z.string().min(1).max(64);
/** A paired remote: the name that its pairing gave it. */
const principal = z.string().regex(/^[0-9a-f]{16}$/);

/** What a paired remote may do: read; read and suspend; those, and a bolus with permission (SR-110). */
export const remoteRoles = ['monitor', 'caregiver', 'controller'] as const;
export type RemoteRole = (typeof remoteRoles)[number];

const works = z.enum(['working', 'dead']);
/** Of release and settings, as `configurationHash` reckons it. */
const configuration = z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits');
/** What a person can be reminded of, by the names of the alarms that do it. */
export const reminderNames = ['missedBolus', 'glucoseCheck', 'siteChange'] as const;
export type ReminderName = (typeof reminderNames)[number];

/** Each kind of fact with its fields; every number names its unit. */
export const factSchema = z.discriminatedUnion('type', [
  // The pump's own life.
  /** A boot. `gapMs` is how long the pump was away by a valid wall clock; null when nobody knows. */
  fact('power.applied', { boot: z.string().min(1), gapMs: z.int().nonnegative().nullable() }),
  /** The supply sinks, and what is stored lasts for the journal. */
  fact('power.failing', {}),
  /** `supply`: nobody could write it down, and the next start did. */
  fact('power.lost', { cause: z.enum(['operator', 'supply', 'signal', 'depleted', 'failing']) }),
  fact('selfTest.passed', {}),
  fact('selfTest.failed', { item: z.string().min(1), reason }),
  /** What the journal says about the last run. `interrupted`: it did not end with an orderly power-off. */
  fact('journal.read', { verdict: z.enum(['new', 'clean', 'interrupted']) }),
  fact('journal.failed', { reason }),
  /** An earlier journal could not be trusted: it is kept under this name, and what it told is not known. */
  fact('journal.setAside', { kept: z.string().min(1).max(1_000), reason }),
  fact('intent.recorded', { pulse: pulseId }),
  fact('outcome.recorded', { pulse: pulseId }),
  /** Something that must never happen did. Everything stops and stays stopped. */
  fact('fault.latched', { reason }),
  /** A deadline of the ledger has come; the envelope carries the time. */
  fact('clock.reached', {}),
  /** The wall clock was set, or a person has confirmed it: the envelope carries what it says. */
  fact('clock.set', {}),
  /** Local time is another one from now on: a journey, or daylight saving. */
  fact('zone.changed', {
    utcOffsetMinutes: z.int().min(-1_440).max(1_440),
    cause: z.enum(['travel', 'daylightSaving']),
  }),

  // A person.
  /**
   * `amountUu` is the whole of it. `normal`, the kind when none is named: all of it now. `extended`: all
   * of it evenly over `durationMs`. `combo`: `extendedUu` of it over `durationMs`, the rest now.
   * `createdMonoMs` is when it was made, where it comes from afar (SR-032).
   */
  fact('bolus.requested', {
    bolus: bolusId,
    kind: z.enum(bolusKinds).optional(),
    amountUu: z.int().positive(),
    extendedUu: z.int().positive().optional(),
    durationMs: z.int().positive().optional(),
    origin: z.enum(['user', 'remote', 'quick']).optional(),
    createdMonoMs: z.int().nonnegative().optional(),
  }),
  fact('bolus.confirmed', { bolus: bolusId }),
  /** The second confirmation, of much within an hour (SR-027). A repeated first one is not it. */
  fact('bolus.confirmedAgain', { bolus: bolusId }),
  /** One part alone, or everything that is pending or delivered when no part is named. */
  fact('bolus.cancelled', { part: z.enum(['normal', 'extended']).optional() }),
  /** With a duration, the pump reminds when it is over; it never resumes by itself (SR-042). */
  fact('suspend.requested', {
    origin,
    durationMs: z.int().min(HARD.suspensionLeastMs).max(HARD.suspensionMostMs).optional(),
  }),
  fact('resume.requested', { origin }),
  /** A share of the profile or a rate of its own. `replaces`: the person has seen the one that runs. */
  fact('tempBasal.requested', {
    percent: z.int().min(0).max(1_000).optional(),
    rateUuPerHour: z.int().nonnegative().optional(),
    durationMs: z.int().positive(),
    replaces: z.boolean().optional(),
  }),
  fact('tempBasal.cancelled', {}),
  fact('alarm.acknowledged', { alarm: alarmName }),
  fact('alarm.paused', { alarm: alarmName }),
  /** The user is about to change cartridge and set. */
  fact('change.requested', {}),
  /** What a person has eaten, or is about to: controllers hear of it, and nothing else follows. */
  fact('carbs.entered', { grams: z.int().min(1).max(250) }),
  /** By a meter, from a finger; whoever reads mmol/L has converted it. */
  fact('glucose.entered', { mgPerDl: z.int().min(20).max(600) }),
  // Automation is wanted, or not; and what the person is doing meanwhile.
  fact('automation.enabled', {}),
  fact('automation.disabled', {}),
  fact('sleep.started', { durationMs: z.int().positive().max(86_400_000).optional() }),
  fact('exercise.started', { durationMs: z.int().positive().max(86_400_000).optional() }),
  fact('activity.ended', {}),
  ...targetFacts,
  /** Basal is off because of low glucose, and is wanted all the same (SR-092). */
  fact('lowSuspend.overruled', {}),
  /** Not now: in 15 min. */
  fact('reminder.snoozed', { reminder: z.enum(reminderNames) }),
  ...settingsFacts,
  ...supplyFacts,
  ...controllerFacts,

  // Remote control.
  /** A person at the pump lets one remote be paired, for a minute and a half. */
  fact('pairing.opened', { role: z.enum(remoteRoles) }),
  /** One attempt for each code: this one was wrong, or broke off, or the person closed the window. */
  fact('pairing.failed', { reason: z.enum(['wrongCode', 'lost', 'cancelled']) }),
  fact('remote.paired', { principal, role: z.enum(remoteRoles) }),
  fact('remote.unpaired', { principal }),
  /** It has authenticated itself within the last minute. */
  fact('remote.heard', { principal }),
  fact('remote.permissionRequested', { principal, bolus: bolusId }),
  /** So many messages were not taken, within a second. `principal`: who proved to be their sender. */
  fact('remote.rejected', {
    reason: z.enum([
      'malformed',
      'unpaired',
      'forged',
      'replayed',
      'expired',
      'forbidden',
      'mismatched',
      'wrongCode',
      'flooded',
      'failed',
    ]),
    principal: principal.nullable(),
    count: z.int().positive(),
  }),

  // The screen.
  fact('screen.touched', {}),
  /** A person has made the gesture, or typed the code, that no pocket makes. */
  fact('screen.unlocked', {}),
  fact('screen.locked', {}),
  /** A bolus or a temporary rate is being entered; nothing is asked of the pump yet. */
  fact('entry.opened', {}),
  fact('entry.closed', {}),

  // Devices.
  /** The driver reports that the commanded travel of this pulse is complete. */
  fact('motor.arrived', { pulse: pulseId }),
  /** The motor is confirmed at rest and de-energised after a stop. */
  fact('motor.halted', {}),
  /** The driver refused or lost the pulse: it may or may not have moved. */
  fact('motor.failed', { pulse: pulseId, reason }),
  /** Plunger position by the encoder, absolute. */
  fact('encoder.counted', { counts: z.int32() }),
  fact('encoder.failed', { reason }),
  /** 1 kN either way is more than any cell that fits a pump can feel. */
  fact('force.measured', { forceMn: z.int().min(-1_000_000).max(1_000_000) }),
  fact('force.failed', { reason }),
  /** 39 says below the sensor's range, 401 above it. `ageMs`: measured so long ago; ahead of us when negative. */
  fact('cgm.measured', {
    mgPerDl: z.int().min(0).max(1_000),
    sequence: z.int().nonnegative(),
    ageMs: z.int().optional(),
    noise: z.enum(NOISES).optional(),
  }),
  /** What the sensor says of itself, and how long until it ends by itself. */
  fact('cgm.reported', { session: z.enum(SESSIONS), endsInMs: z.int().nonnegative().optional() }),
  /** The battery gauge; `minutesLeft` at the present load. */
  fact('battery.measured', {
    percent: z.int().min(0).max(100),
    millivolts: z.int().min(0).max(20_000),
    minutesLeft: z.int().min(0).max(100_000),
  }),
  /** Beside the cartridge, and at the battery, in tenths of a degree Celsius. */
  fact('temperature.measured', {
    insideDeciC: z.int().min(-1_000).max(2_000),
    batteryDeciC: z.int().min(-1_000).max(2_000),
  }),
  /** Air pressure around the cartridge; at least once a second while it changes. */
  fact('pressure.measured', { pascals: z.int().min(0).max(200_000) }),
  fact('check.passed', {}),
  /** A periodic check found something that must not change, changed. */
  fact('check.failed', { item: z.string().min(1).max(40), reason }),
  /** What answered its test. */
  fact('sounder.tested', { speaker: works, vibrator: works, buzzer: works }),
  /** The second channel has taken up its work: its count of pulses, and the hash of its configuration. */
  fact('supervisor.agreed', { pulses: z.int().nonnegative(), hash: configuration }),
  fact('supervisor.beat', { pulses: z.int().nonnegative(), hash: configuration }),
  /** A beat is overdue. */
  fact('supervisor.missed', {}),
  fact('supervisor.vetoed', { reason }),
  /** The one button of the quick bolus. */
  fact('button.pressed', {}),
  fact('button.released', {}),
  /** This boot is the consequence of a reset that nobody ordered. */
  fact('watchdog.fired', { cause: z.enum(['watchdog', 'exception', 'brownOut']) }),
  /** Something beside the program has cut the motor's supply: it was on for longer than a pulse may take. */
  fact('motor.cut', {}),

  // A named length of time in a chart has passed. One spelling for each delay.
  fact('timer.selfTestElapsed', {}),
  fact('timer.confirmationElapsed', {}),
  fact('timer.pulseElapsed', {}),
  fact('timer.verificationElapsed', {}),
  fact('timer.haltElapsed', {}),
  fact('timer.suspensionElapsed', {}),
  fact('timer.firstHourElapsed', {}),
  fact('timer.secondHourElapsed', {}),
  fact('timer.insistenceElapsed', {}),
  fact('timer.countdownElapsed', {}),
  fact('timer.pairingWindowElapsed', {}),
  fact('timer.remotePermissionElapsed', {}),
  fact('timer.remoteContactElapsed', {}),
  fact('timer.screenLockElapsed', {}),
  fact('timer.entryElapsed', {}),
  fact('timer.proposalElapsed', {}),
  fact('timer.lossNoticeElapsed', {}),
  fact('timer.lossRepeatElapsed', {}),
  fact('timer.answerElapsed', {}),
  fact('timer.attemptElapsed', {}),
  fact('timer.limitationElapsed', {}),
  fact('timer.blindnessElapsed', {}),
  fact('timer.shortLockoutElapsed', {}),
  fact('timer.longLockoutElapsed', {}),
  fact('timer.shutdownElapsed', {}),
  fact('timer.temperatureBearableElapsed', {}),
  fact('timer.temperatureReturnElapsed', {}),
  fact('timer.clockGraceElapsed', {}),
  fact('timer.checkPeriodElapsed', {}),
  fact('timer.checkAnswerElapsed', {}),
  fact('timer.supervisorSilenceElapsed', {}),
  fact('timer.sounderPeriodElapsed', {}),
  fact('timer.sounderAnswerElapsed', {}),
  fact('timer.quickHoldElapsed', {}),
  fact('timer.quickPauseElapsed', {}),
  fact('timer.quickWaitElapsed', {}),
  fact('timer.buttonHeldElapsed', {}),
  fact('timer.buttonJamElapsed', {}),
  fact('timer.buttonRestElapsed', {}),
  fact('timer.rewindElapsed', {}),
  fact('timer.seatingElapsed', {}),
  fact('timer.changeStepElapsed', {}),
  fact('timer.primeHoldElapsed', {}),
  // One alarm's own delays.
  fact('timer.escalationElapsed', { alarm: alarmName }),
  fact('timer.outcryElapsed', { alarm: alarmName }),
  fact('timer.audioPauseElapsed', { alarm: alarmName }),
  fact('timer.rearmElapsed', { alarm: alarmName }),
  fact('timer.urgencyElapsed', { alarm: alarmName }),
  fact('timer.noticeElapsed', { alarm: alarmName }),
]);

/** Something that has happened, from outside the pure core. */
export type Fact = z.infer<typeof factSchema>;
export type FactType = Fact['type'];
export type FactOf<Type extends FactType> = Extract<Fact, { type: Type }>;

/** A fact with the only time there is. `seq` counts the facts taken since the journal began, from 1. */
export type Envelope = {
  readonly seq: number;
  readonly monoMs: units.MonoMs;
  readonly wallMs: units.WallMs;
  readonly fact: Fact;
};

/** `moved`: prepared, and the plunger is not where it was left. `occupied`: not prepared, and the bay is closed. */
export type Found = 'ready' | 'moved' | 'occupied' | 'empty';

/** What became of a pulse: seen by the encoder, never commanded, or nobody knows. */
export type Outcome = 'verified' | 'void' | 'inDoubt';

export type { BolusKind, Channel } from './channels.ts';
export type { Derived } from './derived.ts';
