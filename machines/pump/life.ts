import { pump, type Region } from './setup.ts';

/** The cause is over, the alarm is not: it latches until a person has acknowledged it. */
const tellInterruption = [
  { type: 'raiseAlarm', params: { alarm: 'powerInterrupted' } },
  { type: 'ceaseAlarm', params: { alarm: 'powerInterrupted' } },
  'stopTherapy',
] as const;

/** What nobody commanded is the same fault while the pump starts as while it operates. */
const uncommanded = {
  'motor.strayed': {
    actions: [{ type: 'raiseAlarm', params: { alarm: 'encoderMismatch' } }, 'tripFault'],
    meta: { req: ['SR-008', 'SR-011'] },
  },
  'force.lost': {
    actions: [{ type: 'raiseAlarm', params: { alarm: 'forceLost' } }, 'tripFault'],
    meta: { req: ['SR-062'] },
  },
  'delivery.exceeded': {
    actions: [{ type: 'raiseAlarm', params: { alarm: 'overDelivery' } }, 'tripFault'],
    meta: { req: ['SR-011', 'SR-014', 'SR-015'] },
  },
} as const;

/** From power to power: nothing moves before `operating`, nothing ever again after `failSafe`. */
export const life = pump.createStateConfig({
  initial: 'off',
  states: {
    off: {
      description: 'No power. The journal keeps what is known.',
      on: {
        'power.applied': 'selfTest',
        'journal.failed': {
          actions: [{ type: 'raiseAlarm', params: { alarm: 'journalFailed', grade: 'worse' } }, 'tripFault'],
        },
      },
    },
    selfTest: {
      description: 'Every device is asked who it is and how it is. The motor is still.',
      meta: { req: ['SR-063', 'SR-064', 'SR-004'] },
      // Where the plunger is now shows whether it is where it was left.
      entry: ['runSelfTest', 'readEncoder'],
      on: {
        'selfTest.passed': {
          target: 'recovering',
          // What stopped the last run for good is over with it; each alarm still waits for a person.
          actions: [
            { type: 'ceaseAlarm', params: { alarm: 'motorStall' } },
            { type: 'ceaseAlarm', params: { alarm: 'encoderMismatch' } },
            { type: 'ceaseAlarm', params: { alarm: 'forceLost' } },
            { type: 'ceaseAlarm', params: { alarm: 'overDelivery' } },
            { type: 'ceaseAlarm', params: { alarm: 'selfTestFailed' } },
            { type: 'ceaseAlarm', params: { alarm: 'internalFault' } },
            { type: 'ceaseAlarm', params: { alarm: 'journalFailed' } },
          ],
        },
        ...uncommanded,
        'selfTest.failed': {
          actions: [{ type: 'raiseAlarm', params: { alarm: 'selfTestFailed' } }, 'tripFault'],
        },
        'journal.failed': {
          actions: [{ type: 'raiseAlarm', params: { alarm: 'journalFailed', grade: 'worse' } }, 'tripFault'],
        },
      },
      after: {
        selfTest: { actions: [{ type: 'raiseAlarm', params: { alarm: 'selfTestFailed' } }, 'tripFault'] },
      },
    },
    recovering: {
      description: 'The journal decides what is known; the worst is assumed of the rest.',
      meta: { req: ['SR-004', 'SR-070'] },
      on: {
        ...uncommanded,
        'journal.read': [
          { guard: 'isNewJournal', target: 'operating' },
          // An orderly end: the ledger compares how the pump is with how it was left, in this same step.
          { guard: 'isCleanJournal' },
          { target: 'operating', actions: [...tellInterruption], meta: { req: ['SR-070', 'SR-080'] } },
        ],
        'restart.verified': [
          {
            guard: 'mayGoOn',
            target: 'operating',
            actions: 'reportRestart',
            meta: { req: ['SR-038', 'SR-070'] },
          },
          { target: 'operating', actions: [...tellInterruption], meta: { req: ['SR-070', 'SR-080'] } },
        ],
        'restart.doubted': {
          target: 'operating',
          actions: [...tellInterruption],
          meta: { req: ['SR-070', 'SR-080'] },
        },
        'journal.failed': {
          actions: [{ type: 'raiseAlarm', params: { alarm: 'journalFailed', grade: 'worse' } }, 'tripFault'],
        },
      },
    },
    operating: {
      description: 'Therapy is possible; whether it is permitted, the other regions say.',
      // The rest position and the force without pressure are what later readings are held against.
      entry: ['readEncoder', 'measureForce'],
      on: {
        ...uncommanded,
        'stall.repeated': {
          actions: [{ type: 'raiseAlarm', params: { alarm: 'motorStall', grade: 'worse' } }, 'tripFault'],
          meta: { req: ['SR-007', 'SR-080'] },
        },
        'journal.failed': {
          actions: [{ type: 'raiseAlarm', params: { alarm: 'journalFailed', grade: 'worse' } }, 'tripFault'],
          meta: { req: ['SR-005', 'SR-075'] },
        },
      },
    },
    failSafe: {
      description: 'Something that must not happen did. The motor stays off until the power goes.',
      tags: 'stopped',
      meta: { req: ['SR-004', 'SR-045'] },
    },
  },
  on: {
    'fault.latched': {
      target: '.failSafe',
      actions: ['stopMotor', { type: 'raiseAlarm', params: { alarm: 'internalFault' } }],
      meta: { req: ['SR-118'] },
    },
    'fault.detected': { target: '.failSafe', actions: 'stopMotor' },
    // Whoever tripped the fault has raised the alarm that names it.
    'fault.tripped': { target: '.failSafe', actions: 'stopMotor' },
    'power.lost': '.off',
  },
} satisfies Region);
