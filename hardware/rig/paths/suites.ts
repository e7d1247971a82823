import { mode } from '../../../machines/pump/mode.ts';
import { once } from '../../../src/runtime/once.ts';
import { explore, type Graph } from '../../../src/verify/explore.ts';
import { CRITERIA } from '../../../src/verify/suites/criteria.ts';
import type { Suite } from '../../../src/verify/suites/suite.ts';
import { benchSystem } from './benchSystem.ts';
import type { PumpPath } from './pumpModel.ts';

/**
 * States of pump and bench that are looked at: enough for every transition that the whole of it takes, as
 * `test/deep` shows, which explores it all.
 */
const MOST_STATES = 60_000;

const graphs = new Map<number, Graph>();

/** The pump on its bench, explored breadth first up to so many states: once in a process, for whoever asks. */
export const benchGraph = (most: number = MOST_STATES): Graph => {
  const graph = graphs.get(most) ?? explore(benchSystem(), most);
  graphs.set(most, graph);
  return graph;
};

const suitesOf = once((_: Graph) => new Map<string, Suite>());

/** A suite by a criterion that runs on the real pump, made once of each graph. Throws with the criteria that there are. */
export const benchSuite = (criterion: string, graph: Graph = benchGraph(), seed = 1): Suite => {
  const made = suitesOf(graph);
  const key = `${criterion} ${seed}`;
  const suite = made.get(key) ?? suiteBy(criterion, graph, seed);
  made.set(key, suite);
  return suite;
};

const suiteBy = (criterion: string, graph: Graph, seed: number): Suite => {
  const known = CRITERIA.find(({ name }) => name === criterion);
  if (known === undefined)
    throw new Error(
      `there is no criterion "${criterion}"; there are ${CRITERIA.map(({ name }) => name).join(', ')}`,
    );
  return known.suite('pump', graph, { n: 1, seed });
};

/** The tests of a suite as paths of the pump, named by what it ends in and what they are for. */
export const pathsIn = ({ tests }: Suite): readonly PumpPath[] =>
  tests.map(({ name, steps }) => {
    const states = steps.at(-1)?.states ?? [];
    const modes = mode({ isIn: id => states.includes(id) });
    return { name: `${modes.join(', ')}: ${name}`, modes, steps: steps.map(({ event }) => ({ event })) };
  });

/** What nobody can bring about on the bench, by the names of a suite's goals. */
export const infeasibleIn = ({ goals }: Suite): readonly string[] =>
  goals.flatMap(goal => ('infeasible' in goal ? [goal.name] : []));
