import { match } from 'ts-pattern';
import type { SensorEvent } from '../../machines/sensor/sensor.ts';
import type { Derived, Fact } from '../domain/facts.ts';
import type { ChartEvent } from './charts.ts';

/** A fact, or what the ledger derived from it. */
export type Happening = Fact | Derived;

/** The pump's event for a happening: quantities stripped, small enumerations kept; null when not its concern. */
export const pumpEventOf = (happening: Happening): ChartEvent | null =>
  match(happening)
    .returnType<ChartEvent | null>()
    .with({ type: 'journal.read' }, ({ type, verdict }) => ({ type, verdict }))
    .with({ type: 'pulse.due' }, ({ type, channel }) => ({ type, channel }))
    .with(
      { type: 'power.applied' },
      { type: 'power.lost' },
      { type: 'selfTest.passed' },
      { type: 'selfTest.failed' },
      { type: 'journal.failed' },
      { type: 'intent.recorded' },
      { type: 'outcome.recorded' },
      { type: 'clock.reached' },
      { type: 'fault.latched' },
      { type: 'bolus.confirmed' },
      { type: 'bolus.cancelled' },
      { type: 'suspend.requested' },
      { type: 'resume.requested' },
      { type: 'tempBasal.cancelled' },
      { type: 'cartridge.replaced' },
      { type: 'motor.arrived' },
      { type: 'motor.halted' },
      { type: 'motor.failed' },
      { type: 'pulse.verified' },
      { type: 'pulse.unverified' },
      { type: 'motor.strayed' },
      { type: 'bolus.admitted' },
      { type: 'bolus.refused' },
      { type: 'bolus.completed' },
      { type: 'bolus.settled' },
      { type: 'tempBasal.admitted' },
      { type: 'tempBasal.refused' },
      { type: 'tempBasal.ended' },
      { type: 'limit.hourlyReached' },
      { type: 'delivery.interrupted' },
      { type: 'occlusion.suspected' },
      { type: 'occlusion.detected' },
      { type: 'occlusion.relieved' },
      { type: 'reservoir.low' },
      { type: 'reservoir.veryLow' },
      { type: 'reservoir.emptied' },
      { type: 'reservoir.refilled' },
      { type: 'alarm.stopRaised' },
      { type: 'alarm.stopsCleared' },
      ({ type }) => ({ type }),
    )
    .with(
      { type: 'settings.changed' },
      { type: 'bolus.requested' },
      { type: 'tempBasal.requested' },
      { type: 'alarm.acknowledged' },
      { type: 'alarm.paused' },
      { type: 'encoder.counted' },
      { type: 'encoder.failed' },
      { type: 'force.measured' },
      { type: 'force.failed' },
      { type: 'cgm.measured' },
      { type: 'timer.selfTestElapsed' },
      { type: 'timer.confirmationElapsed' },
      { type: 'timer.pulseElapsed' },
      { type: 'timer.verificationElapsed' },
      { type: 'timer.haltElapsed' },
      { type: 'timer.suspensionElapsed' },
      { type: 'timer.firstReadingElapsed' },
      { type: 'timer.readingFreshElapsed' },
      { type: 'timer.readingUsableElapsed' },
      { type: 'timer.escalationElapsed' },
      { type: 'timer.outcryElapsed' },
      { type: 'timer.audioPauseElapsed' },
      { type: 'timer.rearmElapsed' },
      { type: 'pulse.stray' },
      { type: 'glucose.accepted' },
      { type: 'glucose.rejected' },
      () => null,
    )
    .exhaustive();

const SENSOR_EVENTS: ReadonlySet<string> = new Set([
  'glucose.accepted',
  'power.applied',
  'power.lost',
] satisfies SensorEvent['type'][]);

/** The sensor's event for a happening; null when not its concern. */
export const sensorEventOf = (happening: Happening): ChartEvent | null =>
  SENSOR_EVENTS.has(happening.type) ? { type: happening.type } : null;

/** The delay that a timer fact ends, and whose it is; null for every other fact. */
export const elapsed = (fact: Fact): { readonly delay: string; readonly alarm: string | null } | null => {
  const delay = /^timer\.([A-Za-z]+)Elapsed$/.exec(fact.type)?.[1];
  return delay === undefined ? null : { delay, alarm: 'alarm' in fact ? fact.alarm : null };
};
