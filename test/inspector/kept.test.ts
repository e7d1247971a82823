import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHistory } from '../../src/inspector/page/history.ts';
import { keptFrames } from '../../src/inspector/page/kept.ts';
import type { Frame } from '../../src/inspector/protocol.ts';
import { pack, unpack } from '../../src/inspector/wire.ts';
import { fakeSource } from './support/fakeSource.ts';

const source = fakeSource();
source.advance(60_000);
const [sample] = source.frames.slice(-1);

const frameAt = (seq: number, monoMs: number): Frame => {
  if (!sample) throw new Error('no frame');
  return { ...sample, seq, monoMs };
};

test('any instant of a long run has a frame from close before it, and the newest have their own', () => {
  const [mostRecent, mostOld] = [40, 30];
  let checked = 0;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 600 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
      (gaps, shares) => {
        const kept = keptFrames(mostRecent, mostOld);
        const frames: Frame[] = [];
        let at = 0;
        for (const gap of gaps) {
          at += gap;
          frames.push(frameAt(frames.length + 1, at));
        }
        for (const frame of frames) kept.add(frame);
        const recent = kept.recent();
        expect(recent).toEqual(frames.slice(-recent.length));
        expect(recent.length).toBeLessThanOrEqual(mostRecent * 1.5);
        for (const share of shares) {
          const instant = share * at;
          const exact = frames.findLast(({ monoMs }) => monoMs <= instant);
          const found = kept.at(instant);
          if (recent[0] && instant >= recent[0].monoMs) expect(found).toBe(exact);
          else if (exact && found && found.monoMs <= instant) {
            // Old frames are at most this far apart: the run, cut in as many pieces as fit, and one frame's own gap.
            const spacing = Math.max(60_000, (4 * at) / mostOld);
            expect(instant - found.monoMs).toBeLessThanOrEqual(spacing + 100_000);
          }
          checked += 1;
        }
      },
    ),
  );
  expect(checked).toBeGreaterThan(0);
});

test('nothing is kept of nothing', () => {
  expect(keptFrames().at(5)).toBeNull();
});

test('SR-072 insulin on board that nobody knows is a gap in its line, not a zero', () => {
  const history = createHistory();
  const known = [1_000_000, null, null, 500_000];
  for (const [index, onBoardUu] of known.entries()) {
    const frame = frameAt(index + 1, index * 60_000);
    if (frame.readings === null) throw new Error('a frame of a pump has readings');
    history.take({ ...frame, readings: { ...frame.readings, onBoardUu } });
  }
  expect(history.insulin().values[2]).toEqual([1, null, null, 0.5]);
});

test('in a run of a chart alone nobody knows an amount: its lines have gaps, and its frames travel without any', () => {
  const frames = [1, 2, 3].map(seq => ({ ...frameAt(seq, seq * 1_000), readings: null }));
  const packed = pack(frames);
  expect(packed.map(({ readings }) => readings)).toEqual([null, undefined, undefined]);
  expect(unpack(packed)).toEqual(frames);
  const history = createHistory();
  for (const frame of frames) history.take(frame);
  for (const { times, values } of [history.insulin(), history.motor()]) {
    expect(times.length).toBeGreaterThan(0);
    expect(values.flat().filter(value => value !== null)).toEqual([]);
  }
  expect(history.glucose().times).toEqual([]);
  expect(history.boluses()).toEqual([]);
});
