import { test } from 'vitest';
import { req } from '../support/req.ts';
import { agreeOn } from './agreement.ts';

test(
  'SR-046 Islet, SPIN, Rumur and ABC agree on charts drawn at random: states, steps, verdicts, shortest runs',
  {
    ...req('SR-046'),
    timeout: 240_000,
  },
  () => agreeOn(1),
);
