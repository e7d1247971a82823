import type { Family } from '../../family.ts';
import { noise } from './noise.ts';
import { pump } from './pump.ts';
import { risk } from './risk.ts';
import { trajectories } from './trajectory.ts';

export const simglucose: readonly Family[] = [...trajectories, noise, pump, risk];
