import type { Family } from '../../family.ts';
import { carbs } from './carbs.ts';
import { counteractions } from './counteraction.ts';
import { curves } from './curves.ts';
import { dose } from './dose.ts';
import { fixtures } from './fixtures.ts';
import { fullAlgorithm } from './fullAlgorithm.ts';
import { insulinEffects } from './insulinEffect.ts';
import { iob } from './iob.ts';
import { momenta } from './momentum.ts';

export const loop: readonly Family[] = [
  curves,
  iob,
  insulinEffects,
  momenta,
  counteractions,
  carbs,
  dose,
  fullAlgorithm,
  fixtures,
];
