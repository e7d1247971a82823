import { match } from 'ts-pattern';
import type { Fact } from '../domain/facts.ts';

/**
 * The order in which waiting facts are taken; first come within a class.
 * Whatever makes the pump safer goes before whatever makes it deliver.
 */
export const PRIORITY = {
  fault: 0,
  power: 1,
  stop: 2,
  suspend: 3,
  cancel: 4,
  level: 5,
  pulse: 6,
  person: 7,
  automation: 8,
  time: 9,
} as const;

/** The class of a fact; a smaller number is taken first. */
export const priorityOf = ({ type }: Fact): number => {
  const known = classes.get(type);
  if (known !== undefined) return known;
  const found = classOf(type);
  classes.set(type, found);
  return found;
};

/** Takes the fact that goes before all others out of the queue; undefined when it is empty. */
export const firstOf = (queue: Fact[]): Fact | undefined => {
  // Most of the time nobody else waits.
  if (queue.length < 2) return queue.pop();
  const first = queue.reduce(
    (best, each, index) => (priorityOf(each) < priorityOf(queue[best] ?? each) ? index : best),
    0,
  );
  return queue.splice(first, 1)[0];
};

const classes = new Map<Fact['type'], number>();

const classOf = (type: Fact['type']): number =>
  match(type)
    .with(
      'fault.latched',
      'journal.failed',
      'journal.setAside',
      'selfTest.failed',
      'check.failed',
      'settings.lost',
      'supervisor.vetoed',
      'motor.cut',
      'watchdog.fired',
      () => PRIORITY.fault,
    )
    .with(
      'power.applied',
      'power.failing',
      'power.lost',
      'journal.read',
      'selfTest.passed',
      () => PRIORITY.power,
    )
    .with(
      'motor.failed',
      'force.measured',
      'force.failed',
      'encoder.failed',
      'cartridge.removed',
      'cartridge.inserted',
      'rewind.failed',
      'seating.failed',
      // Letting the key go stops a motion, as a stop does.
      'prime.stopped',
      () => PRIORITY.stop,
    )
    .with('suspend.requested', 'change.requested', () => PRIORITY.suspend)
    .with(
      'bolus.cancelled',
      'tempBasal.cancelled',
      'fill.cancelled',
      'settings.discarded',
      'remote.unpaired',
      () => PRIORITY.cancel,
    )
    .with(
      'cgm.measured',
      'cgm.reported',
      'glucose.entered',
      'clock.set',
      'zone.changed',
      'cartridge.replaced',
      () => PRIORITY.level,
    )
    .with(
      'battery.measured',
      'temperature.measured',
      'pressure.measured',
      'sounder.tested',
      'supervisor.agreed',
      'supervisor.beat',
      'supervisor.missed',
      'check.passed',
      () => PRIORITY.level,
    )
    .with(
      'intent.recorded',
      'outcome.recorded',
      'motor.arrived',
      'motor.halted',
      'encoder.counted',
      'plunger.homed',
      'plunger.seated',
      () => PRIORITY.pulse,
    )
    .with(
      'bolus.requested',
      'bolus.confirmed',
      'bolus.confirmedAgain',
      'resume.requested',
      'change.cancelled',
      'set.disconnected',
      'rewind.requested',
      'prime.started',
      'prime.held',
      'prime.skipped',
      'fill.requested',
      'fill.skipped',
      'tempBasal.requested',
      // After the pulse under way: a limit that falls between its intent and its motion would be its fault.
      'settings.changed',
      'settings.proposed',
      'settings.confirmed',
      'alarm.acknowledged',
      'alarm.paused',
      'reminder.snoozed',
      'lowSuspend.overruled',
      'carbs.entered',
      'automation.enabled',
      'automation.disabled',
      'sleep.started',
      'exercise.started',
      'activity.ended',
      'target.started',
      'target.cancelled',
      'pairing.opened',
      'pairing.failed',
      'remote.paired',
      'remote.heard',
      'remote.permissionRequested',
      'remote.rejected',
      'screen.touched',
      'screen.unlocked',
      'screen.locked',
      'entry.opened',
      'entry.closed',
      'button.pressed',
      'button.released',
      () => PRIORITY.person,
    )
    .with('controller.answered', 'controller.failed', () => PRIORITY.automation)
    .with(
      'clock.reached',
      'timer.selfTestElapsed',
      'timer.confirmationElapsed',
      'timer.pulseElapsed',
      'timer.verificationElapsed',
      'timer.haltElapsed',
      'timer.suspensionElapsed',
      'timer.firstHourElapsed',
      'timer.secondHourElapsed',
      'timer.insistenceElapsed',
      'timer.countdownElapsed',
      'timer.rewindElapsed',
      'timer.seatingElapsed',
      'timer.changeStepElapsed',
      'timer.primeHoldElapsed',
      'timer.pairingWindowElapsed',
      'timer.remotePermissionElapsed',
      'timer.remoteContactElapsed',
      'timer.screenLockElapsed',
      'timer.entryElapsed',
      'timer.proposalElapsed',
      'timer.lossNoticeElapsed',
      'timer.lossRepeatElapsed',
      'timer.answerElapsed',
      'timer.attemptElapsed',
      'timer.limitationElapsed',
      'timer.escalationElapsed',
      'timer.outcryElapsed',
      'timer.audioPauseElapsed',
      'timer.rearmElapsed',
      'timer.urgencyElapsed',
      'timer.noticeElapsed',
      'timer.blindnessElapsed',
      'timer.shortLockoutElapsed',
      'timer.longLockoutElapsed',
      'timer.shutdownElapsed',
      'timer.temperatureBearableElapsed',
      'timer.temperatureReturnElapsed',
      'timer.clockGraceElapsed',
      'timer.checkPeriodElapsed',
      'timer.checkAnswerElapsed',
      'timer.supervisorSilenceElapsed',
      'timer.sounderPeriodElapsed',
      'timer.sounderAnswerElapsed',
      'timer.quickHoldElapsed',
      'timer.quickPauseElapsed',
      'timer.quickWaitElapsed',
      'timer.buttonHeldElapsed',
      'timer.buttonJamElapsed',
      'timer.buttonRestElapsed',
      () => PRIORITY.time,
    )
    .exhaustive();
