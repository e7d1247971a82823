import { pump, type Region } from './setup.ts';

const low = { alarm: 'reservoirLow' } as const;
const veryLow = { alarm: 'reservoirVeryLow' } as const;
const empty = { alarm: 'reservoirEmpty' } as const;

/** How much is left, in words. The ledger counts; the level only ever falls until a cartridge is replaced. */
export const reservoir = pump.createStateConfig({
  initial: 'ok',
  states: {
    ok: {
      on: { 'reservoir.low': 'low', 'reservoir.veryLow': 'veryLow', 'reservoir.emptied': 'empty' },
    },
    low: {
      meta: { req: ['SR-053', 'SR-087'] },
      entry: { type: 'raiseAlarm', params: low },
      exit: { type: 'ceaseAlarm', params: low },
      on: {
        // Half of it is gone since: whoever has seen the alarm is told once more.
        'reservoir.low': { actions: { type: 'raiseAlarm', params: low } },
        'reservoir.veryLow': 'veryLow',
        'reservoir.emptied': 'empty',
        'reservoir.refilled': 'ok',
      },
    },
    veryLow: {
      meta: { req: ['SR-053', 'SR-087'] },
      entry: { type: 'raiseAlarm', params: veryLow },
      exit: { type: 'ceaseAlarm', params: veryLow },
      on: { 'reservoir.emptied': 'empty', 'reservoir.refilled': 'ok' },
    },
    empty: {
      description: 'Not one pulse is left. The one that emptied it was completed.',
      tags: 'stopped',
      meta: { req: ['SR-053', 'SR-054'] },
      entry: [{ type: 'raiseAlarm', params: empty }, 'stopTherapy'],
      exit: { type: 'ceaseAlarm', params: empty },
      on: { 'reservoir.refilled': 'ok' },
    },
  },
  on: { 'fault.*': '.ok', 'power.lost': '.ok' },
} satisfies Region);
