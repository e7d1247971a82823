import { expect, test } from 'vitest';
import { type AnyStateMachine, assign, setup } from 'xstate';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { openSystem } from '../../src/verify/system.ts';
import { contextsOf } from '../../src/verify/witness/deeds.ts';

type Counting = { readonly owner: 'basal' | 'bolus'; readonly pulses: number };

const counting = setup({
  types: {} as { context: Counting; events: { type: 'pulse.verified' } },
  actions: {
    count: assign(({ context: { owner, pulses } }) => ({
      owner: owner === 'basal' ? ('bolus' as const) : ('basal' as const),
      pulses: pulses + 1,
    })),
  },
});

/** Regions of three leaves each, beside whatever the context counts. */
const withRegions = (regions: number): AnyStateMachine =>
  counting.createMachine({
    id: 'wide',
    context: { owner: 'basal', pulses: 0 },
    type: 'parallel',
    states: {
      counter: { on: { 'pulse.verified': { actions: 'count' } } },
      ...Object.fromEntries(
        Array.from({ length: regions }, (_, number) => [
          `region${number}`,
          { initial: 'one', states: { one: {}, two: {}, three: {} } },
        ]),
      ),
    },
  });

const PULSE = { type: 'pulse.verified' };
const explored = (regions: number) => (): unknown =>
  explore(openSystem(chartOf(withRegions(regions)), [PULSE]));

test('a context without end is refused by chart and field, with a value of it and what to do', () => {
  expect(explored(1)).toThrow(
    /^cannot tabulate "wide": its context has no end of values: field "pulses" has 10000, the last is 9999; field "owner" has 2\. .*ledger/,
  );
});

test('a context for which there is no room beside the regions is refused by field, with what to do', () => {
  expect(explored(37)).toThrow(
    /^cannot pack a state of "wide": its context has more than 5 values, and there is room for no more beside its regions: field "pulses" has 5, the last is 4; field "owner" has 2\. .*(ledger|machine of its own)/,
  );
});

test('regions for which there is no room at all are refused with what to do', () => {
  expect(explored(60)).toThrow(/^cannot pack a state of "wide": .*regions.*machine of its own/);
});

test('a context without end is refused by field for other model checkers, too', () => {
  const machine = withRegions(1);
  expect(() => contextsOf(machine, { owner: 'basal', pulses: 0 }, [PULSE])).toThrow(
    /^cannot export "wide": its context has no end of values: field "pulses" has 1000, the last is 999; field "owner" has 2\. .*ledger/,
  );
});
