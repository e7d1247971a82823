import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inspections } from '../../specs/inspections.ts';
import { requirements } from '../../specs/requirements/index.ts';
import { root } from './source.ts';

/** Where an inspection found that a requirement is not met as it stands. This list only ever gets shorter. */
const DEPARTS = ['SR-088', 'SR-104', 'SR-115'];

test('an inspection says its day, the files that were looked at, and what was found', () => {
  expect(inspections.length).toBeGreaterThanOrEqual(4);
  for (const { req, date, files, found } of inspections) {
    expect(date, req).toMatch(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
    expect(
      files.filter(file => !existsSync(`${root}${file}`)),
      req,
    ).toEqual([]);
    expect(found.length, req).toBeGreaterThan(40);
  }
});

test('what is verified by inspection was inspected, and nothing else', () => {
  const due = requirements.filter(
    ({ verified, due }) => verified.includes('inspection') && due === undefined,
  );
  expect(inspections.map(({ req }) => req)).toEqual(due.map(({ id }) => id));
});

test('exactly these inspections found a departure', () => {
  expect(inspections.filter(({ departs }) => departs !== undefined).map(({ req }) => req)).toEqual(DEPARTS);
});
