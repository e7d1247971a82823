import { z } from 'zod';
import type { TraceProblem } from './problem.ts';
import type { ReadRows, Row } from './rows.ts';
import { instantOf } from './time.ts';

/** What is used of a Loop capture: the sensor's readings, always in mg/dL. Doses and meals are left alone. */
const captureSchema = z.looseObject({
  glucoseHistory: z.array(z.looseObject({ date: z.string(), value: z.number() })),
});

/** Reads a Loop capture (JSON with `glucoseHistory`). Never throws. */
export const loopRows = (file: string, text: string): ReadRows => {
  const parsed = json(text);
  if (!parsed.ok) {
    return refuse(
      file,
      'file',
      text.slice(0, 40),
      null,
      `is not JSON (${parsed.why})`,
      'Use the file as it was exported.',
    );
  }
  const read = captureSchema.safeParse(parsed.value);
  if (!read.success) return refuseIssue(file, read.error.issues[0], parsed.value);
  const rows: Row[] = [];
  for (const [index, { date, value }] of read.data.glucoseHistory.entries()) {
    const at = `glucoseHistory[${index}]`;
    const atMs = instantOf(date);
    if (atMs === null) {
      return refuse(
        file,
        `${at}.date`,
        date,
        'YYYY-MM-DDTHH:MM:SSZ',
        'is not a date and time',
        'Write it as in the other readings.',
      );
    }
    rows.push({
      line: null,
      field: `${at}.value`,
      timeField: `${at}.date`,
      time: date,
      atMs,
      value,
      unit: 'mg/dL',
    });
  }
  return { ok: true, rows };
};

const json = (
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string } => {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (failure) {
    return { ok: false, why: failure instanceof Error ? failure.message : String(failure) };
  }
};

const refuse = (
  file: string,
  field: string,
  value: string,
  allowed: string | null,
  problem: string,
  remedy: string,
): ReadRows => {
  const unit = field.endsWith('.value') ? 'mg/dL' : null;
  const wrong: TraceProblem = { file, line: null, field, value, unit, allowed, problem, remedy };
  return { ok: false, problem: wrong };
};

const refuseIssue = (file: string, issue: z.core.$ZodIssue | undefined, value: unknown): ReadRows => {
  const path = issue?.path ?? [];
  const field =
    path
      .map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
      .join('')
      .replace(/^\./, '') || 'file';
  const found = path.reduce<unknown>(
    (inner, key) => (isRecord(inner) ? inner[String(key)] : undefined),
    value,
  );
  const expected = issue?.code === 'invalid_type' ? `a ${issue.expected}` : null;
  return refuse(
    file,
    field,
    found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 60),
    expected,
    'is not what a Loop capture has there',
    'Use a Loop capture with glucoseHistory, or a CSV with datetime,value,units.',
  );
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
