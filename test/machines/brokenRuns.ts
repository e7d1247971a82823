import { type At, answers, without } from './spoil.ts';

/** A state that has no delay any more: whoever waits there waits for ever. */
const withoutDelay = (path: string) => (at: At) => {
  at(path).after = {};
};
/** What the end of a delay does instead. */
const elapses = (path: string, delay: string, answer: unknown) => (at: At) => {
  at(path).after[delay] = answer;
};

/** For each property of what ends, what comes first and how often, a small mistake in the pump that it must find. */
export const runMistakes: Readonly<Record<string, (at: At) => void>> = {
  'a pulse under way ends, or leaves a drive that nobody trusts': withoutDelay('motor.underway.verifying'),
  'a motor command is answered, or its time is over': withoutDelay('motor.underway.moving'),
  'a pulse ends without a delay, if the devices answer': answers('motor.underway.moving', 'motor.arrived', {
    actions: 'readEncoder',
  }),
  'a drive that was stopped in mid-pulse is still, or nobody trusts it': withoutDelay('motor.halting'),
  'a suspension leads to a motor at rest': withoutDelay('motor.underway.moving'),
  'a condition that stops therapy leads to a motor at rest': withoutDelay('motor.halting'),
  'a self-test ends': withoutDelay('life.selfTest'),
  'a recovery ends in operation, in fail-safe, or without power': answers(
    'life.recovering',
    'restart.doubted',
    { actions: 'reportRestart' },
  ),
  'a bolus that is shown is confirmed or discarded': withoutDelay('bolus.confirming'),
  'a bolus ends': without('bolus.delivering', 'bolus.completed'),
  'a bolus that is being ended is reported': without('bolus.cancelling', 'bolus.settled'),
  'an extended bolus ends': without('extended.delivering', 'extended.lapsed', 'extended.completed'),
  'an extended bolus that is being ended is reported': without('extended.ending', 'extended.settled'),
  'a movement of a cartridge change ends': withoutDelay('supply.changing.rewinding'),
  'the tubing is not filled any longer when the key was let go': without(
    'supply.changing.primingTubing.short',
    'prime.stopped',
  ),
  // Begun with an empty reservoir, it never had a pulse, and so no end.
  'the filling of a cannula ends': answers('supply.changing.primed', 'fill.requested', {
    guard: 'motorIsStill',
    target: 'fillingCannula',
  }),
  'a cartridge change ends, if a person goes on with it': without(
    'supply.changing.seated',
    'cartridge.accepted',
  ),

  'no dose before a person has started delivery for the first time': answers(
    'permission.suspendedAfterRecovery',
    'supply.found',
    'delivering',
  ),
  'no pulse before the first self-test has passed': answers('motor.still', 'power.applied', 'underway'),
  'nothing is delivered before the first cartridge is ready': answers(
    'permission.suspendedAfterRecovery',
    'resume.requested',
    'delivering',
  ),
  'one request starts at most one bolus': answers('bolus.delivering', 'bolus.refused', {
    actions: 'startBolus',
  }),
  'a person is asked at most twice about one bolus': answers('bolus.confirming.again', 'bolus.confirmed', {
    target: 'again',
    reenter: true,
  }),
  'one intent moves the motor at most once': answers('motor.underway.moving', 'clock.reached', {
    target: 'moving',
    reenter: true,
  }),
  'at most one pulse without verification is let pass before one is verified': answers(
    'motor.underway.verifying',
    'pulse.unverified',
    { target: '#pump.motor.concluding', actions: ['countInDoubt', 'noteMiss'] },
  ),
  'a motor command is over before its time has elapsed once': elapses('motor.underway.moving', 'pulse', {
    actions: 'stopMotor',
  }),
  'a bolus that is shown waits no longer than one delay for its last word': elapses(
    'bolus.confirming',
    'confirmation',
    { target: 'confirming', reenter: true },
  ),
  'a drive that is stopped is confirmed still before one delay is over': elapses('motor.halting', 'halt', {
    actions: 'stopMotor',
  }),
  'a key that is not heard of for one delay fills no more': elapses(
    'supply.changing.primingTubing.short',
    'primeHold',
    { target: 'short', reenter: true },
  ),
  'a change that nobody goes on with is announced before its delay has elapsed twice': elapses(
    'supply.changing.unloading',
    'changeStep',
    { actions: 'refuseChange' },
  ),
};
