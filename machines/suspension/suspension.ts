import { setup } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName, GradeName } from '../../src/domain/alarms.ts';
import { TIMING } from '../../src/domain/limits.ts';

export type SuspensionEvent =
  | { readonly type: 'delivery.started' }
  | { readonly type: 'delivery.stopped' }
  | { readonly type: 'suspension.expired' }
  | { readonly type: 'power.applied' }
  | { readonly type: 'power.lost' };

const suspension = setup({
  types: {
    events: {} as SuspensionEvent,
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  actions: {
    raiseAlarm: (_moment, _params: { readonly alarm: AlarmName; readonly grade?: GradeName }) => {},
    ceaseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
  },
  delays: {
    suspension: TIMING.suspension,
    firstHour: TIMING.firstHour,
    secondHour: TIMING.secondHour,
    insistence: TIMING.insistence,
  },
});

type Region = Parameters<typeof suspension.createStateConfig>[0];

const remind = (grade: GradeName) =>
  ({ type: 'raiseAlarm', params: { alarm: 'suspensionReminder', grade } }) as const;

/** How long delivery has been stopped, in words. It only reminds: nothing here can start delivery. */
const reminder = suspension.createStateConfig({
  initial: 'quiet',
  states: {
    quiet: { description: 'Delivery runs, or there is no power.' },
    stopped: {
      description: 'For less than a quarter of an hour.',
      after: { suspension: 'overdue' },
    },
    overdue: {
      initial: 'low',
      states: {
        low: {
          description: 'For a quarter of an hour, or for the time that was chosen; then again each quarter.',
          initial: 'telling',
          states: {
            telling: {
              entry: remind('first'),
              on: { 'suspension.expired': { target: 'telling', reenter: true } },
              after: { suspension: { target: 'telling', reenter: true } },
            },
          },
          after: { firstHour: 'medium' },
        },
        medium: {
          description: 'For an hour. The body has little insulin left.',
          initial: 'telling',
          states: {
            telling: {
              entry: remind('worse'),
              on: { 'suspension.expired': { target: 'telling', reenter: true } },
              after: { insistence: { target: 'telling', reenter: true } },
            },
          },
          after: { secondHour: 'high' },
        },
        high: {
          description: 'For two hours. Ketones are on their way.',
          entry: remind('worst'),
          on: { 'suspension.expired': { target: 'high', reenter: true } },
          after: { insistence: { target: 'high', reenter: true } },
        },
      },
      exit: { type: 'ceaseAlarm', params: { alarm: 'suspensionReminder' } },
      meta: { req: ['SR-041', 'SR-042'] },
    },
  },
  on: {
    'delivery.stopped': '.stopped',
    'suspension.expired': '.overdue',
    // A pump that nobody has started since its boot reminds, too.
    'power.applied': '.stopped',
    'delivery.started': '.quiet',
    'power.lost': '.quiet',
  },
} satisfies Region);

/** The reminder that grows while delivery is stopped. */
export const suspensionMachine = suspension.createMachine({
  id: 'suspension',
  type: 'parallel',
  states: { reminder },
});
