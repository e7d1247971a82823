import type { Happens, Property, Where } from './property.ts';

/**
 * What must hold of the pump's control logic in every state it can reach and in every step it can take.
 * Each property is checked exhaustively, and each has a broken pump that it is known to catch.
 */

const bootOrFault: Where = { any: ['pump.life.off', 'pump.life.selfTest', 'pump.life.recovering', 'pump.life.failSafe'] };
const gateOpen: Where = {
  all: [
    'pump.life.operating',
    'pump.permission.delivering',
    'pump.conditions.clear',
    { not: 'pump.occlusion.occluded' },
    { not: 'pump.reservoir.empty' },
  ],
};
const somethingStops: Where = {
  any: [
    bootOrFault,
    'pump.conditions.stopped',
    'pump.occlusion.occluded',
    'pump.reservoir.empty',
    'pump.motor.uncertain',
    'pump.motor.halting',
  ],
};
const energised: Where = { any: ['pump.motor.underway.moving', 'pump.motor.underway.verifying'] };
const stopped: Where = { not: 'pump.permission.delivering' };
/** Stops that a person commands, and the loss of power, which is announced at the next start. */
const COMMANDED: readonly Happens[] = ['suspend.requested', 'cartridge.replaced', 'power.lost'];

export const motion: readonly Property[] = [
  {
    name: 'the motor moves only through the gate',
    req: ['SR-001', 'SR-031'],
    invariant: 'I1',
    world: 'any',
    rule: { eachStep: { asks: ['moveMotor'] }, is: { from: gateOpen } },
  },
  {
    name: 'the motor moves only when its intent is on record',
    req: ['SR-005'],
    world: 'any',
    rule: { eachStep: { asks: ['moveMotor'] }, is: { on: ['intent.recorded'], from: 'pump.motor.underway.recording' } },
  },
  {
    name: 'an intent is recorded only through the gate',
    req: ['SR-001'],
    world: 'any',
    rule: { eachStep: { asks: ['recordIntent'] }, is: { on: ['pulse.due'], from: gateOpen, asks: ['claimPulse'] } },
  },
  {
    name: 'a pulse has one intent',
    req: ['SR-005'],
    invariant: 'I17',
    world: 'any',
    rule: {
      after: { asks: ['recordIntent'] },
      never: { asks: ['recordIntent'] },
      until: { asksAny: ['recordOutcome', 'countInDoubt'] },
    },
  },
  {
    name: 'a pulse has one outcome',
    req: ['SR-005'],
    invariant: 'I17',
    world: 'any',
    rule: { after: { asks: ['recordOutcome'] }, never: { asks: ['recordOutcome'] }, until: { asks: ['recordIntent'] } },
  },
  {
    name: 'a claimed pulse counts once, or was never commanded',
    req: ['SR-006', 'SR-034'],
    world: 'any',
    rule: {
      after: { asksAny: ['countVerified', 'countInDoubt', 'voidPulse'] },
      never: { asksAny: ['countVerified', 'countInDoubt', 'voidPulse'] },
      until: { asks: ['claimPulse'] },
    },
  },
  {
    name: 'no pulse is claimed before the last one counts',
    req: ['SR-006', 'SR-013'],
    world: 'any',
    rule: {
      after: { asks: ['claimPulse'] },
      never: { asks: ['claimPulse'] },
      until: { asksAny: ['countVerified', 'countInDoubt', 'voidPulse'] },
    },
  },
  {
    name: 'a pulse that was commanded is never forgotten',
    req: ['SR-006'],
    world: 'any',
    rule: {
      eachStep: { from: energised, to: { not: energised } },
      is: { asksAny: ['countVerified', 'countInDoubt'] },
    },
  },
  {
    name: 'one motor command waits for its answer at a time',
    req: ['SR-013'],
    world: 'plant',
    rule: { eachStep: { asks: ['moveMotor'] }, is: { from: { not: 'plant.drive.moving' } } },
  },
  {
    name: 'a pulse under way has an owner, and no other pulse has',
    req: ['SR-014'],
    invariant: 'I12',
    world: 'any',
    rule: { whenever: { not: { owner: 'nobody' } }, then: 'pump.motor.underway' },
  },
  {
    name: 'no pulse is under way without an owner',
    req: ['SR-014'],
    invariant: 'I12',
    world: 'any',
    rule: { whenever: 'pump.motor.underway', then: { not: { owner: 'nobody' } } },
  },
  {
    name: 'a bolus pulse starts only while its bolus is being delivered',
    req: ['SR-014'],
    invariant: 'I12',
    world: 'any',
    rule: { eachStep: { asks: ['moveMotor'], from: { owner: 'bolus' } }, is: { from: 'pump.bolus.delivering' } },
  },
  {
    name: 'no pulse unless the pump is operating',
    req: ['SR-004', 'SR-063'],
    invariant: 'I9',
    world: 'any',
    rule: { never: { all: [bootOrFault, { not: 'pump.motor.still' }] } },
  },
  {
    name: 'after power-on nothing moves before the self-test has passed',
    req: ['SR-063', 'SR-004'],
    world: 'any',
    rule: { after: { on: ['power.applied'], from: 'pump.life.off' }, never: { asks: ['moveMotor'] }, until: { on: ['selfTest.passed'] } },
  },
  {
    name: 'the motor does not move in an occluded line',
    req: ['SR-002', 'SR-058'],
    invariant: 'I3',
    world: 'any',
    rule: { never: { all: ['pump.occlusion.occluded', 'pump.motor.underway.moving'] } },
  },
  {
    name: 'a stop ends a movement in the same step',
    req: ['SR-002'],
    invariant: 'I3',
    world: 'any',
    rule: {
      eachStep: { from: 'pump.motor.underway.moving', to: 'pump.conditions.stopped' },
      is: { asks: ['stopMotor'], to: { not: 'pump.motor.underway' } },
    },
  },
  {
    name: 'a pulse that is not permitted is skipped, not kept',
    req: ['SR-012'],
    world: 'any',
    rule: {
      eachStep: { on: ['pulse.due'], from: { all: ['pump.motor.still', { not: gateOpen }] } },
      is: { asks: ['skipPulse'], asksNone: ['claimPulse', 'recordIntent', 'moveMotor'] },
    },
  },
  {
    name: 'a second pulse in succession without verification stops therapy',
    req: ['SR-007'],
    world: 'any',
    rule: {
      eachStep: { on: ['pulse.unverified'], from: { all: ['pump.motor.underway.verifying', { misses: 'one' }] } },
      is: { to: { all: ['pump.motor.uncertain', 'pump.conditions.stopped', stopped] }, raises: 'motorStall' },
    },
  },
  {
    name: 'a movement that nobody commanded leads to fail-safe',
    req: ['SR-008', 'SR-011'],
    world: 'any',
    rule: {
      eachStep: { on: ['motor.strayed'], from: 'pump.life.operating' },
      is: { to: 'pump.life.failSafe', asks: ['stopMotor'], raises: 'encoderMismatch' },
    },
  },
  {
    name: 'every order to ledger and drive makes sense when it is given',
    req: ['SR-013', 'SR-014'],
    world: 'plant',
    rule: { everyOrderMakesSense: true },
  },
];

