import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activeAt, createHistory, stretchAt } from '../../src/inspector/page/history.ts';
import { packInto } from '../../src/inspector/page/pack.ts';
import { ticks } from '../../src/inspector/page/ticks.ts';
import {
  alarmChanges,
  clockAs,
  duration,
  factWords,
  glucoseWords,
  isNotable,
  offsetWords,
} from '../../src/inspector/page/words.ts';
import type { Frame } from '../../src/inspector/protocol.ts';
import { pack, unpack } from '../../src/inspector/wire.ts';
import { fakeSource } from './support/fakeSource.ts';

/** A morning with a bolus that was cancelled, a lost sensor and an occlusion. */
const morning = (): readonly Frame[] => {
  const source = fakeSource();
  source.advance(1_800_000);
  source.submit({ type: 'bolus.requested', units: 2 });
  source.submit({ type: 'bolus.confirmed', bolus: 'bolus-1' });
  source.advance(20_000);
  source.submit({ type: 'bolus.cancelled' });
  source.submit({ type: 'inject', what: 'cgmLoss', on: true });
  source.advance(1_800_000);
  source.submit({ type: 'inject', what: 'cgmLoss', on: false });
  source.submit({ type: 'inject', what: 'occlusion', on: true });
  source.advance(3_600_000);
  source.submit({ type: 'alarm.acknowledged', alarm: 'occlusion' });
  return source.frames;
};
const frames = morning();

const told = (some: readonly Frame[]) => {
  const history = createHistory();
  for (const frame of some) history.take(frame);
  return history;
};

describe('what the page remembers', () => {
  test('the states at any instant are those of the frame that holds then', () => {
    const lanes = told(frames).lanes();
    let checked = 0;
    for (const [index, frame] of frames.entries()) {
      // Of several frames in one millisecond only the last can be asked for by time.
      if (frames[index + 1]?.monoMs === frame.monoMs) continue;
      const expected = new Set([...(frame.active.pump ?? []), ...(frame.active.sensor ?? [])]);
      expect(activeAt(lanes, frame.monoMs / 1_000)).toEqual(expected);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(100);
  });

  test('missing readings are a gap, never a line', () => {
    const { times, values } = told(frames).glucose();
    const row = values[0] ?? [];
    expect(row.filter(value => value === null)).toHaveLength(1);
    for (const [index, at] of times.entries()) {
      const next = times[index + 1];
      if (next === undefined || row[index] === null || row[index + 1] === null) continue;
      expect(next - at).toBeLessThanOrEqual(11 * 60);
    }
  });

  test('a cancelled bolus keeps what was requested beside what was delivered', () => {
    const [bolus] = told(frames).boluses();
    expect(bolus?.requestedU).toBe(2);
    expect(bolus?.deliveredU).toBeGreaterThan(0);
    expect(bolus?.deliveredU).toBeLessThan(2);
  });

  test('alarms are stretches with their names', () => {
    const alarms = told(frames).alarms();
    expect(alarms.at(-1)?.priority).toBe('high');
    expect(alarms.at(-1)?.names).toContain('occlusion');
  });

  test('stays small however long the pump runs, and its newest point is exact', () => {
    const [sample] = frames.slice(-1);
    if (!sample?.readings) throw new Error('no frame with readings');
    const { readings } = sample;
    const history = createHistory();
    const states = ['pump.motor.still', 'pump.motor.underway.moving'];
    for (let second = 0; second < 60_000; second += 1) {
      history.take({
        ...sample,
        monoMs: second * 60_000,
        active: { pump: ['pump', 'pump.motor', states[second % 2] ?? ''] },
        readings: { ...readings, onBoardUu: second * 1_000 },
      });
    }
    const { times, values } = history.insulin();
    expect(times.length).toBeLessThanOrEqual(6_001);
    expect(times.at(-1)).toBe(59_999 * 60);
    expect(values[2]?.at(-1)).toBe(59.999);
    expect([...times]).toEqual([...times].sort((one, other) => one - other));
    expect(history.lanes().get('pump.motor')?.length).toBeLessThanOrEqual(6_001);
  });
});

test('frames survive the wire, in messages of any size', () => {
  let checked = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: frames.length - 1 }),
      fc.integer({ min: 1, max: 60 }),
      (from, length) => {
        const some = frames.slice(from, from + length);
        expect(unpack(JSON.parse(JSON.stringify(pack(some))))).toEqual(JSON.parse(JSON.stringify(some)));
        checked += some.length;
      },
    ),
  );
  expect(checked).toBeGreaterThan(0);
  expect(JSON.stringify(pack(frames)).length).toBeLessThan(JSON.stringify(frames).length / 2);
  expect(() => unpack(pack(frames).slice(1))).toThrow('without its beginning');
});

test('stretchAt finds the last stretch that began', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }),
      fc.integer({ min: 0, max: 1_000 }),
      (starts, time) => {
        const stretches = starts.sort((one, other) => one - other).map(at => ({ at }));
        const expected = stretches.findLast(({ at }) => at <= time) ?? stretches[0];
        expect(stretchAt(stretches, time)).toBe(expected);
      },
    ),
  );
});

