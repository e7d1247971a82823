import { setup } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName } from '../../src/domain/alarms.ts';

export type RemindersEvent =
  | { readonly type: 'missedBolus.due' }
  | { readonly type: 'missedBolus.settled' }
  | { readonly type: 'glucoseCheck.due' }
  | { readonly type: 'glucoseCheck.settled' }
  | { readonly type: 'siteChange.due' }
  | { readonly type: 'siteChange.settled' }
  | { readonly type: 'power.lost' };

const reminders = setup({
  types: {
    events: {} as RemindersEvent,
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  actions: {
    raiseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
    ceaseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
  },
});

type Region = Parameters<typeof reminders.createStateConfig>[0];

/** A window of the day has ended in which a bolus was expected, and none was given. */
const missedBolus = reminders.createStateConfig({
  initial: 'quiet',
  states: {
    quiet: {},
    due: { entry: { type: 'raiseAlarm', params: { alarm: 'missedBolus' } } },
  },
  on: {
    'missedBolus.due': '.due',
    'missedBolus.settled': {
      target: '.quiet',
      actions: { type: 'ceaseAlarm', params: { alarm: 'missedBolus' } },
    },
    'power.lost': '.quiet',
  },
} satisfies Region);

/** Glucose is to be measured: a while after a low, a high or a bolus. */
const glucoseCheck = reminders.createStateConfig({
  initial: 'quiet',
  states: {
    quiet: {},
    due: { entry: { type: 'raiseAlarm', params: { alarm: 'glucoseCheck' } } },
  },
  on: {
    'glucoseCheck.due': '.due',
    'glucoseCheck.settled': {
      target: '.quiet',
      actions: { type: 'ceaseAlarm', params: { alarm: 'glucoseCheck' } },
    },
    'power.lost': '.quiet',
  },
} satisfies Region);

/** The site has been in use for as long as it should be. */
const siteChange = reminders.createStateConfig({
  initial: 'quiet',
  states: {
    quiet: {},
    due: {
      // A reminder never stops insulin, however old the site is.
      meta: { req: ['SR-087'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'siteChange' } },
    },
  },
  on: {
    'siteChange.due': '.due',
    'siteChange.settled': {
      target: '.quiet',
      actions: { type: 'ceaseAlarm', params: { alarm: 'siteChange' } },
    },
    'power.lost': '.quiet',
  },
} satisfies Region);

/** What a person wants to be reminded of. The ledger knows when; nothing here touches delivery. */
export const remindersMachine = reminders.createMachine({
  id: 'reminders',
  type: 'parallel',
  states: { missedBolus, glucoseCheck, siteChange },
});
