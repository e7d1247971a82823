import { expect, test } from 'vitest';
import { controlsOf, type HazardId, hazards } from '../../specs/hazards.ts';
import { isRequirementId, type Row, requirement, requirements } from '../../specs/requirements/index.ts';
import { SOURCES, workOf } from '../../specs/requirements/sources.ts';

const hazardIds = Object.keys(hazards) as readonly HazardId[];

/** What is wrong with the form of a row. */
const faultsOf = ({
  id,
  text,
  hazards: named,
  rationale,
  source,
  verified,
  rig,
  due,
  partDue,
}: Row): readonly string[] => [
  ...(/^SR-\d{3}$/.test(id) ? [] : ['its id is not SR- and three digits']),
  ...(/\bshall\b/.test(text) ? [] : ['its sentence has no "shall"']),
  ...(/^[A-Z].*\.$/s.test(text) ? [] : ['its text is not a sentence']),
  ...(isSentence(rationale) ? [] : ['its rationale is not one sentence']),
  ...(new Set(source).size === source.length ? [] : ['it names a source twice']),
  ...(rig === undefined || isSentence(rig) ? [] : ['its rig test is not one sentence']),
  ...(rig === undefined && [due, partDue].includes('when the power board times the motor itself')
    ? ['it waits for hardware and names no rig test']
    : []),
  ...(new Set(named).size === named.length ? [] : ['it names a hazard twice']),
  ...(new Set(verified).size === verified.length ? [] : ['it names a way of verification twice']),
  ...(due === undefined || partDue === undefined ? [] : ['it waits as a whole and in part']),
  ...unitless(text).map(number => `the number ${number} has no unit`),
];

/** Begins with a capital and ends with the only full stop that a space could follow. */
const isSentence = (text: string): boolean => /^[A-Z].{20,}\.$/s.test(text) && !/\. /.test(text);

/** Numbers that no unit, no counted thing and no alarm letter explains. */
const unitless = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\w.-])\d+(?:\.\d+)?(?![\w.]*\d)/g)]
    .filter(({ index }) => !UNIT.test(text.slice(index)))
    .map(([number]) => number);

const UNIT = /^[\d.]+ (%|ms|s|min|h|days|U\/min|U\/h|U|mg\/dL|°C|kPa\/s|kPa|maximum boluses|times)(?![\w/])/;

test('there are 118 requirements, numbered in order, none twice', () => {
  const expected = Array.from({ length: 118 }, (_, index) => `SR-${String(index + 1).padStart(3, '0')}`);
  expect(requirements.map(row => row.id)).toEqual(expected);
});

test('every requirement is one testable sentence whose numbers have units', () => {
  const faults = requirements.flatMap(row => faultsOf(row).map(fault => `${row.id}: ${fault}`));
  expect(faults).toEqual([]);
});

test('a planted requirement of bad form is found', () => {
  const row = requirement('SR-001');
  const planted: readonly Partial<Row>[] = [
    { text: 'The motor moves.' },
    { text: 'it shall' },
    { text: 'It shall wait 400.' },
    { text: 'It shall wait 400 Apples.' },
    { hazards: ['H-OVER', 'H-OVER'] },
    { verified: ['test', 'test'] },
    { rationale: '' },
    { rationale: 'It is so. And therefore it has to be.' },
    { source: ['our own design', 'our own design'] },
    { rig: 'measure it' },
    { partDue: 'when the power board times the motor itself' },
    { due: 'when export is built', partDue: 'when export is built' },
  ];
  for (const change of planted)
    expect(faultsOf({ ...row, ...change }), JSON.stringify(change)).toHaveLength(1);
});

test('every requirement names sources that are known, and every known source is named', () => {
  const works = requirements.map(({ source }) => source.map(workOf));
  expect(works.filter(named => named.length === 0 || named.includes(undefined))).toEqual([]);
  expect(new Set(works.flat())).toEqual(new Set(Object.keys(SOURCES)));
});

test('no two requirements have the same rationale', () => {
  expect(new Set(requirements.map(({ rationale }) => rationale)).size).toBe(requirements.length);
});

/** What the software cannot show alone: it is met by a real part, or not at all. */
const ON_A_RIG = 'SR-009 SR-064 SR-067 SR-068 SR-069 SR-071 SR-085 SR-113';

test('exactly these requirements need a real part, and each names the rig test that would show it', () => {
  const named = requirements.filter(({ rig }) => rig !== undefined);
  expect(named.map(({ id }) => id).join(' ')).toBe(ON_A_RIG);
});

test('every hazard has a harm and a requirement that controls it', () => {
  expect(hazardIds).toHaveLength(18);
  expect(hazardIds.filter(id => hazards[id].harm === '' || controlsOf(id).length === 0)).toEqual([]);
});

test('the map from hazards to requirements loses no link', () => {
  const forward = requirements.reduce((count, row) => count + row.hazards.length, 0);
  const backward = hazardIds.reduce((count, id) => count + controlsOf(id).length, 0);
  expect(forward).toBeGreaterThan(118);
  expect(backward).toBe(forward);
});

test('a text is a requirement id only if a row has it', () => {
  expect(isRequirementId('SR-118')).toBe(true);
  for (const text of ['SR-119', 'SR-1', 'sr-001', '', 'toString']) expect(isRequirementId(text)).toBe(false);
});

/** What waits for a later part of the pump, as a whole and in part. This list only ever gets shorter. */
const DUE = '';
const PARTLY_DUE = 'SR-009 SR-064 SR-074 SR-115';

test('exactly these requirements wait for their subject', () => {
  const ids = (rows: readonly Row[]): string => rows.map(({ id }) => id).join(' ');
  expect(ids(requirements.filter(({ due }) => due !== undefined))).toBe(DUE);
  expect(ids(requirements.filter(({ partDue }) => partDue !== undefined))).toBe(PARTLY_DUE);
});
