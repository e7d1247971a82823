import { expect, test } from 'vitest';
import { smallProperties } from '../../specs/properties/small.ts';
import { properties } from '../../specs/properties.ts';
import { type RequirementId, requirements } from '../../specs/requirements/index.ts';

/** Explored otherwise than by a property of one chart, and how. */
const OTHERWISE: ReadonlyMap<RequirementId, string> = new Map([
  ['SR-084', 'a fold over all alarms: test/exploration/alarmPairs.test.ts explores every pair of them'],
]);

test('every requirement that says it is explored, and whose subject is built, has a property', () => {
  const cited = new Set([
    ...properties.flatMap(({ req }) => [...req]),
    ...smallProperties.flatMap(each => each.properties.flatMap(({ req }) => [...req])),
  ]);
  const controls = requirements.filter(
    ({ verified, due }) => verified.includes('explored') && due === undefined,
  );
  expect(controls.length).toBeGreaterThan(30);
  const without = controls.filter(({ id }) => !cited.has(id)).map(({ id }) => id);
  expect(without).toEqual([...OTHERWISE.keys()]);
});
