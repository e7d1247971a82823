import { ofMachine } from '../../smallProperty.ts';

/** What must hold where basal that was programmed was not given. */
export const shortfallProperties = ofMachine('shortfall', [
  {
    name: 'basal that is missing is announced',
    req: ['SR-018', 'SR-020'],
    rule: {
      eachStep: { on: ['basal.short'], from: 'shortfall.hour.sufficient' },
      is: {
        to: 'shortfall.hour.short',
        raises: { alarm: 'underDelivery', grade: 'first' },
        ceases: ['underDelivery'],
      },
    },
  },
  {
    name: 'much basal that is missing is announced by a HIGH alarm, like a stop',
    req: ['SR-018', 'SR-080'],
    rule: {
      eachStep: { on: ['basal.farShort'], from: { not: 'shortfall.hour.farShort' } },
      is: {
        to: 'shortfall.hour.farShort',
        raises: { alarm: 'underDelivery', grade: 'worse' },
        ceases: ['underDelivery'],
      },
    },
  },
  {
    name: 'an hour that has had its basal is told of no more',
    req: ['SR-018'],
    rule: { eachStep: { on: ['basal.sufficient'] }, is: { to: 'shortfall.hour.sufficient' } },
  },
  {
    name: 'an hour that misses much is not taken for one that misses little',
    req: ['SR-018', 'SR-080'],
    rule: {
      eachStep: { from: 'shortfall.hour.farShort', to: { not: 'shortfall.hour.farShort' } },
      is: { on: ['basal.sufficient'] },
    },
  },
]);
