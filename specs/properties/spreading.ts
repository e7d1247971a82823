import type { Property } from '../property.ts';
import { doseGateOpen, STARTS_SPREAD } from './words.ts';

/** What of a bolus is spread over time. It ends as easily as one that is given now, and never comes back. */
export const spreading: readonly Property[] = [
  {
    name: 'one extended bolus at a time',
    req: ['SR-022'],
    world: 'any',
    rule: {
      after: { asksAny: STARTS_SPREAD },
      never: { asksAny: STARTS_SPREAD },
      until: { asks: ['endExtended'] },
    },
  },
  {
    name: 'an extended bolus comes, and comes back, only by a confirmation',
    req: ['SR-023', 'SR-026', 'SR-033'],
    world: 'any',
    rule: {
      eachStep: { from: { not: 'pump.extended.delivering' }, to: 'pump.extended.delivering' },
      is: {
        on: ['bolus.confirmed', 'bolus.confirmedAgain'],
        from: { all: ['pump.bolus.confirming', 'pump.extended.idle'] },
        asksAny: STARTS_SPREAD,
      },
    },
  },
  {
    name: 'what is started over time is delivered over time',
    req: ['SR-034'],
    world: 'any',
    rule: { eachStep: { asksAny: STARTS_SPREAD }, is: { to: 'pump.extended.delivering' } },
  },
  {
    name: 'an extended bolus is delivered only while therapy is permitted',
    req: ['SR-031', 'SR-033'],
    world: 'any',
    rule: { whenever: 'pump.extended.delivering', also: doseGateOpen },
  },
  {
    name: 'a suspension ends both parts of a bolus',
    req: ['SR-003', 'SR-033'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['suspend.requested', 'change.requested', 'alarm.stopRaised', 'power.lost'],
      },
      is: { to: { not: { any: ['pump.bolus.delivering', 'pump.extended.delivering'] } } },
    },
  },
  {
    name: 'a limit ends both parts of a bolus, and basal goes on',
    req: ['SR-015', 'SR-016'],
    world: 'any',
    rule: {
      eachStep: { on: ['limit.hourlyReached', 'limit.dailyReached'], from: doseGateOpen },
      is: {
        to: { all: [doseGateOpen, { not: { any: ['pump.bolus.delivering', 'pump.extended.delivering'] } }] },
      },
    },
  },
  {
    name: 'an alarm that stops boluses ends both parts of one, and basal goes on',
    req: ['SR-016', 'SR-023', 'SR-033', 'SR-035'],
    world: 'any',
    rule: {
      eachStep: { on: ['alarm.bolusStopRaised'], from: doseGateOpen },
      is: {
        to: {
          all: [
            doseGateOpen,
            { not: { any: ['pump.bolus.confirming', 'pump.bolus.delivering', 'pump.extended.delivering'] } },
          ],
        },
      },
    },
  },
  {
    name: 'a full day is announced with a HIGH alarm',
    req: ['SR-016'],
    world: 'any',
    rule: { eachStep: { on: ['limit.dailyReached'], from: doseGateOpen }, is: { raises: 'dailyLimit' } },
  },
  {
    name: 'an hour without room for basal is announced with a HIGH alarm',
    req: ['SR-015', 'SR-080'],
    world: 'any',
    rule: {
      eachStep: { on: ['basal.withheld'], from: doseGateOpen },
      is: { raises: { priority: 'high' }, to: doseGateOpen },
    },
  },
  {
    name: 'after an extended bolus has ended no pulse of it starts',
    req: ['SR-023', 'SR-033'],
    invariant: 'I4',
    world: 'any',
    rule: {
      after: { asks: ['endExtended'] },
      never: { asks: ['moveMotor'], from: { owner: 'extended' } },
      until: { asksAny: STARTS_SPREAD },
    },
  },
  {
    name: 'a pulse of an extended bolus starts only while it is being delivered',
    req: ['SR-014', 'SR-034'],
    invariant: 'I12',
    world: 'any',
    rule: {
      eachStep: { asks: ['moveMotor'], from: { owner: 'extended' } },
      is: { from: 'pump.extended.delivering' },
    },
  },
  {
    name: 'a cancelled extended bolus gives no further pulse',
    req: ['SR-030'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.cancelled'], parts: ['extended', 'both'], from: 'pump.extended.delivering' },
      is: { to: { not: 'pump.extended.delivering' }, asks: ['endExtended'] },
    },
  },
  {
    name: 'who cancels the extended part keeps what is given now',
    req: ['SR-030'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.cancelled'], parts: ['extended'], from: 'pump.bolus.delivering' },
      is: { to: 'pump.bolus.delivering', asksNone: ['endBolus'] },
    },
  },
  {
    name: 'who cancels what is given now keeps the extended part',
    req: ['SR-030'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.cancelled'], parts: ['normal'], from: 'pump.extended.delivering' },
      is: { to: 'pump.extended.delivering', asksNone: ['endExtended'] },
    },
  },
  {
    name: 'every extended bolus that has ended is reported before another starts',
    req: ['SR-025'],
    world: 'any',
    rule: {
      after: { asks: ['endExtended'], asksNone: ['reportExtended'] },
      never: { asksAny: STARTS_SPREAD },
      until: { asks: ['reportExtended'] },
    },
  },
  {
    name: 'an extended bolus that ended early, and not by a person who cancelled it, is announced',
    req: ['SR-025', 'SR-033'],
    world: 'any',
    rule: {
      eachStep: {
        from: 'pump.extended.delivering',
        to: { not: 'pump.extended.delivering' },
        notOn: ['bolus.cancelled', 'extended.completed'],
      },
      is: { raises: 'bolusIncomplete' },
    },
  },
];
