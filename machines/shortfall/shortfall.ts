import { setup } from 'xstate';
import { alarming, type Meta } from '../conditions/words.ts';

export type ShortfallEvent = { readonly type: 'basal.short' | 'basal.farShort' | 'basal.sufficient' };

const shortfall = setup({
  types: { events: {} as ShortfallEvent, meta: {} as Meta },
  actions: alarming,
});

type Region = Parameters<typeof shortfall.createStateConfig>[0];

/** Nothing of it is caught up (SR-012), so that its cause is over at once: a person has to know. */
const tell = [
  { type: 'raiseAlarm', params: { alarm: 'underDelivery' } },
  { type: 'ceaseAlarm', params: { alarm: 'underDelivery' } },
] as const;
const tellFar = [
  { type: 'raiseAlarm', params: { alarm: 'underDelivery', grade: 'worse' } },
  { type: 'ceaseAlarm', params: { alarm: 'underDelivery' } },
] as const;

/** How much basal is missing of the last hour. The ledger adds it up. */
const hour = shortfall.createStateConfig({
  initial: 'sufficient',
  states: {
    sufficient: { on: { 'basal.short': 'short', 'basal.farShort': 'farShort' } },
    short: {
      description: 'More than 0.2 U and more than a tenth of what was programmed.',
      meta: { req: ['SR-018', 'SR-020'] },
      entry: [...tell],
      on: { 'basal.farShort': 'farShort', 'basal.sufficient': 'sufficient' },
    },
    farShort: {
      description: 'More than 1 U: a stop by another name.',
      meta: { req: ['SR-018', 'SR-080'] },
      entry: [...tellFar],
      on: { 'basal.sufficient': 'sufficient' },
    },
  },
} satisfies Region);

/** Basal that was programmed and not given. */
export const shortfallMachine = shortfall.createMachine({
  id: 'shortfall',
  type: 'parallel',
  states: { hour },
});
