import { z } from 'zod';
import type { Controller } from '../automation/controller.ts';
import type { Failure } from '../domain/controllerFacts.ts';
import { readAsked } from '../domain/envelope/request.ts';
import type { FactOf } from '../domain/facts.ts';
import type { Question } from '../ports.ts';

export type Answer = FactOf<'controller.answered'> | FactOf<'controller.failed'>;

/** Longer is no reason that anybody reads. */
const REASON_LENGTH = 400;

export const failure = (question: number, how: Failure, said: unknown): Answer => {
  const reason = said instanceof Error ? said.message : String(said);
  return {
    type: 'controller.failed',
    question,
    how,
    reason: (reason || 'without a word').slice(0, REASON_LENGTH),
  };
};

/** Asks a stranger, and makes a fact of whatever comes of it. Never throws. */
export const answerTo = (controller: Controller, { number, history, therapy, nowMs }: Question): Answer => {
  try {
    return answered(number, controller(history, therapy, nowMs), nowMs);
  } catch (defect) {
    return failure(number, 'threw', defect);
  }
};

/** What a person is told of the argument; what cannot be read of it is left out, and nothing depends on it. */
const termsSchema = z.object({
  reasons: z.array(
    z.object({ name: z.string(), value: z.number().nullable().catch(null), unit: z.string() }),
  ),
});
const TERMS_MOST = 100;

/** A fact of what a controller has said: whole amounts, or none of it counts. */
export const answered = (question: number, said: unknown, nowMs: number): Answer => {
  const heard = readAsked(said, nowMs);
  if (heard.kind === 'nonsense') return failure(question, 'nonsense', heard.reasons.join('; '));
  const { basal, bolusUu, validMs } = heard.asked;
  const terms = termsSchema.safeParse(said).data?.reasons ?? [];
  return {
    type: 'controller.answered',
    question,
    basal: basal === null ? null : { rateUuPerHour: basal.rate, lengthMs: basal.lengthMs },
    bolusUu,
    validMs,
    terms: terms.slice(0, TERMS_MOST).map(({ name, value, unit }) => ({
      name: (name || 'reason').slice(0, 200),
      value,
      unit: unit.slice(0, 40),
    })),
  };
};
