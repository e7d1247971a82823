import type { Family } from '../../family.ts';
import { determineBasal } from './determineBasal.ts';

export const oref0: readonly Family[] = [determineBasal];
