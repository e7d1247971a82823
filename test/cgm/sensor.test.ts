import { expect, test } from 'vitest';
import { normal, sensorError } from '../../hardware/cgm/noise.ts';
import { loopMs, replayCgm } from '../../hardware/cgm/replay.ts';
import { simulatedCgm } from '../../hardware/cgm/simulated.ts';
import { readTrace, type Trace } from '../../hardware/cgm/trace.ts';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import type { FactOf } from '../../src/domain/facts.ts';
import { monoMs } from '../../src/domain/units.ts';

const MINUTE = 60_000;

const TEXT = `datetime,value,units
1/1/2020 00:00:00,100,mg/dL
1/1/2020 00:05:00,110,mg/dL
1/1/2020 00:20:00,120,mg/dL
1/1/2020 00:25:00,130,mg/dL
`;

const traceOf = (text: string): Trace => {
  const read = readTrace('my.csv', text);
  if (!read.ok) throw new Error(read.problem.problem);
  return read.trace;
};

type Heard = { readonly minute: number; readonly mgPerDl: number; readonly sequence: number };

const listen = () => {
  const clock = lockStepClock();
  const heard: Heard[] = [];
  const sink = (fact: { readonly type: string }): void => {
    const { mgPerDl, sequence } = fact as FactOf<'cgm.measured'>;
    heard.push({ minute: clock.now() / MINUTE, mgPerDl, sequence });
  };
  return { clock, heard, sink };
};

test('a replayed trace keeps its spacing, gap included, and starts again one usual spacing later', async () => {
  const { clock, heard, sink } = listen();
  const trace = traceOf(TEXT);
  replayCgm({ clock, sink, firstSequence: 7, trace }).start();
  await clock.advanceTo(monoMs(loopMs(trace) + 6 * MINUTE));
  expect(loopMs(trace)).toBe(30 * MINUTE);
  expect(heard).toEqual([
    { minute: 0, mgPerDl: 100, sequence: 7 },
    { minute: 5, mgPerDl: 110, sequence: 8 },
    { minute: 20, mgPerDl: 120, sequence: 9 },
    { minute: 25, mgPerDl: 130, sequence: 10 },
    { minute: 30, mgPerDl: 100, sequence: 11 },
    { minute: 35, mgPerDl: 110, sequence: 12 },
  ]);
});

test('a lost sensor is silent and comes back in the place where it would be', async () => {
  const { clock, heard, sink } = listen();
  const cgm = replayCgm({ clock, sink, firstSequence: 0, trace: traceOf(TEXT) });
  cgm.start();
  await clock.advanceTo(monoMs(MINUTE));
  cgm.setLost(true);
  await clock.advanceTo(monoMs(21 * MINUTE));
  expect(heard).toHaveLength(1);
  cgm.setLost(false);
  await clock.advanceTo(monoMs(26 * MINUTE));
  expect(heard.at(-1)).toEqual({ minute: 25, mgPerDl: 130, sequence: 3 });
  cgm.stop();
  await clock.advanceTo(monoMs(200 * MINUTE));
  expect(heard).toHaveLength(2);
});

test('a simulated sensor speaks every five minutes, near the glucose, within the range of sensors', async () => {
  const { clock, heard, sink } = listen();
  let glucose = 120;
  simulatedCgm({ clock, sink, firstSequence: 0, glucose: () => glucose, seed: 3 }).start();
  await clock.advanceTo(monoMs(24 * 60 * MINUTE));
  expect(heard).toHaveLength(289);
  expect(heard.map(({ minute }) => minute)).toEqual(heard.map((_, index) => index * 5));
  expect(heard.every(({ mgPerDl }) => mgPerDl > 120 * 0.65 && mgPerDl < 120 * 1.35)).toBe(true);
  expect(new Set(heard.map(({ mgPerDl }) => mgPerDl)).size).toBeGreaterThan(10);
  glucose = 5;
  await clock.advanceTo(monoMs(clock.now() + 5 * MINUTE));
  expect(heard.at(-1)?.mgPerDl).toBe(39);
  glucose = 900;
  await clock.advanceTo(monoMs(clock.now() + 5 * MINUTE));
  expect(heard.at(-1)?.mgPerDl).toBe(401);
});

test('a seed repeats its noise, and another seed does not', () => {
  const series = (seed: number): readonly number[] => {
    const error = sensorError(seed, 0.05);
    return Array.from({ length: 50 }, () => error());
  };
  expect(series(1)).toEqual(series(1));
  expect(series(1)).not.toEqual(series(2));
});

test('the noise has the mean, the spread and the memory it claims', () => {
  const draw = normal(9);
  const draws = Array.from({ length: 20_000 }, () => draw());
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  const error = sensorError(9, 1);
  const errors = Array.from({ length: 20_000 }, () => error());
  const lagged =
    errors.slice(1).reduce((sum, value, index) => sum + value * (errors[index] ?? 0), 0) / errors.length;
  expect(Math.abs(lagged - 0.7)).toBeLessThan(0.05);
});
