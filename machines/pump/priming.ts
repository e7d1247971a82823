import { pump, type Region } from './setup.ts';

const exhausted = { type: 'raiseAlarm', params: { alarm: 'fillMaximum' } } as const;
const exhaustedIsOver = { type: 'ceaseAlarm', params: { alarm: 'fillMaximum' } } as const;

/** One step of a cartridge change: the key is held, and insulin goes through the tubing until it is let go. */
export const primingTubing = pump.createStateConfig({
  description: 'While the key is held, with the tubing off the body. A key that is not heard of is let go.',
  meta: { req: ['SR-049', 'SR-050'] },
  entry: ['startPrime', exhaustedIsOver],
  exit: 'stopPrime',
  initial: 'short',
  states: {
    short: {
      on: {
        'prime.held': { target: 'short', reenter: true },
        'prime.sufficed': 'filled',
        'prime.stopped': '#pump.supply.changing.loaded',
      },
      after: { primeHold: '#pump.supply.changing.loaded' },
    },
    filled: {
      on: {
        'prime.held': { target: 'filled', reenter: true },
        'prime.stopped': '#pump.supply.changing.primed',
      },
      after: { primeHold: '#pump.supply.changing.primed' },
    },
  },
  on: {
    'prime.exhausted': { target: 'loaded', actions: exhausted, meta: { req: ['SR-049'] } },
    'alarm.stopRaised': 'loaded',
    'cartridge.removed': 'empty',
  },
} satisfies Region);
