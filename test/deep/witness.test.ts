import { describe, expect, test } from 'vitest';
import { properties } from '../../specs/properties.ts';
import { rumur, spin } from '../../src/cli/witness/checkers.ts';
import { openProgram } from '../../src/verify/witness/worlds.ts';
import { brokenFor } from '../machines/broken.ts';

/** One of each form that a claim can have: of a step, of a state, of a step and what it asks, of a stretch of a run. */
const BROKEN = [
  'the motor moves only through the gate',
  'no pulse is under way without an owner',
  'a pulse has one outcome',
  'after a bolus has ended no pulse of it starts',
] as const;

/** Some that hold, so that the name of the broken one must be told from theirs. */
const others = properties.filter(({ rule, world }) => world !== 'plant' && 'eachStep' in rule).slice(0, 3);

describe.each(BROKEN)('a pump that breaks it is found by other people: %s', name => {
  const wanted = properties.filter(property => property.name === name);
  const asked = [...others.filter(property => property.name !== name), ...wanted];
  const { program, claims } = openProgram(brokenFor(name), asked);
  for (const checker of [spin, rumur])
    test(`SR-046 by ${checker.name}`, { timeout: 120_000 }, () => {
      const { broken } = checker.testify(program);
      expect(claims.get(broken ?? '')?.name).toBe(name);
    });
});
