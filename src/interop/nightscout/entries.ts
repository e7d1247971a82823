import { z } from 'zod';
import type { Noise } from '../../domain/detect/reading.ts';
import { type GlucoseUnit, spellGlucoseRange, toMgPerDl } from '../../domain/glucoseUnits.ts';
import { type MgPerDl, mgPerDl, type WallMs, wallMs } from '../../domain/units.ts';
import { codesInOtherUnit, isErrorCode, SENSOR } from '../errorCodes.ts';
import { amount, glucoseUnit, maybeAmount, stampMs } from './fields.ts';
import { glucoseProblems, type Imported, type ImportProblem, schemaProblems } from './problem.ts';

/** A reading of a sensor as Nightscout keeps it. */
export type Entry = { readonly atMs: WallMs; readonly mgPerDl: MgPerDl; readonly noise: Noise };

/** What of an entry matters; `mbg` and `cal` are of meters and calibrations. */
export const entrySchema = z.looseObject({
  type: z.string().optional(),
  date: stampMs,
  sgv: amount.optional(),
  noise: maybeAmount,
  units: glucoseUnit.optional(),
});

type Sgv = {
  readonly index: number;
  readonly atMs: number;
  readonly value: number;
  readonly unit: GlucoseUnit;
  readonly noise: number;
};

const NOISE: readonly Noise[] = ['clean', 'clean', 'light', 'medium', 'heavy'];
/** How restless a sensor is by the number of an entry; a number that is not known is taken for the worst. */
export const noiseOf = (number: number): Noise => NOISE[number] ?? 'heavy';

const problemsOf = (readings: readonly Sgv[]): readonly ImportProblem[] => {
  const plausible = readings.filter(each => !isErrorCode(each));
  const wrong = plausible.flatMap(({ index, value, unit }) =>
    glucoseProblems(`[${index}].sgv`, value, unit, SENSOR),
  );
  if (wrong.length > 0) return wrong;
  const fitting = codesInOtherUnit(readings);
  const [first] = fitting;
  return first !== undefined
    ? [
        {
          field: `[${first.index}].sgv`,
          value: String(first.value),
          unit: first.unit,
          allowed: spellGlucoseRange(SENSOR, first.unit),
          problem: `fits only mmol/L, as do ${fitting.length} of ${readings.length} readings`,
          remedy: 'Nightscout keeps sgv in mg/dL; convert them, or add units: "mmol" to each entry.',
        },
      ]
    : [];
};

const withoutRepeats = (sorted: readonly Sgv[]): readonly Sgv[] =>
  sorted.filter((each, index) => each.atMs !== sorted[index - 1]?.atMs);

const noteIf = (count: number, words: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${words}`];

/**
 * Reads the export of `entries` (`/api/v1/entries.json`): sensor readings, the oldest first, in whole mg/dL. `sgv` is in mg/dL unless an
 * entry says otherwise; a value that fits only the other unit is refused. Error codes, repeated instants and entries of other types
 * are left out, and counted in the notes.
 */
export const readEntries = (json: unknown): Imported<readonly Entry[]> => {
  const read = z.array(entrySchema).safeParse(json);
  if (!read.success) return { ok: false, problems: schemaProblems(read.error, json) };
  const readings = read.data.flatMap(({ type, date, sgv, noise, units }, index): readonly Sgv[] =>
    sgv === undefined || (type !== undefined && type !== 'sgv')
      ? []
      : [{ index, atMs: date, value: sgv, unit: units ?? 'mg/dL', noise: noise ?? 0 }],
  );
  const problems = problemsOf(readings);
  if (problems.length > 0) return { ok: false, problems };
  const values = readings.filter(each => !isErrorCode(each)).sort((a, b) => a.atMs - b.atMs);
  const kept = withoutRepeats(values);
  return {
    ok: true,
    value: kept.map(({ atMs, value, unit, noise }) => ({
      atMs: wallMs(atMs),
      mgPerDl: mgPerDl(Math.round(toMgPerDl(value, unit))),
      noise: noiseOf(noise),
    })),
    notes: [
      ...noteIf(read.data.length - readings.length, 'entries that are no sensor readings left out.'),
      ...noteIf(readings.length - values.length, 'error codes of the sensor left out.'),
      ...noteIf(values.length - kept.length, 'readings of an instant that has one left out.'),
    ],
  };
};
