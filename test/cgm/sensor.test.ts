import { expect, test } from 'vitest';
import { normal, sensorError } from '../../hardware/cgm/noise.ts';
import { loopMs, replayCgm } from '../../hardware/cgm/replay.ts';
import { sensorOf } from '../../hardware/cgm/sensor.ts';
import { simulatedCgm } from '../../hardware/cgm/simulated.ts';
import { readTrace, type Trace } from '../../hardware/cgm/trace.ts';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import type { Fact, FactOf } from '../../src/domain/facts.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';

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
  const told: FactOf<'cgm.reported'>[] = [];
  const sink = (fact: Fact): void => {
    if (fact.type === 'cgm.reported') told.push(fact);
    if (fact.type !== 'cgm.measured') return;
    const { mgPerDl, sequence } = fact;
    heard.push({ minute: clock.now() / MINUTE, mgPerDl, sequence });
  };
  return { clock, heard, told, sink };
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
  cgm.setFault('lost');
  await clock.advanceTo(monoMs(21 * MINUTE));
  expect(heard).toHaveLength(1);
  cgm.setFault(null);
  await clock.advanceTo(monoMs(26 * MINUTE));
  expect(heard.at(-1)).toEqual({ minute: 25, mgPerDl: 130, sequence: 3 });
  cgm.stop();
  await clock.advanceTo(monoMs(200 * MINUTE));
  expect(heard).toHaveLength(2);
});

test('a simulated sensor says what it reads, at its own spacing, and counts what it does not say', async () => {
  const { clock, heard, sink } = listen();
  const values = [120.4, null, 5, 900];
  simulatedCgm(
    { clock, sink, firstSequence: 0 },
    { everyMs: 3 * MINUTE, read: index => (values[index] === undefined ? 100 : values[index]) },
  ).start();
  await clock.advanceTo(monoMs(12 * MINUTE));
  expect(heard).toEqual([
    { minute: 0, mgPerDl: 120, sequence: 0 },
    { minute: 6, mgPerDl: 39, sequence: 2 },
    { minute: 9, mgPerDl: 401, sequence: 3 },
    { minute: 12, mgPerDl: 100, sequence: 4 },
  ]);
});

const steady = () => {
  const { clock, heard, told, sink } = listen();
  const cgm = sensorOf({ clock, sink, firstSequence: 0 }, () => ({
    mgPerDl: mgPerDl(110),
    nextMs: 5 * MINUTE,
  }));
  cgm.start();
  const readings = async (count: number): Promise<readonly number[]> => {
    const from = heard.length;
    await clock.advanceTo(monoMs(clock.now() + count * 5 * MINUTE));
    return heard.slice(from).map(({ mgPerDl: value }) => value);
  };
  return { clock, cgm, told, readings };
};

test('a fault changes what is heard from the next reading on, and what comes after it is true again', async () => {
  const { cgm, readings } = steady();
  expect(await readings(2)).toEqual([110, 110, 110]);
  cgm.setFault('noise');
  const noisy = await readings(6);
  expect(noisy.slice(1).every((value, index) => Math.abs(value - (noisy[index] ?? 0)) > 30)).toBe(true);
  cgm.setFault(null);
  expect(await readings(2)).toEqual([110, 110]);
  cgm.setFault('spike');
  expect(await readings(3)).toEqual([200, 110, 110]);
  expect(cgm.fault()).toBeNull();
  cgm.setFault('lost');
  expect(await readings(5)).toEqual([]);
  cgm.setFault('low');
  expect(await readings(4)).toEqual([83, 69, 62, 58]);
  cgm.setFault('flat');
  expect(await readings(3)).toEqual([58, 58, 58]);
  cgm.setFault(null);
  const back = await readings(6);
  expect(back).toEqual([...back].sort((one, other) => one - other));
  expect(back.at(-1)).toBe(110);
});

test('SR-093 a sensor says that it runs and for how long, ends by itself, and a new one warms up first', async () => {
  const { cgm, told, clock, readings } = steady();
  const day = 86_400_000;
  await clock.advanceTo(monoMs(10 * day - MINUTE));
  expect(told).toEqual([{ type: 'cgm.reported', session: 'active', endsInMs: 10 * day }]);
  await clock.advanceTo(monoMs(10 * day + MINUTE));
  expect(told.at(-1)).toEqual({ type: 'cgm.reported', session: 'expired' });
  expect(await readings(12)).toEqual([]);
  cgm.turn('new');
  expect(await readings(23)).toEqual([]);
  expect(told.at(-1)).toEqual({ type: 'cgm.reported', session: 'warmup' });
  expect(await readings(3)).toHaveLength(2);
  expect(told.at(-1)).toEqual({ type: 'cgm.reported', session: 'active', endsInMs: 10 * day });
  cgm.turn('failed');
  expect(await readings(3)).toEqual([]);
  expect(told.at(-1)).toEqual({ type: 'cgm.reported', session: 'failed' });
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
