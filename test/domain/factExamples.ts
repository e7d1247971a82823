import type { Fact, FactOf, FactType } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';

const bolus = 'b';
const alarm = 'a';
const reason = 'r';
const principal = '0123456789abcdef';
const hash = principal;

type Bare = { [Type in FactType]: { type: Type } extends FactOf<Type> ? Type : never }[FactType];

/** What happens without any particulars, by every name that a journal may have; timers aside. */
const BARE: readonly Exclude<Bare, `timer.${string}`>[] = [
  'power.failing',
  'selfTest.passed',
  'clock.reached',
  'clock.set',
  'tempBasal.cancelled',
  'change.requested',
  'automation.enabled',
  'automation.disabled',
  'activity.ended',
  'target.cancelled',
  'lowSuspend.overruled',
  'settings.discarded',
  'change.cancelled',
  'set.disconnected',
  'rewind.requested',
  'prime.started',
  'prime.held',
  'prime.stopped',
  'prime.skipped',
  'fill.cancelled',
  'fill.skipped',
  'cartridge.removed',
  'cartridge.inserted',
  'plunger.homed',
  'screen.touched',
  'screen.unlocked',
  'screen.locked',
  'entry.opened',
  'entry.closed',
  'motor.halted',
  'check.passed',
  'supervisor.missed',
  'button.pressed',
  'button.released',
  'motor.cut',
  // These may have particulars.
  'bolus.cancelled',
  'suspend.requested',
  'resume.requested',
  'sleep.started',
  'exercise.started',
];

const requested = { type: 'bolus.requested', bolus, amountUu: 1 } as const;
const rejected = { type: 'remote.rejected', principal, count: 1 } as const;
const measured = { type: 'cgm.measured', mgPerDl: 1, sequence: 1 } as const;
const tested = {
  type: 'sounder.tested',
  speaker: 'working',
  vibrator: 'working',
  buzzer: 'working',
} as const;