export const boluses: readonly Property[] = [
  {
    name: 'a boot finds no bolus in progress',
    req: ['SR-024'],
    invariant: 'I18',
    world: 'any',
    rule: { whenever: bootOrFault, then: 'pump.bolus.idle' },
  },
  {
    name: 'after a loss of power a bolus starts only if a new one was requested',
    req: ['SR-024'],
    world: 'any',
    rule: { after: { on: ['power.lost'] }, never: { asks: ['startBolus'] }, until: { on: ['bolus.admitted'] } },
  },
  {
    name: 'a bolus that has ended stays ended',
    req: ['SR-023'],
    world: 'any',
    rule: { after: { asks: ['endBolus'] }, never: { asks: ['startBolus'] }, until: { on: ['bolus.admitted'] } },
  },
  {
    name: 'there is no way from cancelling back to delivering',
    req: ['SR-023', 'SR-030'],
    world: 'any',
    rule: {
      after: { to: 'pump.bolus.cancelling' },
      never: { to: 'pump.bolus.delivering' },
      until: { on: ['bolus.admitted'] },
    },
  },
  {
    name: 'after a bolus has ended no pulse of it starts',
    req: ['SR-023', 'SR-030'],
    invariant: 'I4',
    world: 'any',
    rule: {
      after: { asks: ['endBolus'] },
      never: { asks: ['moveMotor'], from: { owner: 'bolus' } },
      until: { asks: ['startBolus'] },
    },
  },
  {
    name: 'one bolus at a time',
    req: ['SR-022'],
    world: 'any',
    rule: { after: { asks: ['startBolus'] }, never: { asks: ['startBolus'] }, until: { asks: ['endBolus'] } },
  },
  {
    name: 'a bolus starts only when a person has confirmed it',
    req: ['SR-026'],
    world: 'any',
    rule: {
      eachStep: { asks: ['startBolus'] },
      is: { on: ['bolus.confirmed'], from: { all: ['pump.bolus.confirming', gateOpen] } },
    },
  },
  {
    name: 'a bolus that nobody confirms is discarded',
    req: ['SR-026'],
    world: 'any',
    rule: {
      eachStep: { on: ['timer.confirmationElapsed'], from: 'pump.bolus.confirming' },
      is: { to: 'pump.bolus.idle', asks: ['discardBolus'], asksNone: ['startBolus'] },
    },
  },
  {
    name: 'a bolus that is not permitted is refused',
    req: ['SR-031'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.admitted'], from: { all: ['pump.bolus.idle', { not: gateOpen }] } },
      is: { to: 'pump.bolus.idle', asks: ['refuseBolus', 'discardBolus'] },
    },
  },
  {
    name: 'a cancelled bolus gives no further pulse',
    req: ['SR-030'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.cancelled'], from: 'pump.bolus.delivering' },
      is: { to: { not: 'pump.bolus.delivering' }, asks: ['endBolus'] },
    },
  },
  {
    name: 'every bolus that has ended is reported before another is shown',
    req: ['SR-025'],
    world: 'any',
    rule: {
      after: { asks: ['endBolus'], asksNone: ['reportBolus'] },
      never: { asks: ['askConfirmation'] },
      until: { asks: ['reportBolus'] },
    },
  },
  {
    name: 'a bolus is delivered only while therapy is permitted',
    req: ['SR-031', 'SR-023'],
    world: 'any',
    rule: { whenever: 'pump.bolus.delivering', then: gateOpen },
  },
];

