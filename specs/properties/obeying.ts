import type { Asks, Property, Where } from '../property.ts';
import { doseGateOpen, primeGateOpen, restartable, resumable, stopped } from './words.ts';

/**
 * What is asked for and nothing forbids is done. A pump that refuses everything keeps every rule that says what
 * must not be, and lets a person go without insulin.
 */

const free: Where = 'pump.extended.idle';

/** What a confirmation of each kind comes to, where the gate is open and no other extended bolus runs. */
const KINDS = [
  { kind: 'normal', asks: 'startBolus', from: [], to: ['pump.bolus.delivering'] },
  {
    kind: 'extended',
    asks: 'startExtended',
    from: [free],
    to: ['pump.bolus.idle', 'pump.extended.delivering'],
  },
  {
    kind: 'combo',
    asks: 'startCombo',
    from: [free],
    to: ['pump.bolus.delivering', 'pump.extended.delivering'],
  },
] as const satisfies readonly {
  readonly kind: 'normal' | 'extended' | 'combo';
  readonly asks: Asks;
  readonly from: readonly Where[];
  readonly to: readonly Where[];
}[];

const confirmed = KINDS.flatMap(({ kind, asks, from, to }): readonly Property[] => [
  {
    name: `whoever confirms a bolus of the kind ${kind} in a usual hour is given it`,
    req: ['SR-026'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['bolus.confirmed'],
        kinds: [kind],
        hour: 'usual',
        from: { all: ['pump.bolus.confirming.once', doseGateOpen, ...from] },
      },
      is: { to: { all: to }, asks: [asks] },
    },
  },
  {
    name: `whoever confirms a bolus of the kind ${kind} a second time is given it`,
    req: ['SR-027'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['bolus.confirmedAgain'],
        kinds: [kind],
        from: { all: ['pump.bolus.confirming.again', doseGateOpen, ...from] },
      },
      is: { to: { all: to }, asks: [asks] },
    },
  },
]);

/** A pulse that is due through an open gate, for each that may own one. */
const PULSES = [
  { channel: 'basal', from: [doseGateOpen] },
  { channel: 'bolus', from: [doseGateOpen, 'pump.bolus.delivering'] },
  { channel: 'extended', from: [doseGateOpen, 'pump.extended.delivering'] },
  { channel: 'prime', from: [primeGateOpen] },
] as const satisfies readonly {
  readonly channel: 'basal' | 'bolus' | 'extended' | 'prime';
  readonly from: readonly Where[];
}[];

const due = PULSES.map(
  ({ channel, from }): Property => ({
    name: `no pulse of the ${channel} is withheld while its gate is open and the motor free`,
    req: ['SR-001', 'SR-014'],
    world: 'any',
    rule: {
      eachStep: { on: ['pulse.due'], channels: [channel], from: { all: ['pump.motor.still', ...from] } },
      is: { asks: ['recordIntent'], to: { owner: channel } },
    },
  }),
);

export const obeying: readonly Property[] = [
  ...confirmed,
  ...due,
  {
    name: 'an intent on record moves the motor while its gate is open',
    req: ['SR-001', 'SR-005'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['intent.recorded'],
        from: {
          all: [
            'pump.motor.underway.recording',
            { any: PULSES.map(({ channel, from }) => ({ all: [{ owner: channel }, ...from] })) },
          ],
        },
      },
      is: { asks: ['moveMotor'] },
    },
  },
  {
    name: 'one pulse without verification counts, and stops nothing',
    req: ['SR-006', 'SR-007'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['pulse.unverified'],
        from: { all: ['pump.motor.underway.verifying', { misses: 'none' }] },
      },
      is: { to: { all: ['pump.motor.concluding', { misses: 'one' }] }, asks: ['countInDoubt'] },
    },
  },
  {
    name: 'a bolus that is admitted while therapy is permitted is shown',
    req: ['SR-026'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.admitted'], from: { all: ['pump.bolus.idle', doseGateOpen] } },
      is: { to: 'pump.bolus.confirming', asks: ['askConfirmation'] },
    },
  },
  {
    name: 'where much was requested within the hour, a person is asked again',
    req: ['SR-027'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['bolus.confirmed'],
        hour: 'much',
        from: { all: ['pump.bolus.confirming.once', doseGateOpen, free] },
      },
      is: { to: 'pump.bolus.confirming.again', asks: ['askAgain'] },
    },
  },
  {
    name: 'no second extended bolus starts beside one, and whoever asks for it hears that',
    req: ['SR-022'],
    // In its plant the ledger admits no second one: there this is a second lock that nothing turns.
    world: 'free',
    rule: {
      eachStep: {
        on: ['bolus.confirmed', 'bolus.confirmedAgain'],
        kinds: ['extended', 'combo'],
        from: { all: ['pump.bolus.confirming', { not: free }] },
        answered: true,
      },
      is: { to: 'pump.bolus.idle', asks: ['refuseBolus', 'discardBolus'] },
    },
  },
  {
    name: 'who cancels an extended part keeps the bolus that is shown',
    req: ['SR-030'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.cancelled'], parts: ['extended'], from: 'pump.bolus.confirming' },
      is: { to: 'pump.bolus.confirming', asksNone: ['discardBolus'] },
    },
  },
  {
    name: 'a bolus that is shown and cancelled is discarded',
    req: ['SR-026', 'SR-030'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.cancelled'], parts: ['normal', 'both'], from: 'pump.bolus.confirming' },
      is: { to: 'pump.bolus.idle', asks: ['discardBolus'] },
    },
  },
  {
    name: 'a person at the pump who suspends is not resumed from afar',
    req: ['SR-037', 'SR-038'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['suspend.requested'],
        origins: ['user'],
        from: { any: ['pump.permission.delivering', 'pump.permission.suspendedRemotely'] },
      },
      is: { to: 'pump.permission.suspendedByUser' },
    },
  },
  {
    name: 'what a remote suspends it may resume',
    req: ['SR-037', 'SR-038'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['suspend.requested'],
        origins: ['remote'],
        from: { any: ['pump.permission.delivering', 'pump.permission.suspendedRemotely'] },
      },
      is: { to: 'pump.permission.suspendedRemotely' },
    },
  },
  {
    name: 'delivery resumes only where nothing stops it and the motor rests',
    req: ['SR-039'],
    world: 'any',
    rule: {
      eachStep: { on: ['resume.requested'], from: stopped, to: 'pump.permission.delivering' },
      is: { from: resumable },
    },
  },
  {
    name: 'a person at the pump who resumes where nothing stops is obeyed',
    req: ['SR-038', 'SR-039'],
    world: 'any',
    rule: {
      eachStep: { on: ['resume.requested'], origins: ['user'], from: { all: [stopped, resumable] } },
      is: { to: 'pump.permission.delivering', asks: ['startDelivery'] },
    },
  },
  {
    name: 'a remote that resumes what a remote has suspended is obeyed where nothing stops',
    req: ['SR-038', 'SR-039'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['resume.requested'],
        origins: ['remote'],
        from: { all: ['pump.permission.suspendedRemotely', resumable] },
      },
      is: { to: 'pump.permission.delivering', asks: ['startDelivery'] },
    },
  },
  {
    name: 'a restart that was verified goes on where nothing is lacking',
    req: ['SR-038', 'SR-070'],
    world: 'any',
    rule: {
      eachStep: { on: ['restart.verified'], from: restartable },
      is: { to: 'pump.permission.delivering', asks: ['startDelivery', 'reportRestart'] },
    },
  },
];
