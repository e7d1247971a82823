import { expect, test } from 'vitest';
import { overlayOf } from '../../src/inspector/covered.ts';
import { type Covered, inWords, markOf } from '../../src/inspector/overlay.ts';
import { type Coverage, coverageOf } from '../../src/verify/cover/coverage.ts';
import { judged } from '../../src/verify/cover/judge.ts';
import { reachOf } from '../../src/verify/cover/reach.ts';
import { SUBJECTS, subjectNamed, universeIn } from '../../src/verify/cover/subjects.ts';
import { takenOnce } from './support/takenOnce.ts';

const alarms = SUBJECTS.filter(({ name }) => name.startsWith('alarm:'));

const looked = (coverage: Coverage): Coverage =>
  judged(coverage, [...alarms, ...SUBJECTS.filter(({ name }) => name === 'lock')], subject =>
    reachOf(subject, 'open'),
  ).coverage;

test('every state and transition of the charts that were looked at is drawn as met, as left or as out of reach', () => {
  const { charts, says } = overlayOf(looked(takenOnce));
  expect(says).toBe('a test');
  expect(Object.keys(charts).toSorted()).toEqual(['alarm', 'lock']);
  for (const chart of ['alarm:occlusion', 'lock']) {
    const subject = subjectNamed(chart);
    if (subject === undefined) throw new Error(`there is no ${chart}`);
    const { items } = universeIn(subject);
    const drawn = Object.keys(charts[chart.split(':')[0] ?? ''] ?? {});
    expect(drawn.toSorted()).toEqual([...items.states, ...items.transitions].toSorted());
  }
  expect(charts.lock?.['lock.screen.unlocked']).toEqual({ times: 3, way: 'unknown' });
});

test('all sorts of alarms are one chart: only what none can reach is out of reach, and the nearest way is told', () => {
  const { charts } = overlayOf(looked(coverageOf([], new Map())));
  const all = Object.values(charts.alarm ?? {});
  // Each transition is there for some sort.
  expect(all.filter(({ way }) => way === 'unreachable')).toEqual([]);
  expect(charts.alarm?.['alarm.condition.present']?.way).toEqual(['alarm.raised grade=first']);
  const one = coverageOf([], new Map());
  const [first] = alarms;
  if (first === undefined) throw new Error('there are no alarms');
  const some = judged(one, [first], subject => reachOf(subject, 'open')).coverage;
  expect(Object.values(overlayOf(some).charts.alarm ?? {}).some(({ way }) => way === 'unreachable')).toBe(
    true,
  );
});

test('nobody looked is not the same as out of reach', () => {
  const { charts } = overlayOf(takenOnce);
  expect(charts.lock?.['lock.screen.unlocked']).toEqual({ times: 3, way: 'unknown' });
  expect(charts.lock?.['lock.screen.locked']).toBeUndefined();
});

const met: Covered = { times: 3, way: 'unknown' };
const left: Covered = { times: 0, way: ['screen.locked', 'screen.unlocked'] };
const shut: Covered = { times: 0, way: 'unreachable' };

test.each([
  ['met', [met, met]],
  ['partly', [met, left]],
  ['partly', [met, shut]],
  ['never', [left, shut]],
  ['unreachable', [shut, shut]],
  [null, [undefined]],
])('a line is drawn as %s', (mark, all) => {
  expect(markOf(all)).toBe(mark);
});

test('it is told how often, or how far away', () => {
  expect(inWords(met)).toBe('covered 3 times');
  expect(inWords({ ...met, times: 1 })).toBe('covered once');
  expect(inWords(left)).toBe('not covered; 2 events away: screen.locked, screen.unlocked');
  expect(inWords(shut)).toBe('not covered, and proved unreachable');
  expect(inWords({ times: 0, way: [] })).toBe('not covered, and so at the start');
  expect(inWords({ times: 0, way: 'unknown' })).toBe('not covered');
});
