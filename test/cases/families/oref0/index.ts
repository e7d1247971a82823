import type { Family } from '../../family.ts';

export const oref0: readonly Family[] = [];
