import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMachine, raise } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { SMALL_MACHINES, smallNames } from '../../src/runtime/machines.ts';
import { decide } from '../../src/verify/mutants/decide.ts';
import { draftOf, viewOf } from '../../src/verify/mutants/draft.ts';
import { examinerOf } from '../../src/verify/mutants/examine.ts';
import { groundAlone, groundOfAlarm } from '../../src/verify/mutants/fields.ts';
import { groundOf } from '../../src/verify/mutants/ground.ts';
import { OPERATORS } from '../../src/verify/mutants/mutant.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { alarmSorts } from '../../src/verify/systems.ts';
import { decideBothWays, decideRandomChart, noneCounted } from '../support/naiveMutants.ts';
import { randomRegions } from '../support/randomCharts.ts';

/** One in so many here; test/deep takes them all. */
const STRIDE = 23;

test('mutants of the small machines are decided as by walking both charts side by side', () => {
  const count = noneCounted();
  for (const machine of smallNames.map(name => SMALL_MACHINES[name])) {
    const some = mutantsOf(machine).filter((_, index) => index % STRIDE === 0);
    decideBothWays(groundAlone(machine), some, count);
  }
  expect(count.killed).toBeGreaterThan(60);
  expect(count.equivalent).toBeGreaterThan(4);
});

test('so are mutants of the alarm chart', () => {
  const count = noneCounted();
  const some = mutantsOf(alarmMachine).filter((_, index) => index % STRIDE === 0);
  for (const sort of alarmSorts.slice(0, 2)) decideBothWays(groundOfAlarm(sort), some, count);
  expect(count.killed).toBeGreaterThan(10);
  expect(count.equivalent).toBeGreaterThan(3);
});

test('so are mutants of charts drawn at random', () => {
  const count = noneCounted();
  fc.assert(
    fc.property(randomRegions, fc.nat(), (regions, first) => decideRandomChart(regions, first, 60, count)),
    { numRuns: 20 },
  );
  console.log(`mutants of random charts: ${JSON.stringify(count)}`);
  expect(count.killed).toBeGreaterThan(10);
  expect(count.equivalent).toBeGreaterThan(20);
});

/** `x` raises an event that only a switch which is on answers; `y` raises one that nobody answers. */
const relay = createMachine(
  {
    id: 'relay',
    type: 'parallel',
    states: {
      sender: {
        initial: 'here',
        states: { here: { on: { x: { actions: 'tell' }, y: { actions: 'mutter' } } } },
      },
      switch: {
        initial: 'off',
        states: {
          off: { on: { go: 'on' } },
          on: { on: { 'inner.told': { actions: 'ring' } } },
        },
      },
    },
  },
  {
    actions: {
      tell: raise({ type: 'inner.told' }),
      mutter: raise({ type: 'inner.muttered' }),
      ring: () => {},
    },
  },
);

test('a raised event that is lost shows where somebody would have answered it, and nowhere before', () => {
  const ground = groundOf(viewOf(draftOf(relay)), [{ type: 'x' }, { type: 'y' }, { type: 'go' }]);
  const examiner = examinerOf(ground);
  const lost = mutantsOf(relay, ['actionDropped']).map(mutant => [
    mutant.change,
    decide(examiner, examiner.examine(mutant)),
  ]);
  expect(lost).toEqual([
    ['without 0: tell', { kind: 'killed', run: [{ type: 'go' }, { type: 'x' }], differs: 'asked' }],
    ['without 0: mutter', { kind: 'equivalent', because: 'undone', asked: 1 }],
    ['without 0: ring', { kind: 'killed', run: [{ type: 'go' }, { type: 'x' }], differs: 'asked' }],
  ]);
});

test('a mutant keeps its name as long as the words of the chart stay, and no two have the same', () => {
  const ids = mutantsOf(pumpMachine).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(2_000);
  expect(mutantsOf(pumpMachine).map(({ id }) => id)).toEqual(ids);
  expect(ids).toContain('guardDropped: pump.motor.still pulse.due 0: gateIsOpen');
  expect(ids).toContain('guardWeakened: guard therapyIsPermitted: without in pump.supply.ready');
  for (const operator of OPERATORS) expect(ids.some(id => id.startsWith(`${operator}: `))).toBe(true);
});
