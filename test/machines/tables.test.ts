import { expect, test } from 'vitest';
import { differenceOf } from '../support/plainSteps.ts';
import { extentOf, tabulated } from '../support/tabulated.ts';

for (const [name, make] of tabulated) {
  test(`the tables of the ${name} chart answer as XState does, event by event`, { timeout: 240_000 }, () => {
    const { chart, events } = make();
    const extent = extentOf(name);
    const { compared, difference } = differenceOf(chart, events, extent);
    expect(difference).toBeNull();
    expect(compared).toBeGreaterThan(3);
    // The tables must save work, or they are not what was asked.
    if (chart.size() > extent.all) expect(chart.calls()).toBeLessThan(compared / 5);
  });
}
