import type { Family } from '../../family.ts';

export const metrics: readonly Family[] = [];
