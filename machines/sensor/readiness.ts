import { type Region, sensor } from './setup.ts';

const raiseUnready = { type: 'raiseAlarm', params: { alarm: 'sensorUnready' } } as const;
const ready = {
  target: '.ready',
  actions: { type: 'ceaseAlarm', params: { alarm: 'sensorUnready' } },
} as const;

/** Whether what a living sensor says is good for more than looking at. */
export const readiness = sensor.createStateConfig({
  initial: 'ready',
  states: {
    ready: {},
    warming: { entry: raiseUnready },
    doubtful: {
      description: 'Noisy, or the same number for so long that it seems stuck.',
      meta: { req: ['SR-093'] },
      entry: raiseUnready,
    },
  },
  on: {
    'sensor.warming': '.warming',
    'sensor.doubted': '.doubtful',
    'sensor.trusted': ready,
    'sensor.started': ready,
    'sensor.failed': ready,
    'sensor.expired': ready,
    'sensor.removed': ready,
    'power.lost': '.ready',
  },
} satisfies Region);
