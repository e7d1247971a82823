import { expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { type Row, requirement } from '../../specs/requirements/index.ts';
import { elementsOf } from '../../src/verify/trace/elements.ts';
import { reportSchema, testsOf } from '../../src/verify/trace/evidence.ts';
import { type Sources, traceOf } from '../../src/verify/trace/matrix.ts';
import { printed } from '../../src/verify/trace/print.ts';

const ROW: Row = {
  ...requirement('SR-001'),
  verified: ['explored', 'scenario', 'property', 'test', 'inspection'],
};

const run = (file: string, over: Partial<Sources['tests'][number]> = {}) => ({
  file,
  title: 'SR-001 it holds',
  passed: true,
  req: ['SR-001'] as const,
  unknown: [],
  ...over,
});

/** Ids that no row has, in halves: the rules of the house know every id in the text. */
const NOBODY = `SR-${'999'}`;
const ZERO = `SR-${'000'}`;

/** Everything that the row promises. */
const WHOLE: Sources = {
  requirements: [ROW],
  elements: [{ id: 'pump.motor.still pulse.due 0', kind: 'transition', req: ['SR-001'] }],
  met: [{ source: 'exploration', states: [], transitions: ['pump.motor.still pulse.due 0'] }],
  properties: [{ name: 'the motor moves only through the gate', req: ['SR-001'] }],
  scenarios: [{ file: 'bolus.txt', req: ['SR-001'] }],
  inspections: [{ req: 'SR-001', date: '2026-11-26', files: ['machines/pump/motor.ts'], found: 'looked at' }],
  tests: [run('test/exploration/a.test.ts'), run('test/domain/b.test.ts'), run('test/domain/c.test.ts')],
  generative: new Set(['test/domain/b.test.ts']),
  subjects: {},
};

test('a requirement with all that it promises is shown, without a fault', () => {
  const { rows, faults } = traceOf(WHOLE);
  expect(faults).toEqual([]);
  expect(rows[0]?.status).toBe('shown');
  expect(rows[0]?.elements).toEqual([{ id: 'pump.motor.still pulse.due 0', metBy: ['exploration'] }]);
});

test('whatever is taken away from the evidence is missed, by name', () => {
  const failed = WHOLE.tests.map(each => ({ ...each, passed: false }));
  const without: readonly (readonly [string, Partial<Sources>])[] = [
    ['SR-001: nothing shows it by exploration: ', { tests: WHOLE.tests.slice(1) }],
    ['SR-001: nothing shows it by a story: ', { scenarios: [] }],
    ['SR-001: nothing shows it by generated inputs: ', { generative: new Set() }],
    ['SR-001: nothing shows it by a test with chosen inputs: ', { tests: WHOLE.tests.slice(0, 1) }],
    ['SR-001: nothing shows it by inspection: ', { inspections: [] }],
    ['SR-001: nothing shows it by exploration: ', { tests: failed }],
    ['SR-001: no run met any state or transition that carries it', { met: [] }],
    ['no test was run: run npm test first', { tests: [] }],
  ];
  for (const [fault, change] of without)
    expect(
      traceOf({ ...WHOLE, ...change }).faults.filter(text => text.startsWith(fault)),
      fault,
    ).toHaveLength(1);
});

test('an unknown id and an orphan test are faults; a file may say what it serves', () => {
  const stranger = run('test/domain/d.test.ts', { req: [], unknown: [NOBODY] });
  const sources = { ...WHOLE, tests: [...WHOLE.tests, stranger] };
  expect(traceOf(sources).faults).toEqual([
    `test/domain/d.test.ts: "SR-001 it holds" names ${NOBODY}, which no row of specs/requirements has`,
    expect.stringMatching(/^test\/domain\/d.test.ts: "SR-001 it holds" serves nothing: give it the id/),
  ]);
  const served = { ...sources, subjects: { 'test/': 'all', 'test/domain/d.test.ts': ['SR-001'] as const } };
  expect(traceOf(served).faults).toHaveLength(1);
  expect(traceOf(served).rows[0]?.tests.map(({ file }) => file)).toContain('test/domain/d.test.ts');
});

test('a row that waits is due and asks for nothing; one that waits in part still asks', () => {
  const due = traceOf({
    ...WHOLE,
    requirements: [{ ...ROW, due: 'when export is built' }],
    scenarios: [],
  });
  expect(due.rows[0]?.status).toBe('due');
  expect(due.faults).toEqual([]);
  const part = { ...ROW, partDue: 'when export is built' } as const;
  expect(traceOf({ ...WHOLE, requirements: [part] }).rows[0]?.status).toBe('partly due');
  expect(traceOf({ ...WHOLE, requirements: [part], scenarios: [] }).rows[0]?.status).toBe('NOT SHOWN');
});

test('a report is read with ids of titles and of meta data; skipped tests do not count', () => {
  const report = reportSchema.parse({
    testResults: [
      {
        name: '/home/islet/test/a.test.ts',
        assertionResults: [
          { fullName: 'SR-002 stops', status: 'passed', meta: { req: ['SR-001'] } },
          { fullName: `${ZERO} never`, status: 'failed' },
          { fullName: 'SR-003 later', status: 'skipped' },
        ],
      },
    ],
  });
  expect(testsOf(report, '/home/islet/')).toEqual([
    { file: 'test/a.test.ts', title: 'SR-002 stops', passed: true, req: ['SR-001', 'SR-002'], unknown: [] },
    { file: 'test/a.test.ts', title: `${ZERO} never`, passed: false, req: [], unknown: [ZERO] },
  ]);
});

test('the charts carry requirements, and the matrix prints each of them in all three forms', () => {
  const elements = elementsOf(pumpMachine);
  expect(elements.length).toBeGreaterThan(30);
  const texts = printed(traceOf({ ...WHOLE, elements }));
  for (const text of Object.values(texts))
    for (const { id } of elements.filter(({ req }) => req.includes('SR-001'))) expect(text).toContain(id);
  expect(texts).toEqual(printed(traceOf({ ...WHOLE, elements })));
});

test('a requirement that an inspection found not met as it stands does not count as shown', () => {
  const inspections = WHOLE.inspections.map(looked => ({ ...looked, departs: 'It is red.' }));
  const trace = traceOf({ ...WHOLE, inspections });
  expect(trace.rows[0]?.status).toBe('departs');
  expect(printed(trace).md).toContain('- **departs**: It is red.');
});
