import { type Region, sensor } from './setup.ts';

/** A new sensor is what ends the alarms of the old one. */
const anew = [
  { type: 'ceaseAlarm', params: { alarm: 'sensorFailed' } },
  { type: 'ceaseAlarm', params: { alarm: 'sensorExpired' } },
] as const;

/** The life of one sensor in the skin, by its own word and by the clock. */
export const session = sensor.createStateConfig({
  initial: 'none',
  states: {
    none: { description: 'No sensor, or one that says nothing of itself.' },
    warmup: { description: 'It measures nothing yet; what it says is refused.' },
    active: {
      initial: 'steady',
      states: {
        steady: { on: { 'sensor.expiring': 'ending' } },
        ending: {
          description: 'It ends in 24 h, 6 h or 30 min; each is told once.',
          entry: { type: 'raiseAlarm', params: { alarm: 'sensorExpired' } },
          on: { 'sensor.expiring': { target: 'ending', reenter: true } },
        },
      },
    },
    failed: {
      description: 'It says that it cannot measure any more.',
      meta: { req: ['SR-093'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'sensorFailed' } },
    },
    expired: {
      description: 'Its time is over: what it says is refused.',
      meta: { req: ['SR-093'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'sensorExpired', grade: 'worse' } },
    },
  },
  on: {
    'sensor.removed': '.none',
    'sensor.warming': { target: '.warmup', actions: anew },
    'sensor.started': { target: '.active', actions: anew },
    'sensor.failed': '.failed',
    'sensor.expired': '.expired',
    'power.lost': '.none',
  },
} satisfies Region);
