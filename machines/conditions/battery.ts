import { setup } from 'xstate';
import { TIMING } from '../../src/domain/limits.ts';
import { alarming, type Meta } from './words.ts';

export type BatteryEvent =
  | { readonly type: 'battery.recovered' }
  | { readonly type: 'battery.low' }
  | { readonly type: 'battery.critical' }
  | { readonly type: 'battery.ending' }
  | { readonly type: 'battery.depleted' }
  | { readonly type: 'power.failing' }
  | { readonly type: 'power.lost' };

const battery = setup({
  types: { events: {} as BatteryEvent, tags: {} as 'stopped', meta: {} as Meta },
  actions: { ...alarming, shutDown: () => {} },
  delays: { shutdown: TIMING.shutdown },
});

type Region = Parameters<typeof battery.createStateConfig>[0];

/** How much is left, in words; the levels and their hysteresis are the detector's. */
const charge = battery.createStateConfig({
  initial: 'unknown',
  states: {
    unknown: { description: 'The gauge has not spoken since the power came.' },
    ok: {},
    low: {
      meta: { req: ['SR-068'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'batteryLow' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'batteryLow' } },
    },
    critical: {
      description:
        'About half an hour is left, and then the last ten minutes. The ledger refuses new boluses.',
      meta: { req: ['SR-068'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'batteryCritical' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'batteryCritical' } },
      initial: 'lasting',
      states: {
        lasting: {},
        ending: {
          entry: { type: 'raiseAlarm', params: { alarm: 'batteryCritical', grade: 'worse' } },
        },
      },
    },
    depleted: {
      description: 'Delivery has stopped, while the motor still has its torque and the alarm its voice.',
      tags: 'stopped',
      meta: { req: ['SR-068'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'batteryDepleted' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'batteryDepleted' } },
      initial: 'alarming',
      states: {
        alarming: { after: { shutdown: 'shuttingDown' } },
        shuttingDown: {
          description: 'The alarm was given its three minutes. The rest belongs to the journal.',
          entry: 'shutDown',
        },
      },
    },
  },
  on: {
    'battery.recovered': '.ok',
    'battery.low': '.low',
    'battery.critical': '.critical.lasting',
    'battery.ending': '.critical.ending',
    'battery.depleted': '.depleted',
    'power.lost': '.unknown',
  },
} satisfies Region);

/** What feeds the pump, apart from its charge: a battery torn out, a contact that breaks. */
const supply = battery.createStateConfig({
  initial: 'steady',
  states: {
    steady: { on: { 'power.failing': 'failing' } },
    failing: {
      description:
        'A few hundredths of a second are left: for the motor to stop and the journal to be closed.',
      tags: 'stopped',
      meta: { req: ['SR-069'] },
      entry: [{ type: 'raiseAlarm', params: { alarm: 'powerInterrupted' } }, 'shutDown'],
      exit: { type: 'ceaseAlarm', params: { alarm: 'powerInterrupted' } },
    },
  },
  on: { 'power.lost': '.steady' },
} satisfies Region);

/** The battery and what it feeds. It stops therapy by its last alarm, and when it fails at once. */
export const batteryMachine = battery.createMachine({
  id: 'battery',
  type: 'parallel',
  states: { charge, supply },
});
