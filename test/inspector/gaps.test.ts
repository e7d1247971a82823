import { expect, test } from 'vitest';
import { gapsOf, reasonOf } from '../../src/inspector/page/gaps.ts';

const column = (...rows: readonly (readonly [number, number | null])[]) => ({
  times: rows.map(([time]) => time),
  values: [rows.map(([, value]) => value)],
});

test('readings that are missing for more than twelve minutes are a gap: at first, between, and now', () => {
  expect(
    gapsOf(column([800, 110], [1_100, 112], [1_101, null], [2_000, 120], [2_300, 121]), {
      from: 0,
      to: 3_100,
    }),
  ).toEqual([
    { from: 0, to: 800 },
    { from: 1_100, to: 2_000 },
    { from: 2_300, to: 3_100 },
  ]);
});

test('shorter silences are none, and a pump that never had a reading has one gap', () => {
  expect(gapsOf(column([300, 110], [301, null], [1_000, 112]), { from: 0, to: 1_700 })).toEqual([]);
  expect(gapsOf(column(), { from: 10, to: 1_000 })).toEqual([{ from: 10, to: 1_000 }]);
});

test('a gap says why: by what pump or sensor was in for most of it, the gravest first', () => {
  const lanes = new Map([
    [
      'pump.life',
      [
        { at: 0, state: 'pump.life.operating' },
        { at: 900, state: 'pump.life.off' },
      ],
    ],
    [
      'sensor.session',
      [
        { at: 0, state: 'sensor.session.active.steady' },
        { at: 100, state: 'sensor.session.warmup' },
        { at: 500, state: 'sensor.session.expired' },
      ],
    ],
  ]);
  expect(
    [
      [0, 150],
      [100, 480],
      [520, 800],
      [600, 5_000],
    ].map(([from = 0, to = 0]) => reasonOf(lanes, { from, to })),
  ).toEqual(['no signal', 'sensor warming up', 'sensor expired', 'pump off']);
  expect(reasonOf(new Map(), { from: 0, to: 900 })).toBe('no signal');
});
