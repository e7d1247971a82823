import type { AnyStateMachine } from 'xstate';
import { obeyingMistakes } from './brokenObeying.ts';
import { restartMistakes } from './brokenRestart.ts';
import { runMistakes } from './brokenRuns.ts';
import { supplyMistakes } from './brokenSupply.ts';
import { type At, alarm, answers, enters, pumpWith, without } from './spoil.ts';

/** For each property, by its name, a small mistake in the pump that it must find. */
export const mistakes: Readonly<Record<string, (at: At) => void>> = {
  ...supplyMistakes,
  ...obeyingMistakes,
  ...restartMistakes,
  ...runMistakes,
  'the motor moves only through the gate': answers('motor.underway.recording', 'intent.recorded', 'moving'),
  'the motor moves only when its intent is on record': answers('motor.still', 'pulse.due', {
    guard: 'gateIsOpen',
    target: 'underway.moving',
    actions: ['takeOwnership', 'claimPulse'],
  }),
  'an intent is recorded only through the gate': answers('motor.still', 'pulse.due', {
    target: 'underway',
    actions: ['takeOwnership', 'claimPulse'],
  }),
  'a pulse has one intent': enters('motor.underway.moving', ['moveMotor', 'recordIntent']),
  'a pulse has one outcome': enters('motor.uncertain', ['recordOutcome', 'releaseOwnership', 'forgetMiss']),
  'a claimed pulse counts once, or was never commanded': answers('motor.concluding', 'outcome.recorded', {
    target: 'still',
    actions: 'countInDoubt',
  }),
  'no pulse is claimed before the last one counts': answers('motor.underway.verifying', 'pulse.verified', {
    target: '#pump.motor.concluding',
    actions: 'forgetMiss',
  }),
  'a pulse that was commanded is never forgotten': answers(
    'motor.underway.moving',
    'alarm.stopRaised',
    '#pump.motor.halting',
  ),
  'one motor command waits for its answer at a time': answers('motor.underway.moving', 'clock.reached', {
    target: 'moving',
    reenter: true,
  }),
  'a pulse under way has an owner, and no other pulse has': enters('motor.concluding', 'recordOutcome'),
  'no pulse is under way without an owner': answers('motor.still', 'pulse.due', {
    guard: 'gateIsOpen',
    target: 'underway',
    actions: 'claimPulse',
  }),
  'a bolus pulse starts only while its bolus is being delivered': answers(
    'motor.underway.recording',
    'intent.recorded',
    [
      { guard: 'therapyIsPermitted', target: 'moving' },
      { guard: 'primeIsPermitted', target: 'moving' },
    ],
  ),
  'no pulse unless the pump is operating': at => {
    without('motor', 'fault.*')(at);
    without('motor.underway', 'fault.*')(at);
  },
  'after power-on nothing moves before the self-test has passed': answers(
    'motor.still',
    'clock.reached',
    'underway.moving',
  ),
  'the motor does not move in an occluded line': without('motor.underway.moving', 'alarm.stopRaised'),
  'a stop ends a movement in the same step': without('motor.underway.moving', 'alarm.stopRaised'),
  'a pulse that is not permitted is skipped, not kept': answers('motor.still', 'pulse.due', {
    guard: 'gateIsOpen',
    target: 'underway',
    actions: ['takeOwnership', 'claimPulse'],
  }),
  'a second pulse in succession without verification stops therapy': answers(
    'motor.underway.verifying',
    'pulse.unverified',
    { target: '#pump.motor.concluding', actions: ['countInDoubt', 'noteMiss'] },
  ),
  'a movement that nobody commanded leads to fail-safe': answers('life.operating', 'motor.strayed', {
    actions: alarm('encoderMismatch'),
  }),
  'more than was commanded leads to fail-safe': answers('life.operating', 'delivery.exceeded', {
    actions: alarm('overDelivery'),
  }),
  'a stall is counted where it is told': answers('motor.underway.moving', 'motor.failed', {
    target: '#pump.motor.uncertain',
    actions: ['stopMotor', 'countInDoubt', 'recordOutcome', alarm('motorStall'), 'stopTherapy'],
  }),
  'the second stall of a day leads to fail-safe': answers('life.operating', 'stall.repeated', {
    actions: alarm('motorStall'),
  }),
  'every order to ledger and drive makes sense when it is given': answers('motor.still', 'pulse.due', {
    guard: 'gateIsOpen',
    target: 'underway',
    actions: ['takeOwnership', 'claimPulse', 'claimPulse'],
  }),

  'a boot finds no bolus in progress': without('bolus.delivering', 'power.lost', 'fault.*'),
  'after a loss of power a bolus starts only if a new one was requested': answers(
    'bolus.idle',
    'bolus.confirmed',
    { target: 'delivering', actions: 'startBolus' },
  ),
  'a bolus that has ended stays ended': answers('bolus.idle', 'resume.requested', {
    target: 'delivering',
    actions: 'startBolus',
  }),
  'there is no way from cancelling back to delivering': answers(
    'bolus.cancelling',
    'bolus.settled',
    'delivering',
  ),
  'after a bolus has ended no pulse of it starts': answers('motor.underway.recording', 'intent.recorded', [
    { guard: 'therapyIsPermitted', target: 'moving' },
  ]),
  'one bolus at a time': answers('bolus.delivering', 'bolus.refused', { actions: 'startBolus' }),
  'a bolus starts only when a person has confirmed it': answers('bolus.idle', 'bolus.admitted', {
    target: 'delivering',
    actions: 'startBolus',
  }),
  'where much was requested within the hour, one word of a person is not enough': answers(
    'bolus.confirming.once',
    'bolus.confirmed',
    { target: '#pump.bolus.delivering', actions: 'startBolus' },
  ),
  'a second word counts only after it was asked for': answers(
    'bolus.confirming.once',
    'bolus.confirmedAgain',
    { target: '#pump.bolus.delivering', actions: 'startBolus' },
  ),
  'whoever was asked a second time must answer that': answers('bolus.confirming.again', 'bolus.confirmed', {
    target: '#pump.bolus.delivering',
    actions: 'startBolus',
  }),
  'a bolus that nobody confirms is discarded': at => {
    at('bolus.confirming').after.confirmation = { target: 'delivering', actions: 'startBolus' };
  },
  'a bolus that is not permitted is refused': answers('bolus.idle', 'bolus.admitted', 'confirming'),
  'a cancelled bolus gives no further pulse': answers('bolus.delivering', 'bolus.cancelled', {
    actions: 'refuseBolus',
  }),
  'every bolus that has ended is reported before another is shown': at => {
    at('bolus.cancelling').exit = [];
  },
  'a bolus is delivered only while therapy is permitted': without('bolus.delivering', 'alarm.stopRaised'),

  'one extended bolus at a time': answers('extended.delivering', 'bolus.refused', {
    actions: 'startExtended',
  }),
  'an extended bolus comes, and comes back, only by a confirmation': answers(
    'extended.ending',
    'extended.settled',
    'delivering',
  ),
  'what is started over time is delivered over time': without('extended.idle', 'extended.released'),
  'an extended bolus is delivered only while therapy is permitted': without(
    'extended.delivering',
    'alarm.stopRaised',
  ),
  'a suspension ends both parts of a bolus': without('extended.delivering', 'suspend.requested'),
  'a limit ends both parts of a bolus, and basal goes on': without(
    'extended.delivering',
    'limit.dailyReached',
  ),
  'an alarm that stops boluses ends both parts of one, and basal goes on': without(
    'extended.delivering',
    'alarm.bolusStopRaised',
  ),
  'an hour without room for basal is announced with a HIGH alarm': answers('basal', 'basal.withheld', {
    actions: alarm('hourlyLimit'),
  }),
  'a full day is announced with a HIGH alarm': answers('basal', 'limit.dailyReached', {
    actions: alarm('hourlyLimit'),
  }),
  'after an extended bolus has ended no pulse of it starts': answers(
    'motor.underway.recording',
    'intent.recorded',
    [{ guard: 'therapyIsPermitted', target: 'moving' }],
  ),
  'a pulse of an extended bolus starts only while it is being delivered': answers(
    'motor.underway.recording',
    'intent.recorded',
    [{ guard: 'therapyIsPermitted', target: 'moving' }],
  ),
  'a cancelled extended bolus gives no further pulse': without('extended.delivering', 'bolus.cancelled'),
  'who cancels the extended part keeps what is given now': answers('bolus.delivering', 'bolus.cancelled', {
    target: 'cancelling',
    actions: { type: 'endBolus', params: { reason: 'cancelled' } },
  }),
  'who cancels what is given now keeps the extended part': answers('extended.delivering', 'bolus.cancelled', {
    target: 'ending',
    actions: { type: 'endExtended', params: { reason: 'cancelled' } },
  }),
  'every extended bolus that has ended is reported before another starts': at => {
    at('extended.ending').exit = [];
  },
  'an extended bolus that ended early, and not by a person who cancelled it, is announced': answers(
    'extended.delivering',
    'extended.lapsed',
    { target: 'ending', actions: { type: 'endExtended', params: { reason: 'lapsed' } } },
  ),

  'delivery starts only when a person asks for it, or goes on after a verified restart': answers(
    'permission.suspendedByAlarm',
    'alarm.stopsCleared',
    'delivering',
  ),
  'the ledger is told to deliver only when a person asks for it, or after a verified restart': enters(
    'conditions.stopped',
    'startDelivery',
  ),
  'a resume is refused while something stops': answers(
    'permission.suspendedByAlarm',
    'resume.requested',
    'delivering',
  ),
  'a suspension is accepted wherever the pump operates': without(
    'permission.delivering',
    'suspend.requested',
  ),
  'after a suspension no dose moves but the one under way': without(
    'permission.delivering',
    'suspend.requested',
  ),
  'a suspension lets the pulse under way complete': answers('motor.underway.moving', 'suspend.requested', {
    target: '#pump.motor.halting',
    actions: 'countInDoubt',
  }),
  'what a person at the pump or an alarm has stopped is not started from afar': answers(
    'permission.suspendedByUser',
    'resume.requested',
    [{ guard: 'nothingStops', target: 'delivering' }, { actions: 'refuseResume' }],
  ),
  'a lost clock leaves no rate but the lowest': without('basal.temporary', 'clock.lost'),
  'a request to change the cartridge ends delivery and every bolus': without(
    'bolus.delivering',
    'change.requested',
  ),
  'an empty reservoir stops delivery': enters('reservoir.empty', alarm('reservoirEmpty')),
  'an occlusion stops delivery': enters('occlusion.occluded', alarm('occlusion')),

  'a stop that nobody commanded raises a HIGH alarm in that very step': enters(
    'reservoir.empty',
    'stopTherapy',
  ),
  'fail-safe is entered with a HIGH alarm': at => {
    at('life').on['fault.latched'] = { target: '.failSafe', actions: 'stopMotor' };
  },
  'a LOW alarm never stops delivery': enters('reservoir.low', [alarm('reservoirLow'), 'stopTherapy']),
  'dealing with an alarm never changes the pump': answers(
    'conditions.stopped',
    'alarm.acknowledged',
    'clear',
  ),
  'the end of the stops does not start delivery': answers(
    'permission.suspendedByAlarm',
    'alarm.stopsCleared',
    'delivering',
  ),

  'a bolus that a stall has made late ends': without('bolus.delivering', 'delivery.interrupted'),
  'no request of a person is dropped in silence': without('permission', 'resume.requested'),
  'no bolus that was admitted or confirmed is dropped in silence': answers('bolus.idle', 'bolus.admitted', {
    guard: 'therapyIsPermitted',
    target: 'confirming',
  }),
  'fail-safe is left only by switching off': answers('life.failSafe', 'resume.requested', 'operating'),
  'nothing moves in fail-safe': without('permission', 'fault.*'),
  'a failed journal leads to fail-safe': without('life.operating', 'journal.failed'),
  'a latched fault leads to one and the same state from everywhere': without('basal', 'fault.*'),
  'a fault that a small machine detects leads to fail-safe from everywhere': answers(
    'life',
    'fault.detected',
    { actions: 'stopMotor' },
  ),
  'a detected fault leads to one and the same state from everywhere': without('basal', 'fault.*'),
  'a loss of power leads to one and the same state from everywhere': without('basal', 'power.lost'),
  'wherever the pump operates, a suspension is at most two steps away': without(
    'permission.delivering',
    'suspend.requested',
    'alarm.stopRaised',
    'change.requested',
  ),
  'wherever the pump operates, fail-safe is at most two steps away': without(
    'life',
    'fault.latched',
    'fault.detected',
    'fault.tripped',
  ),
  'every state but off can be left for off': without('life', 'power.lost'),
};

/** The pump with the mistake that a property must find. */
export const brokenFor = (property: string): AnyStateMachine => {
  const spoil = mistakes[property];
  if (spoil === undefined) throw new Error(`no mistake is planted for the property "${property}"`);
  return pumpWith(spoil);
};
