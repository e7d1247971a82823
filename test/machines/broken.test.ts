import { expect, test } from 'vitest';
import { properties } from '../../specs/properties.ts';
import { explore, type Graph } from '../../src/verify/explore.ts';
import { check } from '../../src/verify/properties.ts';
import type { System } from '../../src/verify/system.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { brokenFor, mistakes } from './broken.ts';

/** A mistake shows soon: walks grow until it does, and end where the real pump's would. */
const SIZES = [300, 1_200, 5_000, 20_000, 80_000, 320_000, Number.POSITIVE_INFINITY] as const;

test('every property has a mistake that it must find, and no mistake is planted for nothing', () => {
  expect(Object.keys(mistakes).sort()).toEqual(properties.map(({ name }) => name).sort());
});

for (const property of properties) {
  test(`a pump that breaks it is found: ${property.name}`, { timeout: 600_000 }, () => {
    const machine = brokenFor(property.name);
    const system: System = property.world === 'plant' ? pumpInPlant(machine) : openPump(machine);
    let found: Graph | null = null;
    for (const size of SIZES) {
      const graph = explore(system, size);
      // A part of a walk cannot say that a state is out of reach, only a whole one can.
      if ('within' in property.rule && !graph.complete) continue;
      if (check(graph, property).violation === null) continue;
      found = graph;
      break;
    }
    expect(found).not.toBeNull();
  });
}
