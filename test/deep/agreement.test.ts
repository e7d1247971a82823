import { expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { agreeOn } from '../witness/agreement.ts';

test('SR-046 Islet, SPIN, Rumur and ABC agree on more charts drawn at random', {
  ...req('SR-046'),
  timeout: 1_200_000,
}, () => {
  const { charts, broken, held, steps } = agreeOn(2);
  expect(charts).toBe(2);
  for (const compared of [broken, held, steps]) expect(compared).toBeGreaterThan(0);
});
