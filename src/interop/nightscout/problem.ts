import type { z } from 'zod';
import {
  type GlucoseRange,
  type GlucoseUnit,
  glucoseTrouble,
  spellGlucoseRange,
} from '../../domain/glucoseUnits.ts';

/** What is wrong with an export, and where, so that a person can put it right. */
export type ImportProblem = {
  /** `[12].sgv`, `[0].store.Default.sens[1].value`. */
  readonly field: string;
  readonly value: string;
  readonly unit: string | null;
  readonly allowed: string | null;
  readonly problem: string;
  readonly remedy: string;
};

/** What was read, with what was left out in sentences; or all that is wrong. */
export type Imported<Value> =
  | { readonly ok: true; readonly value: Value; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };

/** A glucose in a unit: what is wrong with it in its range; nothing when nothing is. */
export const glucoseProblems = (
  field: string,
  value: number,
  unit: GlucoseUnit,
  range: GlucoseRange,
): readonly ImportProblem[] => {
  const trouble = glucoseTrouble(value, unit, range);
  return trouble === null
    ? []
    : [{ field, value: String(value), unit, allowed: spellGlucoseRange(range, unit), ...trouble }];
};

/** An amount that has no other unit to be confused with. */
export const amountProblems = (
  field: string,
  value: number,
  { least, most, unit }: GlucoseRange & { readonly unit: string },
): readonly ImportProblem[] =>
  value >= least && value <= most
    ? []
    : [
        {
          field,
          value: String(value),
          unit,
          allowed: `${least} to ${most} ${unit}`,
          problem: 'is out of range',
          remedy: 'Correct it or remove the record.',
        },
      ];

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the export';

const foundAt = (whole: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    whole,
  );

/** What a schema found, as problems with the values that stand there. */
export const schemaProblems = (error: z.ZodError, whole: unknown): readonly ImportProblem[] =>
  error.issues.map(({ path, message }) => {
    const found = foundAt(whole, path);
    return {
      field: pathOf(path),
      value: found === undefined ? 'nothing' : (JSON.stringify(found) ?? String(found)).slice(0, 60),
      unit: null,
      allowed: null,
      problem: message,
      remedy: 'Use the export as Nightscout wrote it, or correct this field.',
    };
  });

/** `[3].sgv = 7.4 mg/dL: fits only mmol/L (allowed: 20 to 600 mg/dL). If it is in mmol/L, say so in the units.` */
export const spellProblem = ({ field, value, unit, allowed, problem, remedy }: ImportProblem): string =>
  `${field} = ${value}${unit === null || value === 'nothing' ? '' : ` ${unit}`}: ${problem}${allowed === null ? '' : ` (allowed: ${allowed})`}. ${remedy}`;
