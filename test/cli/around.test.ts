import { expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { simulatedPower } from '../../hardware/power/board/bench.ts';
import { simulatedAround } from '../../src/cli/start/around.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { worldChangeSchema } from '../../src/inspector/worldRequests.ts';
import { req } from '../support/req.ts';

const surroundings = async () => {
  const facts: Fact[] = [];
  const leaps: number[] = [];
  const clock = lockStepClock();
  const sink = (fact: Fact): void => void facts.push(fact);
  const power = await simulatedPower({ clock, make: async () => memoryPair(), sink });
  const around = simulatedAround(sink, power, ms => leaps.push(ms));
  return { around, facts, leaps, clock };
};

test('a change of the surroundings is told by the device that notices it, and in no other way', async () => {
  const { around, facts, leaps, clock } = await surroundings();
  around.change({ what: 'battery', percent: 4 });
  await clock.settle();
  around.change({ what: 'temperature', celsius: 45 });
  around.change({ what: 'pressure', kilopascals: 70 });
  expect(facts).toEqual([
    { type: 'battery.measured', percent: 4, millivolts: 3_528, minutesLeft: 24 },
    { type: 'temperature.measured', insideDeciC: 450, batteryDeciC: 250 },
    { type: 'pressure.measured', pascals: 70_000 },
  ]);
  // A clock that leaps tells nobody: the pump must find out.
  around.change({ what: 'clock', leapMinutes: -60 });
  expect(facts).toHaveLength(3);
  expect(leaps).toEqual([-3_600_000]);
  expect(around.now()).toEqual({
    batteryPercent: 4,
    celsius: 45,
    kilopascals: 70,
  });
});

test('SR-035 a stuck button goes down once, and no finger brings it up', req('SR-035'), async () => {
  const { around, facts } = await surroundings();
  around.button.press();
  around.button.release();
  around.button.setStuck(true);
  around.button.press();
  around.button.release();
  expect(facts.map(({ type }) => type)).toEqual(['button.pressed', 'button.released', 'button.pressed']);
  around.button.setStuck(false);
  expect(facts.at(-1)).toEqual({ type: 'button.released' });
});

test('a change without sense is refused', () => {
  for (const change of [
    { what: 'battery', percent: 101 },
    { what: 'temperature', celsius: -40 },
    { what: 'sensor', turn: 'tired' },
    { what: 'weather' },
    { what: 'pressure', kilopascals: 101, celsius: 20 },
  ])
    expect(worldChangeSchema.safeParse(change).success, JSON.stringify(change)).toBe(false);
});
