import { z } from 'zod';
import type { MicrounitsPerHour, Milliseconds } from '../units.ts';
import { microunits, microunitsPerHour, milliseconds } from '../units.ts';

/**
 * What automation asks for, in whole units, lengths counted from now. `basal` null: what runs is left; `bolusUu` zero: none.
 * Only `readAsked` makes one of what a controller says.
 */
export type Asked = {
  readonly basal: { readonly rate: MicrounitsPerHour; readonly lengthMs: Milliseconds } | null;
  readonly bolusUu: number;
  readonly validMs: Milliseconds;
};

/** A day and more ahead is no length of treatment but another clock; oref0 asks for two hours at most. */
const AHEAD_MOST_MS = 2 * 3_600_000;

const whole = (what: string, unit: string) =>
  z
    .number(`${what} is no number: the controller has to answer in whole ${unit}`)
    .refine(value => Number.isSafeInteger(value) && value >= 0, {
      error: ({ input }) => `${what} is ${input}: it has to be a whole number of ${unit}, zero or more`,
    });

/** What a controller may say; reasons are for people, and nothing follows from them. */
const answerSchema = z.object({
  basal: z
    .object({
      rate: whole('the rate', 'µU/h').transform(microunitsPerHour),
      lengthMs: whole('the length of the rate', 'ms').transform(milliseconds),
    })
    .nullable(),
  microbolus: whole('the bolus', 'µU').transform(microunits).nullable(),
  validUntilMs: whole('the end of validity', 'ms of the wall clock'),
});

export type Heard =
  | { readonly kind: 'asked'; readonly asked: Asked }
  | { readonly kind: 'nonsense'; readonly reasons: readonly string[] };

/**
 * Makes a request of whatever a controller has answered at `nowMs` of the wall clock. Anything that is not a whole amount, or holds
 * no longer or from another time, is nonsense as a whole: half an answer is no answer.
 */
export const readAsked = (answer: unknown, nowMs: number): Heard => {
  const read = answerSchema.safeParse(answer);
  if (!read.success)
    return {
      kind: 'nonsense',
      reasons: read.error.issues.map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`),
    };
  const { basal, microbolus, validUntilMs } = read.data;
  const validMs = validUntilMs - nowMs;
  const reasons = [
    ...(validMs <= 0 ? [`the answer was valid until ${validUntilMs}, and now it is ${nowMs}`] : []),
    ...(validMs > AHEAD_MOST_MS
      ? [`the answer is valid for ${validMs} ms: more than two hours is another clock`]
      : []),
    ...(basal !== null && basal.lengthMs === 0 ? ['the rate lasts no time; ask for none instead'] : []),
  ];
  if (reasons.length > 0) return { kind: 'nonsense', reasons };
  return { kind: 'asked', asked: { basal, bolusUu: microbolus ?? 0, validMs: milliseconds(validMs) } };
};
