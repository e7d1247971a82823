import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { SMALL_MACHINES, smallNames } from '../../src/runtime/machines.ts';
import { nameOf } from '../../src/verify/automaton.ts';
import { decide } from '../../src/verify/mutants/decide.ts';
import { viewOf } from '../../src/verify/mutants/draft.ts';
import { examinerOf } from '../../src/verify/mutants/examine.ts';
import { groundAlone, groundOfAlarm } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { firstDifference } from '../../src/verify/mutants/scan.ts';
import { alarmSorts } from '../../src/verify/systems.ts';
import { decideBothWays, decideRandomChart, noneCounted } from '../support/naiveMutants.ts';
import { randomRegions } from '../support/randomCharts.ts';

const MINUTES = 60_000;

describe('each mutant is decided as by walking both charts side by side', () => {
  for (const name of smallNames) {
    test(`of the ${name} chart`, { timeout: 10 * MINUTES }, () => {
      const machine: AnyStateMachine = SMALL_MACHINES[name];
      const count = noneCounted();
      decideBothWays(groundAlone(machine), mutantsOf(machine), count);
      expect(count.killed).toBeGreaterThan(5);
    });
  }

  test('of the alarm chart, every sort', { timeout: 20 * MINUTES }, () => {
    const count = noneCounted();
    const mutants = mutantsOf(alarmMachine);
    for (const sort of alarmSorts) decideBothWays(groundOfAlarm(sort), mutants, count);
    expect(count.killed).toBeGreaterThan(1_000);
    expect(count.equivalent).toBeGreaterThan(100);
  });

  test('of charts drawn at random', { timeout: 20 * MINUTES }, () => {
    const count = noneCounted();
    fc.assert(
      fc.property(randomRegions, fc.nat(), (regions, first) => decideRandomChart(regions, first, 11, count)),
      { numRuns: 150 },
    );
    console.log(`mutants of random charts: ${JSON.stringify(count)}`);
    expect(count.killed).toBeGreaterThan(500);
    expect(count.equivalent).toBeGreaterThan(500);
  });

  // Every state and event of the pump, both charts by their tables: seconds for each mutant.
  test('of the pump, a sample', { timeout: 20 * MINUTES }, () => {
    const ground = groundAlone(pumpMachine);
    const examiner = examinerOf(ground);
    const count = noneCounted();
    for (const mutant of mutantsOf(pumpMachine).filter((_, index) => index % 61 === 0)) {
      const verdict = decide(examiner, examiner.examine(mutant));
      count[verdict.kind] += 1;
      if (verdict.kind === 'refused') continue;
      const found = firstDifference(ground, viewOf(mutant.draft), 'all', null);
      const last = found === null ? undefined : ground.alphabet[found.event];
      const run =
        found === null || last === undefined ? null : [...ground.runTo(found.position), last].map(nameOf);
      expect([mutant.id, verdict.kind === 'killed' ? verdict.run.map(nameOf) : null]).toEqual([
        mutant.id,
        run,
      ]);
    }
    console.log(`mutants of the pump: ${JSON.stringify(count)}`);
    expect(count.killed).toBeGreaterThan(30);
    expect(count.equivalent).toBeGreaterThan(1);
  });
});
