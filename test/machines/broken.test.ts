import { expect, test } from 'vitest';
import { properties } from '../../specs/properties.ts';
import type { Property } from '../../specs/property.ts';
import { explore } from '../../src/verify/explore.ts';
import { check } from '../../src/verify/properties.ts';
import type { System } from '../../src/verify/system.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { walkOf } from '../../src/verify/walk/walk.ts';
import { brokenFor, mistakes } from './broken.ts';

/** A mistake shows soon: graphs grow until it does, and end where the real pump's would. */
const SIZES = [300, 1_200, 5_000, 20_000, 80_000, 320_000, Number.POSITIVE_INFINITY] as const;

/** So many states are expanded before a walk is asked again whether it found something. */
const STRIDE = 100;

const isFoundInGraphs = (system: System, property: Property): boolean => {
  // A part of a walk cannot say that a state is out of reach, only a whole one can.
  const sizes = 'within' in property.rule ? SIZES.slice(-1) : SIZES;
  return sizes.some(size => check(explore(system, size), property).violation !== null);
};

/** What single states and steps break is found while they are met; null where it takes whole runs. */
const isFoundOnTheWay = (system: System, property: Property): boolean | null => {
  const checks = checksOf(system, [property]);
  const [finding = null] = checks.findings;
  if (finding === null) return null;
  const walk = walkOf(system, checks);
  while (finding.broken === null && walk.goOn(STRIDE));
  return finding.broken !== null;
};

test('every property has a mistake that it must find, and no mistake is planted for nothing', () => {
  expect(Object.keys(mistakes).sort()).toEqual(properties.map(({ name }) => name).sort());
});

for (const property of properties) {
  test(`a pump that breaks it is found: ${property.name}`, { timeout: 600_000 }, () => {
    const machine = brokenFor(property.name);
    const system: System = property.world === 'plant' ? pumpInPlant(machine) : openPump(machine);
    expect(isFoundOnTheWay(system, property) ?? isFoundInGraphs(system, property)).toBe(true);
  });
}
