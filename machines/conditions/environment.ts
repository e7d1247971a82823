import { setup } from 'xstate';
import { TIMING } from '../../src/domain/limits.ts';
import { alarming, type Meta } from './words.ts';

export type EnvironmentEvent =
  | { readonly type: 'temperature.settled' }
  | { readonly type: 'temperature.warned' }
  | { readonly type: 'temperature.exceeded' }
  | { readonly type: 'temperature.overheated' }
  | { readonly type: 'pressure.settled' }
  | { readonly type: 'pressure.exceeded' }
  | { readonly type: 'pressure.leapt' }
  | { readonly type: 'power.lost' };

const environment = setup({
  types: { events: {} as EnvironmentEvent, tags: {} as 'stopped', meta: {} as Meta },
  actions: alarming,
  delays: {
    temperatureBearable: TIMING.temperatureBearable,
    temperatureReturn: TIMING.temperatureReturn,
  },
});

type Region = Parameters<typeof environment.createStateConfig>[0];

/** Heat and frost, of the motor, of the battery, and of the insulin. */
const temperature = environment.createStateConfig({
  initial: 'unknown',
  states: {
    unknown: {
      description: 'Not measured since the power came.',
      on: {
        'temperature.settled': 'inRange',
        'temperature.warned': 'outside',
        'temperature.exceeded': 'outside.exceeding',
        'temperature.overheated': 'outside.stopped',
      },
    },
    inRange: {
      on: {
        'temperature.warned': 'outside',
        'temperature.exceeded': 'outside.exceeding',
        'temperature.overheated': 'outside.stopped',
      },
    },
    outside: {
      meta: { req: ['SR-108'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'temperature' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'temperature' } },
      initial: 'warned',
      states: {
        warned: {
          description: 'Not good for the insulin; the pump goes on.',
          on: {
            'temperature.settled': '#environment.temperature.inRange',
            'temperature.exceeded': 'exceeding',
          },
        },
        exceeding: {
          description: 'Beyond the limit, and borne for one minute.',
          on: { 'temperature.settled': '#environment.temperature.inRange', 'temperature.warned': 'warned' },
          after: { temperatureBearable: 'stopped' },
        },
        stopped: {
          tags: 'stopped',
          meta: { req: ['SR-108'] },
          entry: { type: 'raiseAlarm', params: { alarm: 'temperature', grade: 'worse' } },
          on: { 'temperature.settled': 'returning' },
        },
        returning: {
          description: 'In range again. The cause is over when it has stayed there for five minutes.',
          tags: 'stopped',
          on: { 'temperature.warned': 'stopped', 'temperature.exceeded': 'stopped' },
          after: { temperatureReturn: '#environment.temperature.inRange' },
        },
      },
      on: { 'temperature.overheated': '.stopped' },
    },
  },
  on: { 'power.lost': '.unknown' },
} satisfies Region);

/** The air around the cartridge: what is in the tubing moves with it. */
const pressure = environment.createStateConfig({
  initial: 'unknown',
  states: {
    unknown: { on: { 'pressure.settled': 'inRange' } },
    inRange: {},
    outOfRange: {
      description:
        'Too high, too low, or changing too fast. The alarm asks to disconnect and to look for air.',
      tags: 'stopped',
      meta: { req: ['SR-108', 'SR-109'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'pressure' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'pressure' } },
      on: { 'pressure.settled': 'inRange' },
    },
  },
  on: {
    'pressure.exceeded': '.outOfRange',
    'pressure.leapt': '.outOfRange',
    'power.lost': '.unknown',
  },
} satisfies Region);

/** What the pump is exposed to. */
export const environmentMachine = environment.createMachine({
  id: 'environment',
  type: 'parallel',
  states: { temperature, pressure },
});