/** All others, each with every word that it may hold. */
const FULL: readonly Fact[] = [
  { type: 'power.applied', boot: 'b', gapMs: 1 },
  { type: 'power.applied', boot: 'b', gapMs: null },
  ...(['operator', 'supply', 'signal', 'depleted', 'failing'] as const).map(cause => ({
    type: 'power.lost' as const,
    cause,
  })),
  { type: 'selfTest.failed', item: 'i', reason },
  ...(['new', 'clean', 'interrupted'] as const).map(verdict => ({ type: 'journal.read' as const, verdict })),
  { type: 'journal.failed', reason },
  { type: 'journal.setAside', kept: 'k', reason },
  { type: 'intent.recorded', pulse: 1 },
  { type: 'outcome.recorded', pulse: 1 },
  { type: 'fault.latched', reason },
  { type: 'zone.changed', utcOffsetMinutes: 1, cause: 'travel' },
  { type: 'zone.changed', utcOffsetMinutes: 1, cause: 'daylightSaving' },
  { ...requested, kind: 'normal', origin: 'user' },
  { ...requested, kind: 'extended', origin: 'remote', durationMs: 1, createdMonoMs: 1 },
  { ...requested, kind: 'combo', origin: 'quick', extendedUu: 1 },
  { type: 'bolus.confirmed', bolus },
  { type: 'bolus.confirmedAgain', bolus },
  { type: 'bolus.cancelled', part: 'normal' },
  { type: 'bolus.cancelled', part: 'extended' },
  { type: 'suspend.requested', origin: 'user', durationMs: 3_600_000 },
  { type: 'suspend.requested', origin: 'remote' },
  { type: 'resume.requested', origin: 'user' },
  { type: 'tempBasal.requested', percent: 1, rateUuPerHour: 1, durationMs: 1, replaces: true },
  { type: 'alarm.acknowledged', alarm },
  { type: 'alarm.paused', alarm },
  { type: 'carbs.entered', grams: 1 },
  { type: 'glucose.entered', mgPerDl: 100 },
  { type: 'sleep.started', durationMs: 1 },
  { type: 'exercise.started', durationMs: 1 },
  { type: 'target.started', lowMgPerDl: 100, highMgPerDl: 100, durationMs: 1 },
  ...(['missedBolus', 'glucoseCheck', 'siteChange'] as const).map(reminder => ({
    type: 'reminder.snoozed' as const,
    reminder,
  })),
  { type: 'settings.changed', settings: exampleSettings },
  { type: 'settings.lost', reason },
  { type: 'settings.proposed', replaces: 0, settings: exampleSettings, insteadOf: 1 },
  { type: 'settings.confirmed', proposal: 1 },
  { type: 'cartridge.replaced', volumeUu: 1, unitsPerMl: 1 },
  { type: 'fill.requested', amountUu: 100_000 },
  { type: 'rewind.failed', reason },
  { type: 'plunger.seated', freeMn: 1, seatedMn: 1, travelMicrosteps: 1 },
  { type: 'seating.failed', reason },
  {
    type: 'controller.answered',
    question: 1,
    basal: { rateUuPerHour: 0, lengthMs: 1 },
    bolusUu: 0,
    validMs: 1,
    terms: [{ name: 'n', value: 1, unit: 'u' }],
  },
  ...(['threw', 'hung', 'nonsense', 'absent'] as const).map(how => ({
    type: 'controller.failed' as const,
    question: 1,
    how,
    reason,
  })),
  ...(['monitor', 'caregiver', 'controller'] as const).flatMap(role => [
    { type: 'pairing.opened' as const, role },
    { type: 'remote.paired' as const, principal, role },
  ]),
  ...(['wrongCode', 'lost', 'cancelled'] as const).map(why => ({
    type: 'pairing.failed' as const,
    reason: why,
  })),
  { type: 'remote.unpaired', principal },
  { type: 'remote.heard', principal },
  { type: 'remote.permissionRequested', principal, bolus },
  { ...rejected, reason: 'malformed', principal: null },
  ...(
    [
      'unpaired',
      'forged',
      'replayed',
      'expired',
      'forbidden',
      'mismatched',
      'wrongCode',
      'flooded',
      'failed',
    ] as const
  ).map(why => ({ ...rejected, reason: why })),
  { type: 'motor.arrived', pulse: 1 },
  { type: 'motor.failed', pulse: 1, reason },
  { type: 'encoder.counted', counts: 1 },
  { type: 'encoder.failed', reason },
  { type: 'force.measured', forceMn: 1 },
  { type: 'force.failed', reason },
  { ...measured, ageMs: 1 },
  ...(['clean', 'light', 'medium', 'heavy'] as const).map(noise => ({ ...measured, noise })),
  ...(['none', 'warmup', 'active', 'failed', 'expired'] as const).map(session => ({
    type: 'cgm.reported' as const,
    session,
    endsInMs: 1,
  })),
  { type: 'battery.measured', percent: 1, millivolts: 1, minutesLeft: 1 },
  { type: 'temperature.measured', insideDeciC: 1, batteryDeciC: 1 },
  { type: 'pressure.measured', pascals: 1 },
  { type: 'check.failed', item: 'i', reason },
  tested,
  { ...tested, speaker: 'dead', vibrator: 'dead', buzzer: 'dead' },
  { type: 'supervisor.agreed', pulses: 1, hash },
  { type: 'supervisor.beat', pulses: 1, hash },
  { type: 'supervisor.vetoed', reason },
  ...(['watchdog', 'exception', 'brownOut'] as const).map(cause => ({
    type: 'watchdog.fired' as const,
    cause,
  })),
];

/** A fact of each kind but timers, with every word that it may hold. */
export const factExamples: readonly Fact[] = [...BARE.map(type => ({ type }) as Fact), ...FULL];
