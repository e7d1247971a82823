import { dosing } from './features/dosing.ts';
import type { Feature } from './features/feature.ts';
import { life } from './features/life.ts';
import { safety } from './features/safety.ts';

export type { Feature } from './features/feature.ts';

/** All rows, in the order of the pump domain's tables. */
export const features: readonly Feature[] = [...dosing, ...safety, ...life];
