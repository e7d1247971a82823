import { z } from 'zod';
import { fact } from './fact.ts';
import { HARD } from './limits.ts';

const glucose = z.int().min(HARD.targetLeastMgDl).max(HARD.targetMostMgDl);

/** Another band of glucose is aimed at, instead of the one before if one runs. It ends by itself after its time. */
export const targetFacts = [
  /** A band that ends below its beginning is its beginning alone: of the two, the one with less insulin. */
  fact('target.started', {
    lowMgPerDl: glucose,
    highMgPerDl: glucose,
    durationMs: z.int().positive().max(HARD.temporaryTargetMostMs),
  }),
  fact('target.cancelled', {}),
] as const;
