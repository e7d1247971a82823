import { setup } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName, GradeName } from '../../src/domain/alarms.ts';
import { TIMING } from '../../src/domain/limits.ts';

export type SensorEvent =
  | { readonly type: 'glucose.accepted' }
  | { readonly type: 'power.applied' }
  | { readonly type: 'power.lost' };

const sensor = setup({
  types: {
    events: {} as SensorEvent,
    tags: {} as 'glucoseFresh',
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  actions: {
    raiseAlarm: (_moment, _params: { readonly alarm: AlarmName; readonly grade?: GradeName }) => {},
    ceaseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
  },
  delays: {
    firstReading: TIMING.firstReading,
    readingFresh: TIMING.readingFresh,
    readingUsable: TIMING.readingUsable,
  },
});

type Region = Parameters<typeof sensor.createStateConfig>[0];

const lost = { alarm: 'cgmLost' } as const;

/** How old the last accepted reading is, in words. Old glucose is not glucose. */
const freshness = sensor.createStateConfig({
  initial: 'none',
  states: {
    none: {
      description: 'No reading since the pump started.',
      // Re-entry starts the delay: a sensor that never speaks is as lost as one that stopped.
      on: { 'glucose.accepted': 'fresh', 'power.applied': { target: 'none', reenter: true } },
      after: { firstReading: 'lost' },
    },
    fresh: {
      description: 'The last reading is at most six minutes old.',
      tags: 'glucoseFresh',
      // Re-entry restarts readingFresh; otherwise this reading would inherit the last one's age.
      on: { 'glucose.accepted': { target: 'fresh', reenter: true } },
      after: { readingFresh: 'late' },
    },
    late: {
      description: 'Between six and twenty minutes old: shown, and trusted less and less.',
      meta: { req: ['SR-093'] },
      on: { 'glucose.accepted': 'fresh' },
      after: { readingUsable: 'lost' },
    },
    lost: {
      description: 'Older than twenty minutes: as good as none.',
      meta: { req: ['SR-087', 'SR-099'] },
      entry: { type: 'raiseAlarm', params: lost },
      exit: { type: 'ceaseAlarm', params: lost },
      on: { 'glucose.accepted': 'fresh' },
    },
  },
  on: { 'power.lost': '.none' },
} satisfies Region);

/** The sensor's own bookkeeping, as a machine of its own: the pump does not depend on it yet. */
export const sensorMachine = sensor.createMachine({
  id: 'sensor',
  type: 'parallel',
  states: { freshness },
});
