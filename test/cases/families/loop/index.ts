import type { Family } from '../../family.ts';
import { curves } from './curves.ts';

export const loop: readonly Family[] = [curves];
