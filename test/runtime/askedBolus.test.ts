import { describe, expect, test } from 'vitest';
import { exampleSettings } from '../../src/domain/settings.ts';
import { address } from '../../src/runtime/asked.ts';
import { blankState } from '../../src/runtime/state.ts';

const blank = blankState();

describe('a bolus is asked about with all of it', () => {
  const bolusOf = (change: object) =>
    ({
      envelope: { seq: 7, monoMs: 0, wallMs: 0 },
      happening: { type: 'bolus.withdrawn' },
      ledger: {
        ...blank.ledger,
        settings: exampleSettings,
        bolus: {
          ...blank.ledger.bolus,
          current: {
            bolus: 'b',
            requestedUu: 300_000,
            deliveredUu: 0,
            phase: 'pending',
            spread: null,
            automatic: false,
            ...change,
          },
          lastExtended: { bolus: 'slow', requestedUu: 500_000, deliveredUu: 25_000, reason: 'cancelled' },
        },
      },
    }) as never;
  const spread = { amountUu: 700_000, durationMs: 3_600_000 };
  const command = (action: string, change: object) => {
    const addressed = address({ type: 'asked', action, params: {} }, bolusOf(change));
    return addressed.to === 'world' ? addressed.command : null;
  };

  test.each<[string, object, object]>([
    ['askConfirmation', {}, { type: 'askConfirmation', bolus: 'b', amountUu: 300_000, spread: null }],
    ['askConfirmation', { spread }, { type: 'askConfirmation', bolus: 'b', amountUu: 1_000_000, spread }],
    ['askConfirmation', { automatic: true }, { type: 'tellMicrobolus', bolus: 'b', amountUu: 300_000 }],
    ['askAgain', { spread }, { type: 'askAgain', bolus: 'b', amountUu: 1_000_000, inHourUu: 1_000_000 }],
    ['askAgain', {}, { type: 'askAgain', bolus: 'b', amountUu: 300_000, inHourUu: 300_000 }],
    [
      'reportExtended',
      {},
      {
        type: 'reportBolus',
        part: 'extended',
        bolus: 'slow',
        requestedUu: 500_000,
        deliveredUu: 25_000,
        reason: 'cancelled',
      },
    ],
  ])('%s', (action, change, expected) => {
    expect(command(action, change)).toEqual(expected);
  });
});