test('the overview never lays one region over another, whatever their sizes', () => {
  const size = fc.record({
    width: fc.integer({ min: 20, max: 400 }),
    height: fc.integer({ min: 20, max: 600 }),
  });
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 10 }), size, (sizes, panel) => {
      const { width, height, boxes } = packInto(sizes, panel, 10);
      for (const [index, box] of boxes.entries()) {
        expect(box).toMatchObject(sizes[index] ?? {});
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.y + box.height).toBeLessThanOrEqual(height);
        for (const other of boxes.slice(index + 1)) {
          const apart =
            box.x + box.width <= other.x ||
            other.x + other.width <= box.x ||
            box.y + box.height <= other.y ||
            other.y + other.height <= box.y;
          expect(apart).toBe(true);
        }
      }
    }),
  );
});

describe('words', () => {
  test('time ticks are round on the wall clock and few', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 600, max: 2_000_000 }),
        fc.integer({ min: 0, max: 86_400 }),
        (from, length, shift) => {
          const found = ticks(from, from + length, shift);
          expect(found.length).toBeLessThanOrEqual(10);
          for (const tick of found) expect((tick + shift) % 60).toBe(0);
        },
      ),
    );
  });

  test('every number carries its unit', () => {
    expect(factWords({ type: 'bolus.requested', bolus: 'b1', amountUu: 2_500_000 })).toEqual({
      type: 'bolus.requested',
      fields: 'bolus b1 · 2.500 U',
    });
    expect(factWords({ type: 'cgm.measured', mgPerDl: 99, sequence: 4 }).fields).toBe(
      '99 mg/dL · sequence 4',
    );
    expect(factWords({ type: 'force.measured', forceMn: 2_345 }).fields).toBe('2.35 N');
    expect(factWords({ type: 'power.applied', boot: 'b', gapMs: null }).fields).toContain('gap ms unknown');
    const measured = { type: 'cgm.measured', mgPerDl: 118 } as Parameters<typeof factWords>[0];
    expect(factWords(measured).fields).toBe('118 mg/dL');
    expect(factWords(measured, 'mmol/L').fields).toBe('6.5 mmol/L');
    for (const [text, told] of [
      ['glucose low 70 mg/dL → 80 mg/dL', 'glucose low 3.9 mmol/L (70 mg/dL) → 4.4 mmol/L (80 mg/dL)'],
      ['from 113 to 120 mg/dL', 'from 6.3 to 6.7 mmol/L (113 to 120 mg/dL)'],
      [
        'fast 2 mg/dL/min, 40 mg/dL per U',
        'fast 0.11 mmol/L/min (2 mg/dL/min), 2.22 mmol/L per U (40 mg/dL per U)',
      ],
      ['10 mg/dL per U (0.56 mmol/L per U)', '10 mg/dL per U (0.56 mmol/L per U)'],
    ] as const) {
      expect(glucoseWords(text, 'mmol/L')).toBe(told);
      expect(glucoseWords(text, 'mg/dL')).toBe(text);
    }
    expect(duration(45_000)).toBe('45 s');
    expect(duration(3 * 3_600_000 + 300_000)).toBe('3 h 05 min');
    expect(clockAs('24 h', Date.UTC(2026, 0, 1, 23, 30), 60, 'minutes')).toBe('00:30');
    expect(clockAs('24 h', Date.UTC(2026, 0, 1, 9, 5, 7, 42), 0, 'milliseconds')).toBe('09:05:07.042');
    const hours = [0, 1, 12, 13, 23].map(hour =>
      clockAs('12 h', Date.UTC(2026, 0, 1, hour, 5, 9), 0, 'seconds'),
    );
    expect(hours).toEqual(['12:05:09 AM', '1:05:09 AM', '12:05:09 PM', '1:05:09 PM', '11:05:09 PM']);
    expect(offsetWords(-90)).toBe('UTC−01:30');
  });

  test('an alarm is told when it comes, when somebody acts, and when it is over', () => {
    const changed = frames.flatMap((frame, index) =>
      alarmChanges(frames[index - 1]?.alarms ?? [], frame.alarms),
    );
    expect(changed).toContain('Alarm raised: Occlusion (HIGH)');
    expect(changed).toContain('Alarm acknowledged: Occlusion (HIGH)');
    const last = frames.at(-1)?.alarms ?? [];
    expect(alarmChanges(last, [])).toContain('Alarm over: Occlusion');
  });

  test('the log’s short form leaves out routine and nothing else', () => {
    const notable = frames.filter(isNotable);
    expect(notable.length).toBeGreaterThan(5);
    expect(notable.length).toBeLessThan(frames.length / 4);
    expect(notable.some(({ derived }) => derived.some(({ type }) => type === 'occlusion.detected'))).toBe(
      true,
    );
  });
});
