import type { Family } from '../../family.ts';

export const simglucose: readonly Family[] = [];
