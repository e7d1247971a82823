import fc from 'fast-check';
import { expect } from 'vitest';
import type { Property, Where } from '../../specs/property.ts';
import { rumur, spin } from '../../src/cli/witness/checkers.ts';
import { prove } from '../../src/cli/witness/prover.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { check } from '../../src/verify/properties.ts';
import { openSystem } from '../../src/verify/system.ts';
import { compared } from '../../src/verify/witness/replica.ts';
import { openProgram } from '../../src/verify/witness/worlds.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';

/** How many states a chart has at the least. */
const LEAST_STATES = 10;
/** Numbers that their queues hold: to make a circuit takes time by it. That it is enough is proved with the claims. */
const ROOM = 3;

/** A state of a random chart is no word of the pump, and a property of it has its words for a test only. */
const never = (id: string): Property => ({
  name: `never ${id}`,
  req: ['SR-046'],
  world: 'any',
  rule: { never: id as Where },
});
const asked = ['chart.r0.s2', 'chart.r1.s1.t1', 'chart.r2.s2', 'chart.r0.s1'].map(never);

/** What a chart drawn at random is for all of them; null for one that raises without end, or computes what it says. */
const drawn = (seed: number) => {
  const [regions = {}] = fc.sample(randomRegions, { seed, numRuns: 1 });
  const machine = chartWith(regions);
  try {
    const graph = explore(openSystem(chartOf(machine), EVENTS), 3_000);
    const claimed = openProgram(machine, asked, undefined, EVENTS);
    return graph.complete && graph.states.length >= LEAST_STATES
      ? {
          graph,
          claimed,
          proof: prove(claimed.program, ROOM),
          alone: (one: Property) => openProgram(machine, [one], undefined, EVENTS),
        }
      : null;
  } catch (thrown) {
    if (thrown instanceof Error && /Infinite loop|without end|comput|too little room/.test(thrown.message))
      return null;
    throw thrown;
  }
};

/** What charts drawn at random came to: how many, how many claims broke and held, how many steps were compared. */
export type Agreed = {
  readonly charts: number;
  readonly broken: number;
  readonly held: number;
  readonly steps: number;
};

/**
 * Puts so many charts drawn at random to Islet, SPIN, Rumur and ABC: they agree on states, steps, verdicts and shortest
 * runs. To synthesise the circuit of one takes ten seconds.
 */
export const agreeOn = (count: number): Agreed => {
  let charts = 0;
  let broken = 0;
  let held = 0;
  let steps = 0;
  for (let seed = 1; charts < count; seed += 1) {
    expect(seed).toBeLessThan(100);
    const chart = drawn(seed);
    if (chart === null) continue;
    charts += 1;
    const { graph, claimed, proof, alone } = chart;
    const same = compared(graph, claimed.program, claimed.cast[0], proof.circuit);
    expect(same.difference).toBeNull();
    steps += same.steps;
    for (const [number, property] of asked.entries()) {
      const ours = check(graph, property).violation?.run.length ?? null;
      expect(proof.broken.get(String(number)) ?? null).toBe(ours);
      expect(proof.proved.includes(String(number))).toBe(ours === null);
      if (ours === null) held += 1;
      else broken += 1;
    }
    // One verdict of each kind is put to the others: each time they compile a program.
    const verdicts = asked.map(property => ({
      property,
      ours: check(graph, property).violation?.run ?? null,
    }));
    const picked = [true, false].map(holds => verdicts.find(({ ours }) => (ours === null) === holds));
    for (const one of picked) {
      if (one === undefined) continue;
      const { program } = alone(one.property);
      const [depthFirst, breadthFirst] = [spin.testify(program), rumur.testify(program)];
      expect(depthFirst.broken).toBe(one.ours === null ? null : '0');
      expect(breadthFirst.broken).toBe(one.ours === null ? null : '0');
      expect(breadthFirst.length).toBe(one.ours?.length ?? null);
      if (one.ours !== null) continue;
      const size = { states: graph.states.length, steps: graph.targets.length };
      for (const { states, steps: fired } of [depthFirst, breadthFirst])
        expect({ states, steps: fired }).toEqual(size);
    }
  }
  console.log(
    `${charts} charts: ${broken} claims broken, ${held} proved, ${steps} steps of circuits compared`,
  );
  return { charts, broken, held, steps };
};
