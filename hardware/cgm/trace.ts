import { glucoseTrouble, REPORTED, spellGlucoseRange, toMgPerDl } from '../../src/domain/glucoseUnits.ts';
import { type MgPerDl, mgPerDl } from '../../src/domain/units.ts';
import { csvRows } from './csv.ts';
import { loopRows } from './loop.ts';
import type { TraceProblem } from './problem.ts';
import type { Row } from './rows.ts';

/** One reading, counted from the first one of its trace. */
export type Reading = { readonly afterMs: number; readonly mgPerDl: MgPerDl };

/** A recording of a glucose sensor: at least two readings, in order of time, no two at the same instant. */
export type Trace = {
  readonly file: string;
  readonly readings: readonly Reading[];
  /** The usual time between two readings: their median spacing. */
  readonly everyMs: number;
  /** What was put right while reading, in sentences; empty when nothing was. */
  readonly notes: readonly string[];
};

export type ReadTrace =
  | { readonly ok: true; readonly trace: Trace }
  | { readonly ok: false; readonly problem: TraceProblem };

/** A gap of more than this many usual spacings is worth a note; the sensor is simply silent in it. */
const GAP = 1.5;

/**
 * Reads a recording: CSV (`datetime,value,units`) or a Loop capture (JSON). mmol/L becomes mg/dL with
 * 18.01559, rounded to whole mg/dL. A repeated reading is dropped with a note; a gap stays a gap, with
 * a note; time that goes back is refused, because nobody can know what was meant. Never throws.
 */
export const readTrace = (file: string, text: string): ReadTrace => {
  const looksLikeJson = /^[\s\uFEFF]*[{[]/.test(text);
  const read = looksLikeJson ? loopRows(file, text) : csvRows(file, text);
  if (!read.ok) return read;
  const wrong = read.rows.map(row => valueProblem(file, row)).find(problem => problem !== null);
  if (wrong) return { ok: false, problem: wrong };
  return assemble(file, read.rows);
};

const inMgPerDl = ({ value, unit }: Row): number => toMgPerDl(value, unit);

const valueProblem = (file: string, { line, field, value, unit }: Row): TraceProblem | null => {
  const trouble = glucoseTrouble(value, unit, REPORTED);
  return (
    trouble && {
      file,
      line,
      field,
      value: String(value),
      unit,
      allowed: spellGlucoseRange(REPORTED, unit),
      ...trouble,
    }
  );
};

const assemble = (file: string, rows: readonly Row[]): ReadTrace => {
  const readings: Reading[] = [];
  let before: Row | undefined;
  let repeated = 0;
  for (const row of rows) {
    if (before && row.atMs === before.atMs) {
      if (inMgPerDl(row) !== inMgPerDl(before))
        return { ok: false, problem: contradiction(file, row, before) };
      repeated += 1;
      continue;
    }
    if (before && row.atMs < before.atMs) return { ok: false, problem: backwards(file, row, before) };
    readings.push({
      afterMs: row.atMs - (rows[0]?.atMs ?? row.atMs),
      mgPerDl: mgPerDl(Math.round(inMgPerDl(row))),
    });
    before = row;
  }
  if (readings.length < 2) return { ok: false, problem: tooShort(file, readings.length) };
  const everyMs = usualSpacing(readings);
  const notes = [
    ...(repeated === 0
      ? []
      : [`${file}: ${repeated} repeated ${repeated === 1 ? 'reading' : 'readings'} dropped.`]),
    ...gapNotes(file, readings, everyMs),
  ];
  return { ok: true, trace: { file, readings, everyMs, notes } };
};

const spacings = (readings: readonly Reading[]): readonly number[] =>
  readings.slice(1).map((reading, index) => reading.afterMs - (readings[index]?.afterMs ?? 0));

const usualSpacing = (readings: readonly Reading[]): number => {
  const sorted = spacings(readings).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

const gapNotes = (file: string, readings: readonly Reading[], everyMs: number): readonly string[] => {
  const gaps = spacings(readings).filter(ms => ms > GAP * everyMs);
  if (gaps.length === 0) return [];
  const longest = Math.round(Math.max(...gaps) / 60_000);
  return [
    `${file}: ${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}, the longest ${longest} min; the sensor is silent in them.`,
  ];
};

const contradiction = (file: string, row: Row, before: Row): TraceProblem => ({
  file,
  line: row.line,
  field: row.field,
  value: String(row.value),
  unit: row.unit,
  allowed: null,
  problem: `differs from the ${before.value} ${before.unit} already given for ${row.time}`,
  remedy: 'Keep the one that is right.',
});

const backwards = (file: string, row: Row, before: Row): TraceProblem => ({
  file,
  line: row.line,
  field: row.timeField,
  value: row.time,
  unit: null,
  allowed: `later than ${before.time}`,
  problem: 'is before the reading above it',
  remedy: 'Sort the file by time, oldest first.',
});

const tooShort = (file: string, count: number): TraceProblem => ({
  file,
  line: null,
  field: 'readings',
  value: String(count),
  unit: 'readings',
  allowed: 'at least 2 at different times',
  problem: 'is too few to replay',
  remedy: 'Use a longer recording; some are in src/simulate/data/recorded.',
});
