import { z } from 'zod';
import type { GlucoseUnit } from '../../domain/glucoseUnits.ts';

/** Numbers that Nightscout's clients write as numbers or as text. */
export const amount = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^[+-]?(\d+\.?\d*|\.\d+)$/, 'is not a number')
    .transform(Number),
]);

/** An amount that may be absent, null or empty. */
export const maybeAmount = z
  .union([amount, z.literal('').transform(() => null)])
  .nullish()
  .transform(value => value ?? null);

/** How clients spell the units: `mg/dl`, `mgdl`, `mmol`, `mmol/L`. */
export const glucoseUnit = z
  .string()
  .transform(text => text.toLowerCase().replace(/[^a-z]/g, ''))
  .pipe(z.enum(['mgdl', 'mmol', 'mmoll'], 'is no unit of glucose: mg/dl or mmol'))
  .transform((text): GlucoseUnit => (text === 'mgdl' ? 'mg/dL' : 'mmol/L'));

/** Nightscout itself takes nothing from before. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/** Milliseconds since 1970. Ten digits are seconds, and refused: nothing is guessed. */
export const stampMs = z
  .number()
  .refine(Number.isSafeInteger, 'is no whole number of ms')
  .refine(value => value >= EARLIEST_MS, 'is before 2000: it has to be in ms since 1970');

/** A date and time with its zone. */
export const stampText = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/,
    'is no ISO date and time with a zone',
  )
  .transform(text => Date.parse(text))
  .refine(value => value >= EARLIEST_MS, 'is no date after 2000');
