import { z } from 'zod';
import type { TraceProblem } from './problem.ts';
import type { ReadRows, Row } from './rows.ts';
import { instantOf } from './time.ts';

const COLUMNS = ['datetime', 'value', 'units'] as const;
type Column = (typeof COLUMNS)[number];

const unitSchema = z
  .string()
  .transform(text => text.toLowerCase())
  .pipe(z.enum(['mg/dl', 'mmol/l']))
  .transform(text => (text === 'mg/dl' ? ('mg/dL' as const) : ('mmol/L' as const)));
const numberSchema = z
  .string()
  .regex(/^[+-]?(\d+\.?\d*|\.\d+)$/)
  .transform(Number);

/** Reads `datetime,value,units`: these columns in any order and no others; comma, no quotes needed. Never throws. */
export const csvRows = (file: string, text: string): ReadRows => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const header = (lines[0] ?? '').split(',').map(cell => plain(cell).toLowerCase());
  const absent = COLUMNS.filter(column => !header.includes(column));
  if (absent.length > 0 || header.length !== COLUMNS.length) {
    return refuse({
      file,
      line: 1,
      field: 'header',
      value: (lines[0] ?? '').slice(0, 60),
      unit: null,
      allowed: COLUMNS.join(','),
      problem: 'does not name the three columns',
      remedy: 'Make the first line: datetime,value,units',
    });
  }
  const rows: Row[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const read = rowOf(file, index + 1, header, line.split(',').map(plain));
    if ('problem' in read) return { ok: false, problem: read.problem };
    rows.push(read.row);
  }
  return { ok: true, rows };
};

const plain = (cell: string): string =>
  cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();

const refuse = (problem: TraceProblem): ReadRows => ({ ok: false, problem });

const rowOf = (
  file: string,
  line: number,
  header: readonly string[],
  cells: readonly string[],
): { readonly row: Row } | { readonly problem: TraceProblem } => {
  const cell = (column: Column): string => cells[header.indexOf(column)] ?? '';
  const at = { file, line, unit: null };
  if (cells.length !== COLUMNS.length) {
    return {
      problem: {
        ...at,
        field: 'line',
        value: cells.join(',').slice(0, 60),
        allowed: COLUMNS.join(','),
        problem: `has ${cells.length} fields, not ${COLUMNS.length}`,
        remedy: 'Complete or remove the line.',
      },
    };
  }
  const unit = unitSchema.safeParse(cell('units'));
  if (!unit.success) {
    return {
      problem: {
        ...at,
        field: 'units',
        value: cell('units'),
        allowed: 'mg/dL or mmol/L',
        problem: 'is no unit of glucose',
        remedy: 'Name the unit of this value.',
      },
    };
  }
  const value = numberSchema.safeParse(cell('value'));
  if (!value.success) {
    return {
      problem: {
        ...at,
        field: 'value',
        value: cell('value'),
        unit: unit.data,
        allowed: 'a number',
        problem: 'is not a number',
        remedy: 'Correct the value or remove the line; use a point for decimals.',
      },
    };
  }
  const atMs = instantOf(cell('datetime'));
  if (atMs === null) {
    return {
      problem: {
        ...at,
        field: 'datetime',
        value: cell('datetime'),
        allowed: 'M/D/YYYY HH:MM:SS or YYYY-MM-DDTHH:MM:SSZ',
        problem: 'is not a date and time',
        remedy: 'Write it in one of these two ways.',
      },
    };
  }
  return {
    row: {
      line,
      field: 'value',
      timeField: 'datetime',
      time: cell('datetime'),
      atMs,
      value: value.data,
      unit: unit.data,
    },
  };
};
