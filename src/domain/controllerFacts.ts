import { z } from 'zod';
import { fact, reason } from './fact.ts';

/** The number by which a controller was asked. */
const question = z.int().positive();
/** As large as a number can be that is still exact: what is too much, the envelope says, and not the form. */
const whole = z.int().nonnegative();

/** How a controller can fail to answer: it threw, did not come to an end, answered what is no request, or is not there. */
export const failures = ['threw', 'hung', 'nonsense', 'absent'] as const;
export type Failure = (typeof failures)[number];

/** What comes of asking a controller. All of it is a claim of a stranger, which nothing has to follow. */
export const controllerFacts = [
  /** Lengths are counted from the question. `basal` null: what runs is left. `terms`: for a person. */
  fact('controller.answered', {
    question,
    basal: z.strictObject({ rateUuPerHour: whole, lengthMs: z.int().positive() }).nullable(),
    bolusUu: whole,
    validMs: z.int().positive(),
    terms: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(200),
          value: z.number().nullable(),
          unit: z.string().max(40),
        }),
      )
      .max(100),
  }),
  fact('controller.failed', { question, how: z.enum(failures), reason }),
] as const;
