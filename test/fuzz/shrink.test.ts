import { expect, test } from 'vitest';
import { type Stride, shrink } from './walk.ts';

test('a long walk that fails is shortened to what the failure needs', () => {
  const noise: readonly Stride[] = Array.from({ length: 60 }, () => ({
    waitMs: 5,
    fact: { type: 'bolus.cancelled' },
  }));
  // A force that no schema lets pass: the ledger throws.
  const fatal: Stride = { waitMs: 7, fact: { type: 'force.measured', forceMn: 5_000_000 } };
  const short = shrink([...noise, fatal, ...noise]);
  expect(short).toEqual([fatal]);
});
