import { expect, test } from 'vitest';
import { monoMs } from '../../src/domain/units.ts';
import { judging, NO_VERDICTS, type PropertyText, propertyTexts } from '../../src/inspector/judged.ts';
import { countsOf, pageVerdicts } from '../../src/inspector/page/verdicts.ts';
import type { Frame } from '../../src/inspector/protocol.ts';
import type { Given } from '../../src/verify/monitor/monitor.ts';

const frame = (
  seq: number,
  judged: NonNullable<Frame['judged']>,
): Pick<Frame, 'judged' | 'seq' | 'monoMs'> => ({ seq, monoMs: seq * 1_000, judged });

const text = (name: string, more: Partial<PropertyText> = {}): PropertyText => ({
  key: `pump: ${name}`,
  machine: 'pump',
  name,
  req: ['SR-001'],
  unjudged: null,
  given: null,
  ...more,
});
const TEXTS = [text('one'), text('two'), text('three'), text('four', { unjudged: 'Nobody can.' })];
const broken = (name: string) => ({ key: `pump: ${name}`, machine: 'pump' as const, id: 'pump.motor.still' });

const standings = (verdicts: ReturnType<typeof pageVerdicts>, seconds: number) =>
  Object.fromEntries(verdicts.at(seconds * 1_000).map(({ name, standing }) => [name, standing]));

test('a property that was never put to the test has not held; it stands as it stood at the instant looked at', () => {
  const verdicts = pageVerdicts();
  verdicts.begin(TEXTS, { exercised: {}, broken: [], trouble: null });
  verdicts.take(frame(1, { exercised: ['pump: one'] }));
  expect(verdicts.take(frame(3, { exercised: ['pump: two'], broken: [broken('two')] }))).toBe(true);
  const four = 'not judged';
  expect(standings(verdicts, 0)).toEqual({
    one: 'not exercised',
    two: 'not exercised',
    three: 'not exercised',
    four,
  });
  expect(standings(verdicts, 2)).toEqual({ one: 'held', two: 'not exercised', three: 'not exercised', four });
  expect(standings(verdicts, 3)).toEqual({ one: 'held', two: 'failed', three: 'not exercised', four });
  expect(verdicts.at(3_000)[0]?.name).toBe('two');
  expect(countsOf(verdicts.at(3_000))).toEqual({ failed: 1, held: 1, 'not exercised': 1, 'not judged': 1 });
});

test('what was known before the frames came is not counted again when its frame comes, and violations are in order', () => {
  const verdicts = pageVerdicts();
  verdicts.begin(TEXTS, {
    exercised: { 'pump: one': 5_000, 'pump: two': 2_000 },
    broken: [{ ...broken('one'), seq: 5, monoMs: 5_000 }],
    trouble: null,
  });
  expect(verdicts.take(frame(5, { broken: [broken('one')] }))).toBe(false);
  expect(verdicts.take(frame(2, { exercised: ['pump: one'], broken: [broken('two')] }))).toBe(true);
  expect(verdicts.violations().map(({ seq, property }) => [seq, property])).toEqual([
    [2, 'two'],
    [5, 'one'],
  ]);
  expect(standings(verdicts, 3)).toMatchObject({ one: 'held', two: 'failed' });
});

test('every property of the specification is told with its requirements, and why a run says nothing of some', () => {
  expect(propertyTexts.length).toBeGreaterThan(500);
  for (const { req, name } of propertyTexts) expect([name, req.length]).not.toEqual([name, 0]);
  expect(propertyTexts.filter(({ unjudged }) => unjudged !== null).length).toBeGreaterThan(20);
  expect(propertyTexts.filter(({ given }) => given !== null).length).toBeGreaterThan(5);
});

test('what steps have shown that were not told one by one is learnt, once', () => {
  const verdicts = pageVerdicts();
  verdicts.begin(TEXTS, NO_VERDICTS);
  verdicts.take(frame(5, { broken: [broken('one')] }));
  const before = { exercised: { 'pump: three': 1_000 }, trouble: null };
  verdicts.learn({
    ...before,
    broken: [5, 7].map(seq => ({ ...broken('one'), seq, monoMs: seq * 1_000 })),
  });
  expect(verdicts.violations().map(({ seq }) => seq)).toEqual([5, 7]);
  expect(standings(verdicts, 2)).toMatchObject({ one: 'not exercised', three: 'held' });
});

test('a defect in judging is told with the step from which on nothing is judged, once', () => {
  const judged = judging();
  const defect: Given = Object.create(null, {
    machine: { value: 'pump' },
    before: {
      get: () => {
        throw new Error('the state is gone');
      },
    },
  });
  const step = (seq: number) => ({ envelope: { seq, monoMs: monoMs(seq * 1_000) }, deliveries: [defect] });
  const trouble = 'from record 3 on, because the state is gone';
  expect(judged.of(step(3))).toEqual({ judged: { trouble } });
  expect(judged.of(step(4))).toEqual({});
  expect(judged.verdicts()).toEqual({ ...NO_VERDICTS, trouble });
});
