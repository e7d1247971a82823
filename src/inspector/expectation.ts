import { z } from 'zod';
import { chosen } from '../domain/ledger/ledger.ts';
import type { Question } from '../ports.ts';
import { forecastFor } from '../runtime/controllers.ts';
import { questionFor } from '../runtime/question.ts';
import type { Observed } from '../runtime/run.ts';
import type { Expectation, Frame } from './protocol.ts';

/** What a controller is asked to forecast from, and when the reading of it was. */
export type ForecastAsked = { readonly atMonoMs: number; readonly question: Question };

/** What to forecast from at this step: at a reading that was believed, whether or not automation is on; else null. */
export const askedAt = ({
  envelope: { seq, monoMs, wallMs },
  derived,
  state: { ledger },
}: Observed): ForecastAsked | null => {
  const name = chosen(ledger.settings);
  if (name === null || !derived.some(({ type }) => type === 'glucose.accepted')) return null;
  const question = questionFor(ledger, name, seq, { monoMs, wallMs });
  return question === null ? null : { atMonoMs: monoMs, question };
};

/** Runs the controller's own code, here and now: a running pump does that in a thread apart. Never throws. */
export const expectationOf = ({ atMonoMs, question }: ForecastAsked): Expectation => {
  try {
    const forecast = forecastFor(question);
    return forecast === null
      ? { kind: 'missing', atMonoMs, why: 'the controller expects nothing from it.' }
      : { kind: 'forecast', atMonoMs, forecast };
  } catch (defect) {
    return { kind: 'missing', atMonoMs, why: defect instanceof Error ? defect.message : String(defect) };
  }
};

/** What is expected from a step on, in a replay: there is no pump to hold up. */
export const expectedHere = (observed: Observed): Pick<Frame, 'expected'> => {
  const asked = askedAt(observed);
  return asked === null ? {} : { expected: [expectationOf(asked)] };
};

const atMonoMs = z.int().nonnegative();
const values = z.array(z.number());
const courses = z.array(z.strictObject({ name: z.string(), mgPerDl: values }));

/** As a thread says it. */
export const expectationSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('forecast'),
    atMonoMs,
    forecast: z.strictObject({
      stepMs: z.number().positive(),
      glucose: values.min(1),
      effects: courses,
      courses,
    }),
  }),
  z.strictObject({ kind: z.literal('missing'), atMonoMs, why: z.string() }),
]) satisfies z.ZodType<Expectation>;
