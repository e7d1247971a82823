import type { Property } from '../property.ts';
import { bootOrFault, doseGateOpen, STARTS, STARTS_NOW } from './words.ts';

/** A bolus, from its request to its end. */
export const boluses: readonly Property[] = [
  {
    name: 'a boot finds no bolus in progress',
    req: ['SR-024'],
    invariant: 'I18',
    world: 'any',
    rule: { whenever: bootOrFault, also: { all: ['pump.bolus.idle', 'pump.extended.idle'] } },
  },
  {
    name: 'after a loss of power a bolus starts only if a new one was requested',
    req: ['SR-024'],
    world: 'any',
    rule: {
      after: { on: ['power.lost'] },
      never: { asksAny: STARTS },
      until: { on: ['bolus.admitted'] },
    },
  },
  {
    name: 'a bolus that has ended stays ended',
    req: ['SR-023'],
    world: 'any',
    rule: {
      after: { asks: ['endBolus'] },
      never: { asksAny: STARTS_NOW },
      until: { on: ['bolus.admitted'] },
    },
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
    req: ['SR-023', 'SR-021', 'SR-030'],
    invariant: 'I4',
    world: 'any',
    rule: {
      after: { asks: ['endBolus'] },
      never: { asks: ['moveMotor'], from: { owner: 'bolus' } },
      until: { asksAny: STARTS_NOW },
    },
  },
  {
    name: 'one bolus at a time',
    req: ['SR-022'],
    world: 'any',
    rule: { after: { asksAny: STARTS_NOW }, never: { asksAny: STARTS_NOW }, until: { asks: ['endBolus'] } },
  },
  {
    name: 'a bolus starts only when a person has confirmed it',
    req: ['SR-026'],
    world: 'any',
    rule: {
      eachStep: { asksAny: STARTS },
      is: {
        on: ['bolus.confirmed', 'bolus.confirmedAgain'],
        from: { all: ['pump.bolus.confirming', doseGateOpen] },
      },
    },
  },
  {
    name: 'where much was requested within the hour, one word of a person is not enough',
    req: ['SR-027'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.confirmed'], hour: 'much' },
      is: { asksNone: STARTS },
    },
  },
  {
    name: 'a second word counts only after it was asked for',
    req: ['SR-027'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.confirmedAgain'], asksAny: STARTS },
      is: { from: 'pump.bolus.confirming.again' },
    },
  },
  {
    name: 'whoever was asked a second time must answer that',
    req: ['SR-027'],
    world: 'any',
    rule: {
      eachStep: { from: 'pump.bolus.confirming.again', asksAny: STARTS },
      is: { on: ['bolus.confirmedAgain'] },
    },
  },
  {
    name: 'a bolus that nobody confirms is discarded',
    req: ['SR-026'],
    world: 'any',
    rule: {
      eachStep: { on: ['timer.confirmationElapsed'], from: 'pump.bolus.confirming' },
      is: { to: 'pump.bolus.idle', asks: ['discardBolus'], asksNone: STARTS, raises: 'entryIncomplete' },
    },
  },
  {
    name: 'a bolus that is not permitted is refused',
    req: ['SR-031'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.admitted'], from: { all: ['pump.bolus.idle', { not: doseGateOpen }] } },
      is: { to: 'pump.bolus.idle', asks: ['refuseBolus', 'discardBolus'] },
    },
  },
  {
    name: 'a cancelled bolus gives no further pulse',
    req: ['SR-030'],
    world: 'any',
    rule: {
      eachStep: { on: ['bolus.cancelled'], parts: ['normal', 'both'], from: 'pump.bolus.delivering' },
      is: { to: { not: 'pump.bolus.delivering' }, asks: ['endBolus'] },
    },
  },
  {
    name: 'a bolus that a stall has made late ends',
    req: ['SR-020', 'SR-023'],
    world: 'any',
    rule: {
      eachStep: { on: ['delivery.interrupted'], from: 'pump.bolus.delivering' },
      is: { to: { not: 'pump.bolus.delivering' }, asks: ['endBolus'], raises: 'bolusIncomplete' },
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
    rule: { whenever: 'pump.bolus.delivering', also: doseGateOpen },
  },
];
