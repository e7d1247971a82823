import { z } from 'zod';
import { fact } from './fact.ts';
import { targetObjections } from './therapy/activity.ts';

/** Another band of glucose is aimed at, instead of the one before if one runs. It ends by itself after its time. */
export const targetFacts = [
  fact('target.started', {
    lowMgPerDl: z.int(),
    highMgPerDl: z.int(),
    durationMs: z.int(),
  }).superRefine(({ durationMs, ...band }, context) => {
    for (const message of targetObjections(band, durationMs)) context.addIssue({ code: 'custom', message });
  }),
  fact('target.cancelled', {}),
] as const;
