import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FAIRNESS } from '../../specs/fairness.ts';
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

test('every assumption that a property may rest on is told to a person, with its strength', () => {
  const text = readFileSync('specs/assumptions.md', 'utf8');
  const names = Object.entries(FAIRNESS);
  expect(names.length).toBeGreaterThan(5);
  for (const [name, { strength }] of names) expect(text).toContain(`*${name}* (${strength}`);
});

test('every assumption is one that some property rests on', () => {
  const rules = [...properties, ...smallProperties.flatMap(each => [...each.properties])].map(
    ({ rule }) => rule,
  );
  const given = new Set(rules.flatMap(rule => ('given' in rule ? [...rule.given] : [])));
  expect([...given].sort()).toEqual(Object.keys(FAIRNESS).sort());
});