export const suspending: readonly Property[] = [
  {
    name: 'delivery starts only when a person asks for it',
    req: ['SR-038'],
    invariant: 'I14',
    world: 'any',
    rule: { eachStep: { from: stopped, to: 'pump.permission.delivering' }, is: { on: ['resume.requested'] } },
  },
  {
    name: 'the ledger is told to deliver only when a person asks for it',
    req: ['SR-038'],
    invariant: 'I14',
    world: 'any',
    rule: { eachStep: { asks: ['startDelivery'] }, is: { on: ['resume.requested'], from: stopped } },
  },
  {
    name: 'a resume is refused while something stops',
    req: ['SR-039', 'SR-060'],
    world: 'any',
    rule: {
      eachStep: { on: ['resume.requested'], from: { all: [stopped, somethingStops] } },
      is: { to: stopped, asks: ['refuseResume'], asksNone: ['startDelivery'] },
    },
  },
  {
    name: 'a suspension is accepted wherever the pump operates',
    req: ['SR-037'],
    world: 'any',
    rule: { eachStep: { on: ['suspend.requested'], from: 'pump.life.operating' }, is: { to: stopped } },
  },
  {
    name: 'after a suspension at most the pulse under way moves',
    req: ['SR-003', 'SR-037'],
    world: 'any',
    rule: { after: { on: ['suspend.requested'] }, never: { asks: ['moveMotor'] }, until: { on: ['resume.requested'] } },
  },
  {
    name: 'a suspension lets the pulse under way complete',
    req: ['SR-003'],
    world: 'any',
    rule: {
      eachStep: { on: ['suspend.requested'], from: 'pump.motor.underway.moving' },
      is: { to: 'pump.motor.underway.moving', asksNone: ['stopMotor'] },
    },
  },
  {
    name: 'a forgotten suspension is announced',
    req: ['SR-041'],
    world: 'any',
    rule: {
      eachStep: { on: ['timer.suspensionElapsed'] },
      is: { from: 'pump.permission.suspendedByUser', to: 'pump.permission.suspendedByUser', raises: 'suspensionReminder' },
    },
  },
  {
    name: 'a cartridge change ends delivery and every bolus',
    req: ['SR-051'],
    world: 'any',
    rule: {
      eachStep: { on: ['cartridge.replaced'] },
      is: { to: { all: [stopped, { not: { any: ['pump.bolus.delivering', 'pump.bolus.confirming'] } }] } },
    },
  },
  {
    name: 'an empty reservoir stops delivery',
    req: ['SR-053', 'SR-054'],
    world: 'any',
    rule: { whenever: 'pump.reservoir.empty', then: stopped },
  },
  {
    name: 'an occlusion stops delivery',
    req: ['SR-002', 'SR-058'],
    world: 'any',
    rule: { whenever: 'pump.occlusion.occluded', then: stopped },
  },
];

