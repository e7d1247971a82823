import { expect, test } from 'vitest';
import { plantMachine } from '../../machines/plant/plant.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { pumpInPlant } from '../../src/verify/systems.ts';
import { differenceOf } from '../support/plainSteps.ts';
import { tabulated } from '../support/tabulated.ts';

/** Every state as far as it goes, and then one in so many. */
const EXTENT = { all: 10_000, stride: 31, last: 200_000 } as const;
const WHERE = `its first ${EXTENT.all} states, and in one of ${EXTENT.stride} up to number ${EXTENT.last}`;

/** The plant hears what the pump asks, with its parameters: what it heard is known when it was explored. */
const plant = () => ({
  chart: chartOf(plantMachine),
  events: explore(pumpInPlant()).system.world?.tables.events() ?? [],
});

for (const [name, make] of [...tabulated, ['plant', plant] as const]) {
  test(`the tables of the ${name} chart answer as XState does in ${WHERE}`, { timeout: 3_600_000 }, () => {
    const { chart, events } = make();
    const { compared, difference } = differenceOf(chart, events, EXTENT);
    expect(difference).toBeNull();
    expect(compared).toBeGreaterThan(10);
  });
}
