import { type Event, nameOf } from '../../automaton.ts';
import { activeIn } from '../../coverage.ts';
import type { Graph } from '../../explore.ts';
import { type Path, type PathStep, stepAt } from '../../paths.ts';
import { modelOf } from '../make.ts';
import { stateNames } from '../names.ts';
import { postmanOf } from '../postman.ts';
import { lengthOf, type Suite } from '../suite.ts';
import { type Machine, type Mealy, machineOf, type Word } from './mealy.ts';
import { coverOf, minimise } from './minimise.ts';
import type { CompleteMethod } from './register.ts';

/** Suites with more tests than this by the simplest count are refused before they are made. */
const MOST = 2_000_000;

/** A complete suite of a graph, for so many extra states. Its goals are the steps of the reduced machine. */
export const completeSuite = (
  { name, source, method, reported }: CompleteMethod,
  machine: string,
  graph: Graph,
  extra: number,
  seed: number,
): Suite => {
  const whole = machineOf(graph, reported, seed);
  const { machine: reduced, classOf } = reported ? { machine: whole, classOf: null } : minimise(whole);
  const simplest = reduced.states * reduced.inputs ** (extra + 1);
  if (simplest > MOST)
    throw new Error(
      `"${machine}" has ${reduced.states} states and ${reduced.inputs} events: ${simplest} words with ${extra} extra states are too many; ask for fewer`,
    );
  const words = method(reduced, extra);
  const names = stateNames(graph);
  const nameOfStep = (state: number, input: number): string => {
    const first = classOf === null ? state : classOf.indexOf(state);
    return `${names[first]} | ${whole.events[input]}`;
  };
  const met = new Map<string, { readonly test: number; readonly step: number }>();
  const tests = words.map((word, test): Path => {
    const covers: string[] = [];
    let state = 0;
    for (const [step, input] of word.entries()) {
      const goal = nameOfStep(state, input);
      if (!met.has(goal)) {
        met.set(goal, { test, step });
        covers.push(goal);
      }
      state = reduced.next[state * reduced.inputs + input] ?? 0;
    }
    return {
      name: word.map(input => whole.events[input]).join(' > '),
      steps: stepsOf(graph, whole, word),
      covers,
    };
  });
  const cover = coverOf(reduced);
  const size = { steps: tests.reduce((sum, { steps }) => sum + steps.length, 0), resets: tests.length };
  return {
    version: 1,
    machine,
    model: modelOf(graph),
    criterion: name,
    definition: guarantee(reduced, extra, reported),
    source,
    seed,
    goals: [...met].sort(([a], [b]) => (a < b ? -1 : 1)).map(([goal, where]) => ({ name: goal, ...where })),
    tests,
    ...size,
    bound: {
      length: tourBound(reduced),
      by: 'each step of the reduced machine once: a flow of least cost',
    },
    onePerGoal: cover.reduce(
      (sum, way) => sum + reduced.inputs * lengthOf({ steps: way.length + 1, resets: 1 }),
      0,
    ),
  };
};

const guarantee = ({ states, inputs }: Mealy, extra: number, reported: boolean): string =>
  `Each machine of at most ${states + extra} states that does not answer as this one fails: ` +
  (reported
    ? `this one has ${states}, each of which is reported after every event. No separating words are needed then: from each state, all words of ${extra + 1} of its ${inputs} events (${extra}-switches).`
    : `reduced, this one has ${states}; an answer is what is asked for, no state is looked at. An event that cannot come changes nothing.`);

const stepsOf = (graph: Graph, { inputs, edges, events }: Machine, word: Word): readonly PathStep[] => {
  let position = 0;
  return word.map(input => {
    const edge = edges[position * inputs + input] ?? -1;
    if (edge < 0) return ignored(graph, position, events[input] ?? '');
    position = graph.targets[edge] ?? 0;
    return stepAt(graph, edge);
  });
};

/** An event that the graph does not offer there: the chart has no answer to it. */
const ignored = (graph: Graph, position: number, name: string): PathStep => ({
  event: eventNamed(graph, name),
  source: 'timer',
  states: activeIn(graph, position),
  asked: [],
  raised: [],
  taken: [],
});

const eventNamed = ({ system }: Graph, name: string): Event => {
  const found = system.chart.tables.events().find(event => nameOf(event) === name);
  if (found === undefined) throw new Error(`"${system.chart.machine.id}" knows no event ${name}`);
  return found;
};

/** What it costs to take each step of a machine once. */
const tourBound = ({ states, inputs, next }: Mealy): number =>
  postmanOf(
    {
      states,
      first: Int32Array.from({ length: states + 1 }, (_, state) => state * inputs),
      from: Int32Array.from(next.keys(), at => Math.floor(at / inputs)),
      to: next,
    },
    'all',
  ).length;
