import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inLanes } from '../support/lanes.ts';
import { isLater, LATER } from './later.ts';
import { assign, LAYERS, REST } from './layers.ts';
import { failuresOf, tell, withSecondLook } from './secondLook.ts';
import { exitCodeOf, lastLine, NONE, sum, tallyOf } from './tally.ts';

const folder = fc.constantFrom(
  ...LAYERS.flatMap(layer => layer.folders),
  'test/domain',
  'test',
  'test/househol',
);
const file = fc
  .tuple(folder, fc.stringMatching(/^[a-z]{1,8}$/))
  .map(([where, name]) => `${where}/${name}.test.ts`);

test('every test file runs in exactly one layer', () => {
  fc.assert(
    fc.property(fc.uniqueArray(file), files => {
      const assigned = [...assign(files).values()].flat();
      expect([...assigned].sort()).toEqual([...files].sort());
    }),
  );
});

test('a folder within a folder is the layer’s that names it', () => {
  const files = ['test/exploration/pump.test.ts', 'test/exploration/beside/stopping.test.ts'];
  const found = [...assign(files)].filter(([, claimed]) => claimed.length > 0);
  expect(found.map(([{ name }, claimed]) => [name, claimed])).toEqual([
    ['exploration', [files[0]]],
    ['beside an alarm', [files[1]]],
  ]);
});

test('what is left to a whole run is there, once, and is a part', () => {
  const files = Object.values(LATER).flat();
  expect(new Set(files).size).toBe(files.length);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    expect(existsSync(file), file).toBe(true);
    expect(isLater(file)).toBe(true);
  }
  expect(isLater('test/exploration/pump.test.ts')).toBe(false);
});

test('a file that no layer claims is not lost', () => {
  const found = [...assign(['test/domain/units.test.ts'])].filter(([, files]) => files.length > 0);
  expect(found.map(([layer]) => layer.name)).toEqual([REST]);
});

const status = fc.constantFrom('passed', 'failed', 'skipped', 'pending', 'todo');

test('every result in a report is counted once', () => {
  fc.assert(
    fc.property(fc.array(fc.array(status, { minLength: 1 })), files => {
      const testResults = files.map(results => ({
        name: 'a',
        status: results.includes('failed') ? 'failed' : 'passed',
        assertionResults: results.map(each => ({ status: each })),
      }));
      const failed = files.flat().filter(each => each === 'failed').length;
      const tally = tallyOf({ testResults }, failed > 0 ? 1 : 0);
      expect(tally.failed).toBe(failed);
      expect(tally.passed + tally.failed + tally.skipped).toBe(files.flat().length);
    }),
  );
});

test('a file that does not load, a report that is missing and an error outside every test are failures', () => {
  const broken = { testResults: [{ name: 'a', status: 'failed', assertionResults: [] }] };
  const fine = { testResults: [{ name: 'a', status: 'passed', assertionResults: [{ status: 'passed' }] }] };
  expect(tallyOf(broken, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(tallyOf(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(tallyOf(fine, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(tallyOf(fine, 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
});

test('the last line names skipped tests only when there are some', () => {
  expect(lastLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(lastLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
});

test('failures, an empty run and skips where none are allowed do not end well', () => {
  const passed = { passed: 1, failed: 0, skipped: 0 };
  const skipped = { passed: 1, failed: 0, skipped: 1 };
  const failed = { passed: 9, failed: 1, skipped: 1 };
  expect([exitCodeOf(passed, true), exitCodeOf(skipped, false), exitCodeOf(skipped, true)]).toEqual([
    0, 0, 3,
  ]);
  expect([exitCodeOf(failed, true), exitCodeOf(failed, false), exitCodeOf(NONE, false)]).toEqual([1, 1, 1]);
  expect(sum([passed, skipped, failed])).toEqual({ passed: 11, failed: 1, skipped: 2 });
});

test('jobs run in their order, never more than allowed at once, and their results keep that order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5)), fc.integer({ min: 1, max: 3 }), async (lengths, lanes) => {
      const begun: number[] = [];
      let running = 0;
      const jobs = lengths.map((turns, place) => async () => {
        begun.push(place);
        running += 1;
        expect(running).toBeLessThanOrEqual(lanes);
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        running -= 1;
        return place;
      });
      const all = lengths.map((_, place) => place);
      expect(await inLanes(jobs, lanes)).toEqual(all);
      expect(begun).toEqual(all);
    }),
  );
});

const fileWith = (name: string, ...statuses: readonly string[]) => ({
  name: `/root/test/${name}.test.ts`,
  status: statuses.includes('failed') || statuses.length === 0 ? 'failed' : 'passed',
  message: statuses.length === 0 ? 'does not load' : '',
  assertionResults: statuses.map((each, place) => ({
    status: each,
    fullName: `test ${place}`,
    failureMessages: each === 'failed' ? [`said ${place}\n at some place`] : [],
  })),
});

test('each failure is named with its file and what it said, and a file that does not load is one', () => {
  const failures = failuresOf({ testResults: [fileWith('a', 'passed', 'failed'), fileWith('b')] });
  expect(tell(failures, '/root/')).toBe(
    [
      '  test/a.test.ts: test 1',
      '      said 1',
      '       at some place',
      '  test/b.test.ts: could not be run',
      '      does not load',
    ].join('\n'),
  );
  expect(failuresOf({})).toEqual([]);
});

test('a second look replaces the files that were run again, and no others', () => {
  const first = {
    numTotalTests: 3,
    testResults: [fileWith('a', 'passed', 'failed'), fileWith('b', 'failed')],
  };
  const second = { testResults: [fileWith('b', 'passed')] };
  const both = withSecondLook(first, second);
  expect(both).toEqual({ ...first, testResults: [first.testResults[0], second.testResults[0]] });
  expect(failuresOf(both)).toHaveLength(1);
  expect(tallyOf(both, 1)).toEqual({ passed: 2, failed: 1, skipped: 0 });
  expect(withSecondLook(first, undefined)).toBe(first);
});
