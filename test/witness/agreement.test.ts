import { expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { agreeOn } from './agreement.ts';

test('SR-046 Islet, SPIN, Rumur and ABC agree on charts drawn at random: states, steps, verdicts, shortest runs', {
  ...req('SR-046'),
  timeout: 240_000,
}, () => {
  const { charts, broken, held, steps } = agreeOn(1);
  expect(charts).toBe(1);
  for (const compared of [broken, held, steps]) expect(compared).toBeGreaterThan(0);
});
