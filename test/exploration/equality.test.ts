import { expect, test } from 'vitest';
import { equality } from '../bench/equality.ts';
import { exploredPump } from './explored.ts';

test('SR-046 every situation of the pump and of its plant is answered as XState answers, and a sample of all other steps', () => {
  const { world } = exploredPump().plant.system;
  if (world === null) throw new Error('the pump is in no plant');
  const { states, steps } = equality(world);
  console.log(`${states} of ${steps} steps compared with transition()`);
  expect(states).toBeGreaterThan(3_000);
});
