import { pump, type Region } from './setup.ts';

const stall = { type: 'raiseAlarm', params: { alarm: 'motorStall' } } as const;
const stallIsOver = { type: 'ceaseAlarm', params: { alarm: 'motorStall' } } as const;
/** A pulse of which nobody knows what it did: the motor stops, the pulse counts, its one outcome is recorded. */
const giveUp = ['stopMotor', 'countInDoubt', 'recordOutcome', stall, 'noteStall', 'stopTherapy'] as const;

/** One pulse: record the intent, move, verify, record the outcome. At most one at a time (SR-013). */
export const motor = pump.createStateConfig({
  initial: 'still',
  states: {
    still: {
      description: 'De-energised. Nothing is commanded.',
      tags: 'motorStill',
      on: {
        'pulse.due': [
          {
            guard: 'gateIsOpen',
            target: 'underway',
            actions: ['takeOwnership', 'claimPulse'],
            meta: { req: ['SR-001', 'SR-014'] },
          },
          { actions: 'skipPulse', meta: { req: ['SR-012'] } },
        ],
      },
    },
    underway: {
      description: 'A pulse is claimed and counts as delivered unless it is certain that it never moved.',
      initial: 'recording',
      states: {
        recording: {
          description: 'The intent is on its way to durable storage. The motor is still.',
          tags: 'motorStill',
          meta: { req: ['SR-005'] },
          entry: 'recordIntent',
          on: {
            // The gate is asked again: a suspension may have come while the record was written.
            'intent.recorded': [
              { guard: 'gateIsOpen', target: 'moving' },
              { target: '#pump.motor.concluding', actions: 'voidPulse', meta: { req: ['SR-003', 'SR-031'] } },
            ],
          },
        },
        moving: {
          description: 'Commanded, not yet arrived. If nobody answers, nobody knows.',
          entry: 'moveMotor',
          on: {
            'motor.arrived': 'verifying',
            'motor.failed': {
              target: '#pump.motor.uncertain',
              actions: giveUp,
              meta: { req: ['SR-006'] },
            },
            'alarm.stopRaised': {
              target: '#pump.motor.halting',
              actions: 'countInDoubt',
              meta: { req: ['SR-002', 'SR-006'] },
            },
            'cartridge.removed': {
              target: '#pump.motor.halting',
              actions: 'countInDoubt',
              meta: { req: ['SR-002', 'SR-056'] },
            },
          },
          after: {
            pulse: {
              target: '#pump.motor.uncertain',
              actions: giveUp,
              meta: { req: ['SR-006'] },
            },
          },
        },
        verifying: {
          description: 'The drive says it has arrived. The encoder and the force sensor are asked.',
          meta: { req: ['SR-007'] },
          entry: ['readEncoder', 'measureForce'],
          on: {
            'pulse.verified': { target: '#pump.motor.concluding', actions: ['countVerified', 'forgetMiss'] },
            'pulse.unverified': [
              {
                guard: 'isFirstMiss',
                target: '#pump.motor.concluding',
                actions: ['countInDoubt', 'noteMiss'],
              },
              {
                target: '#pump.motor.uncertain',
                actions: giveUp,
                meta: { req: ['SR-007'] },
              },
            ],
          },
          after: {
            verification: {
              target: '#pump.motor.uncertain',
              actions: giveUp,
            },
          },
        },
      },
      on: {
        'fault.*': {
          target: 'still',
          actions: ['stopMotor', 'countInDoubt', 'releaseOwnership', 'forgetMiss'],
        },
        'power.lost': {
          target: 'still',
          actions: ['stopMotor', 'countInDoubt', 'releaseOwnership', 'forgetMiss'],
        },
      },
    },
    concluding: {
      description: 'The outcome is on its way to durable storage. The motor is still.',
      tags: 'motorStill',
      meta: { req: ['SR-005', 'SR-013'] },
      entry: ['recordOutcome', 'releaseOwnership'],
      on: { 'outcome.recorded': 'still' },
    },
    halting: {
      description:
        'Stopped in mid-pulse. The pulse counts as delivered; the drive has yet to confirm that it is still.',
      meta: { req: ['SR-002', 'SR-006'] },
      entry: ['stopMotor', 'recordOutcome', 'releaseOwnership'],
      // Where the plunger came to rest is what later movement is held against (SR-008).
      on: { 'motor.halted': { target: 'still', actions: 'readEncoder' } },
      after: {
        // The outcome is on record already: a pulse has exactly one (SR-005).
        halt: { target: 'uncertain', actions: ['stopMotor', stall, 'noteStall', 'stopTherapy'] },
      },
    },
    uncertain: {
      description: 'Nobody knows where the plunger is, or it does not follow. A person must look at it.',
      meta: { req: ['SR-006', 'SR-007'] },
      entry: ['releaseOwnership', 'forgetMiss'],
      // It went all the way back and met a cartridge: it follows again. So says a passed self-test; a fault and the
      // loss of power end nothing.
      on: { 'seat.verified': { target: 'still', actions: stallIsOver } },
    },
  },
  on: {
    'fault.*': { target: '.still', actions: ['stopMotor', 'forgetMiss'] },
    'power.lost': { target: '.still', actions: ['stopMotor', 'forgetMiss'] },
  },
} satisfies Region);
