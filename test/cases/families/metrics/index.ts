import type { Family } from '../../family.ts';
import { glycemicMetrics } from './glycemicMetrics.ts';

export const metrics: readonly Family[] = [glycemicMetrics];
