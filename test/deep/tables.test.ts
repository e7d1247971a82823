import { expect, test } from 'vitest';
import { differenceOf } from '../support/plainSteps.ts';
import { tabulated } from '../support/tabulated.ts';

/** In full as far as it goes, and then one state in so many. */
const EXTENT = { all: 10_000, stride: 31, last: 200_000 } as const;

for (const [name, make] of tabulated) {
  test(`the tables of the ${name} chart answer as XState does in every state`, { timeout: 3_600_000 }, () => {
    const { chart, events } = make();
    const { compared, difference } = differenceOf(chart, events, EXTENT);
    expect(difference).toBeNull();
    expect(compared).toBeGreaterThan(10);
  });
}
