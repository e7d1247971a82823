import { expect, test } from 'vitest';
import { apply } from '../../src/domain/ledger/apply.ts';
import { chartOf } from '../../src/verify/mutants/fields.ts';
import { IN_VAIN, type InVain } from '../../src/verify/mutants/observed/vain.ts';
import { tapeOfLife } from './roam/lives.ts';
import { tales } from './roam/tales.ts';
import { focusOn, tapeOfFocused } from './walkTapes.ts';

const LIVED = 4;
const all = [
  ...tales(),
  ...Array.from({ length: LIVED }, (_, index) => tapeOfLife(index + 1)),
  ...[1, 2].flatMap(seed =>
    [...new Set(IN_VAIN.map(({ chart }) => chart))].map(name =>
      tapeOfFocused(focusOn(chartOf(name)), seed, 800),
    ),
  ),
];

/** At how many steps such an order has changed something in a state in which it is said to be in vain, and at how many it has not. */
const tried = ({ chart, order, whileIn }: InVain): { readonly done: number; readonly vain: number } => {
  let [done, vain] = [0, 0];
  for (const { steps } of all)
    for (const { state, envelope } of steps) {
      const own = chart === 'pump' ? state.pump : { ...state.machines }[chart as 'programming'];
      if (!own._nodes.some(({ id }) => id === whileIn)) continue;
      const { ledger } = apply(state.ledger, { type: order } as Parameters<typeof apply>[1], envelope);
      if (JSON.stringify(ledger) === JSON.stringify(state.ledger)) vain += 1;
      else done += 1;
    }
  return { done, vain };
};

test('what is ordered in vain changes nothing on recorded runs', { timeout: 600_000 }, () => {
  for (const each of IN_VAIN) {
    const { done, vain } = tried(each);
    expect([each, done]).toEqual([each, 0]);
    expect(vain, each.order).toBeGreaterThan(1_000);
  }
});

test('where the same order does something, that is found', { timeout: 600_000 }, () => {
  for (const [each, whileIn] of [
    [IN_VAIN[0], 'programming.proposal.proposed'],
    [IN_VAIN[1], 'pump.bolus.confirming'],
  ] as const) {
    if (each === undefined) throw new Error('there is no such order');
    expect(tried({ ...each, whileIn }).done, each.order).toBeGreaterThan(0);
  }
});
