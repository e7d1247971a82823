import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Feature, features } from '../../specs/features.ts';
import { requirement } from '../../specs/requirements/index.ts';
import { MACHINES } from '../../src/cli/machines.ts';
import { HARD } from '../../src/domain/limits.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { stateIds } from '../../src/verify/coverage.ts';
import { featureTable } from '../../src/verify/features.ts';
import { root } from './source.ts';

/** The rows of the pump domain's tables, as they stand there. */
const ROWS = {
  '1A': [
    'reservoir',
    'insulin',
    'basal range',
    'segments / profiles',
    'max-basal setting',
    'temp basal',
    'bolus step/min/max',
    'bolus speed',
    'extended / combo',
    'basal pulse cadence',
  ],
  '1D': [
    'occlusion: how/when',
    'over/under-infusion',
    'low/very low/empty',
    'battery',
    'auto-off',
    'hourly/daily limit',
    'environment',
    'stuck button',
    'escalation',
    'lockout',
    'remote bolus',
    'self-test',
    'dual processor',
  ],
  '1E': ['cartridge change (Tandem)', 'Medtronic', 'Omnipod', 'history', 'reset', 'time change', 'export'],
} as const satisfies Record<Feature['section'], readonly string[]>;

const states = new Set(MACHINES.flatMap(stateIds));
const limits = new Set([...Object.keys(HARD), ...Object.keys(exampleSettings)]);

/** The requirements that a file of tests names in a title or in `req(…)`, or a story in its heading. */
const namedIn = (file: string): ReadonlySet<string> => {
  const text = readFileSync(`${root}${file}`, 'utf8');
  const naming = file.endsWith('.txt') ? /^#.*/gm : /['"`](?:SR-\d{3}\b ?)+/g;
  return new Set((text.match(naming) ?? []).flatMap(named => named.match(/\bSR-\d{3}\b/g) ?? []));
};

/** What is wrong with the tests that a row names. */
const testFaultsOf = ({ row, req, tests }: Feature): readonly string[] => {
  const there = tests.filter(file => existsSync(`${root}${file}`));
  const named = there.map(namedIn);
  return [
    ...tests.filter(file => !there.includes(file)).map(file => `${row}: there is no ${file}`),
    ...there
      .filter((_, index) => !req.some(id => named[index]?.has(id)))
      .map(file => `${row}: ${file} names none of its requirements`),
    ...req.filter(id => !named.some(ids => ids.has(id))).map(id => `${row}: no test of it names ${id}`),
  ];
};

const waitsInPart = ({ req }: Feature): boolean => req.every(id => requirement(id).partDue !== undefined);

/** What is wrong with a row of the table. */
const faultsOf = (feature: Feature): readonly string[] => [
  ...feature.states.filter(id => !states.has(id)).map(id => `${feature.row}: no chart has a state ${id}`),
  ...feature.limits
    .filter(name => !limits.has(name))
    .map(name => `${feature.row}: there is no limit ${name}`),
  ...feature.req
    .filter(id => requirement(id).due !== undefined)
    .map(id => `${feature.row}: ${id} is not built`),
  ...testFaultsOf(feature),
  ...(waitsInPart(feature) === (feature.missing !== undefined)
    ? []
    : [`${feature.row}: it says that a part is missing if and only if every requirement waits in part`]),
  ...(feature.states.length + feature.alarms.length > 0 || feature.excluded !== undefined
    ? []
    : [`${feature.row}: nothing in the charts does it`]),
];

test.each(Object.entries(ROWS))(
  'every row of table %s is covered, or left out with a reason',
  (section, rows) => {
    expect(features.filter(feature => feature.section === section).map(({ row }) => row)).toEqual(rows);
  },
);

test('each feature names states, limits, tests and requirements that exist and are built', () => {
  expect(features.flatMap(faultsOf)).toEqual([]);
});

test('a feature that names what is not there is found', () => {
  const [first] = features;
  if (first === undefined) throw new Error('there are no features');
  expect(faultsOf({ ...first, states: ['pump.nowhere'] })).toHaveLength(1);
  expect(faultsOf({ ...first, limits: ['nothingUu'] })).toHaveLength(1);
  expect(faultsOf({ ...first, states: [], alarms: [] })).toHaveLength(1);
  expect(faultsOf({ ...first, tests: [...first.tests, 'test/nowhere.test.ts'] })).toHaveLength(1);
  expect(faultsOf({ ...first, tests: [...first.tests, 'test/cgm/trace.test.ts'] })).toHaveLength(1);
  expect(faultsOf({ ...first, req: [...first.req, 'SR-104'] })).toHaveLength(1);
  expect(faultsOf({ ...first, missing: 'Everything.' })).toHaveLength(1);
});

test('a feature of which every requirement waits in part says what is missing', () => {
  const partly = features.filter(waitsInPart);
  expect(partly.map(({ row }) => row)).toEqual(['export']);
  for (const { missing, ...feature } of partly) expect(faultsOf(feature)).toHaveLength(1);
});

test('the printed table has a line for every feature', () => {
  const table = featureTable(features);
  for (const { row } of features) expect(table).toContain(`| ${row} |`);
});
