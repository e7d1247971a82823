import { expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { exploredPump } from './explored.ts';
import { comparedWithSlice } from './stopSlice.ts';

test('SR-080 the slice that stops are explored on takes each step of the whole pump', req('SR-080'), () => {
  const { compared, differs } = comparedWithSlice(exploredPump().free);
  expect(differs).toBeNull();
  expect(compared).toBeGreaterThan(1_000_000);
});
