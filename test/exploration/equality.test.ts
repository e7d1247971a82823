import { expect, test } from 'vitest';
import { equality } from '../bench/equality.ts';

test('SR-046 every situation of the pump and of its plant is answered as XState answers, and a sample of all other steps', () => {
  const { states, steps } = equality();
  console.log(`${states} of ${steps} steps compared with transition()`);
  expect(states).toBeGreaterThan(3_000);
});
