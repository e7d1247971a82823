import type { Family } from '../family.ts';
import { loop } from './loop/index.ts';
import { metrics } from './metrics/index.ts';
import { oref0 } from './oref0/index.ts';
import { simglucose } from './simglucose/index.ts';

/** Every family there is a comparison for, folder by folder. */
export const FAMILIES: readonly Family[] = [...loop, ...metrics, ...oref0, ...simglucose];