export const alarming: readonly Property[] = [
  {
    name: 'a stop that nobody commanded raises a HIGH alarm in that very step',
    req: ['SR-080'],
    invariant: 'I13',
    world: 'plant',
    rule: {
      eachStep: { from: 'pump.permission.delivering', to: stopped, notOn: COMMANDED },
      is: { raises: { priority: 'high' } },
    },
  },
  {
    name: 'fail-safe is entered with a HIGH alarm',
    req: ['SR-080', 'SR-045'],
    invariant: 'I13',
    world: 'any',
    rule: {
      eachStep: { from: { not: 'pump.life.failSafe' }, to: 'pump.life.failSafe' },
      is: { raises: { priority: 'high' }, asks: ['stopMotor'] },
    },
  },
  {
    name: 'a LOW alarm never stops delivery',
    req: ['SR-087'],
    world: 'any',
    rule: {
      eachStep: {
        from: 'pump.permission.delivering',
        raises: { priority: 'low' },
        raisesNone: { priority: 'high' },
        notOn: COMMANDED,
      },
      is: { to: 'pump.permission.delivering' },
    },
  },
  {
    name: 'dealing with an alarm never changes the pump',
    req: ['SR-040'],
    world: 'any',
    rule: { unmovedBy: ['alarm.acknowledged', 'alarm.paused'] },
  },
  {
    name: 'the end of the stops does not start delivery',
    req: ['SR-038', 'SR-040'],
    world: 'any',
    rule: {
      eachStep: { on: ['alarm.stopsCleared'], from: stopped },
      is: { to: stopped, asksNone: ['startDelivery', 'moveMotor'] },
    },
  },
  {
    name: 'a restart after anything but a first start stops therapy with a HIGH alarm',
    req: ['SR-070', 'SR-080'],
    world: 'any',
    rule: {
      eachStep: { on: ['journal.read'], verdicts: ['clean', 'interrupted'], from: 'pump.life.recovering' },
      is: { raises: 'powerInterrupted', to: 'pump.conditions.stopped' },
    },
  },
  {
    name: 'after a restart nothing moves before a person resumes',
    req: ['SR-070', 'SR-038'],
    world: 'any',
    rule: { after: { on: ['power.lost'] }, never: { asks: ['moveMotor'] }, until: { on: ['resume.requested'] } },
  },
];

export const living: readonly Property[] = [
  {
    name: 'fail-safe is left only by switching off',
    req: ['SR-045'],
    invariant: 'I8',
    world: 'any',
    rule: { eachStep: { from: 'pump.life.failSafe', notOn: ['power.lost'] }, is: { to: 'pump.life.failSafe' } },
  },
  {
    name: 'nothing moves in fail-safe',
    req: ['SR-045', 'SR-004'],
    invariant: 'I8',
    world: 'any',
    rule: { whenever: 'pump.life.failSafe', then: { all: ['pump.motor.still', stopped] } },
  },
  {
    name: 'a failed journal leads to fail-safe',
    req: ['SR-075', 'SR-005'],
    world: 'any',
    rule: {
      eachStep: { on: ['journal.failed'], from: { not: { any: ['pump.life.off', 'pump.life.failSafe'] } } },
      is: { to: 'pump.life.failSafe', asks: ['stopMotor'], raises: 'journalFailed' },
    },
  },
  {
    name: 'a latched fault leads to one and the same state from everywhere',
    req: ['SR-118', 'SR-045'],
    world: 'any',
    rule: { parksOn: 'fault.latched' },
  },
  {
    name: 'a loss of power leads to one and the same state from everywhere',
    req: ['SR-024', 'SR-070'],
    world: 'any',
    rule: { parksOn: 'power.lost' },
  },
  {
    name: 'wherever the pump operates, a suspension is at most two steps away',
    req: ['SR-047', 'SR-037'],
    world: 'free',
    rule: {
      from: 'pump.life.operating',
      within: 2,
      canReach: { all: ['pump.life.operating', stopped] },
    },
  },
  {
    name: 'wherever the pump operates, fail-safe is at most two steps away',
    req: ['SR-047'],
    world: 'free',
    rule: { from: 'pump.life.operating', within: 2, canReach: 'pump.life.failSafe' },
  },
  {
    name: 'every state but off can be left for off',
    req: ['SR-047'],
    world: 'free',
    rule: { from: { not: 'pump.life.off' }, within: 2, canReach: 'pump.life.off' },
  },
];

/** All of them. */
export const properties: readonly Property[] = [...motion, ...boluses, ...suspending, ...alarming, ...living];
