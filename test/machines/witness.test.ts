import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { SMALL_MACHINES, smallNames } from '../../src/runtime/machines.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { openSystem } from '../../src/verify/system.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { countOf } from '../../src/verify/witness/count.ts';
import type { Program } from '../../src/verify/witness/program.ts';
import { openProgram } from '../../src/verify/witness/worlds.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';

const sizeOf = ({ first, targets }: ReturnType<typeof explore>) => ({
  states: first.length - 1,
  steps: targets.length,
});

/** States of a random chart that are walked. */
const MOST = 3_000;

const isEndless = (thrown: unknown): boolean =>
  thrown instanceof Error && /Infinite loop|without end/.test(thrown.message);

/** Null for a chart that computes what it says: no other tool can be told. */
const programOf = (machine: AnyStateMachine): Program | null => {
  try {
    return openProgram(machine, [], undefined, EVENTS).program;
  } catch (thrown) {
    if (thrown instanceof Error && /^cannot export .*comput/.test(thrown.message)) return null;
    throw thrown;
  }
};

test('the program that checkers are given has the states and the steps of its chart, on charts drawn at random', {
  timeout: 240_000,
}, () => {
  let compared = 0;
  let charts = 0;
  let refused = 0;
  fc.assert(
    fc.property(randomRegions, regions => {
      const machine = chartWith(regions);
      let graph: ReturnType<typeof explore>;
      try {
        graph = explore(openSystem(chartOf(machine), EVENTS), MOST);
      } catch (thrown) {
        if (isEndless(thrown)) return;
        throw thrown;
      }
      if (!graph.complete) return;
      const program = programOf(machine);
      if (program === null) {
        refused += 1;
        return;
      }
      expect(countOf(program, MOST + 1)).toEqual(sizeOf(graph));
      compared += graph.targets.length;
      charts += 1;
    }),
    { numRuns: 300 },
  );
  console.log(`programs against tables: ${compared} steps of ${charts} random charts, ${refused} refused`);
  expect(charts).toBeGreaterThan(50);
});

for (const name of smallNames) {
  test(`the program of ${name} has the states and the steps that were explored`, () => {
    const { program } = openProgram(SMALL_MACHINES[name]);
    const size = sizeOf(explore(machineAlone(name)));
    expect(size.states).toBeGreaterThan(1);
    expect(countOf(program, 100_000)).toEqual(size);
  });
}
