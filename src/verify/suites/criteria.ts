import type { Property } from '../../../specs/property.ts';
import type { Graph } from '../explore.ts';
import { boundOf } from './bound.ts';
import { stateObservers, transitionObservers } from './charted.ts';
import { completeSuite } from './complete/complete.ts';
import { METHODS } from './complete/register.ts';
import { answerObserver, positionObserver, stepObserver } from './graphed.ts';
import { type Hunt, huntOf } from './hunt.ts';
import { pathObservers } from './loops.ts';
import { suiteFrom } from './make.ts';
import { guardObservers } from './mcdc.ts';
import { type Kept, netOf } from './net.ts';
import type { Observer } from './observer.ts';
import { postmanOf, roadsOf } from './postman.ts';
import { requirementObservers } from './required.ts';
import { elementObservers, shortestRunsOf } from './runs.ts';
import type { Bound, Suite } from './suite.ts';
import { switchObservers } from './switches.ts';
import { type Tour, toursOf } from './tour.ts';

/** What a suite is made by. */
export type Choices = {
  /** Transitions in a row, less one, for `switches`. */
  readonly n: number;
  /** How many states more than the machine has a faulty one may have, for complete suites; none unless said. */
  readonly extra?: number;
  /** Decides wherever continuations are equally good. */
  readonly seed: number;
  /** For `requirements`: properties that are checked of this graph. */
  readonly properties?: readonly Property[];
};

/** A rule that says what a suite must meet. */
export type Criterion = {
  readonly name: string;
  readonly definition: string;
  readonly source: string;
  readonly suite: (machine: string, graph: Graph, choices: Choices) => Suite;
};

type Charted = Omit<Criterion, 'suite'> & {
  readonly observers: (graph: Graph, choices: Choices) => readonly Observer[];
  /** Whether steps that nothing answers may meet a goal, too. */
  readonly kept?: Kept;
  readonly tours?: (hunt: Hunt, bound: Bound) => readonly Tour[];
};

const charted = ({ observers, kept = 'answered', tours = toursOf, ...criterion }: Charted): Criterion => ({
  ...criterion,
  suite: (machine, graph, choices) => {
    const hunt = huntOf(netOf(graph, kept, choices.seed), observers(graph, choices));
    const { name, definition, source } = criterion;
    const head = { machine, criterion: name, definition, source, seed: choices.seed };
    const bound = boundOf(hunt);
    return suiteFrom(head, hunt, tours(hunt, bound), bound);
  },
});

/** A suite of one observer that sees all steps, those that nothing answers, too. */
const stepSuite = (criterion: Omit<Criterion, 'suite'>): Criterion => ({
  ...criterion,
  suite: (machine, graph, { seed }) => {
    const net = netOf(graph, 'all', seed);
    const hunt = huntOf(net, [stepObserver(net)]);
    const { walks, length } = postmanOf(roadsOf(net), 'all');
    const { name, definition, source } = criterion;
    return suiteFrom(
      { machine, criterion: name, definition, source, seed },
      hunt,
      walks.map((walk, number) => ({
        goal: `tour ${number + 1}`,
        walk: walk.map(road => net.edges?.[road] ?? road),
      })),
      { length, by: 'the directed Chinese postman with resets: a flow of least cost, exact' },
    );
  },
});

const OFFUTT = 'J. Offutt, A. Abdurazik: Generating tests from UML specifications (UML 1999)';

export const CRITERIA: readonly Criterion[] = [
  charted({
    name: 'states',
    definition: 'Each state of the chart is active at some time.',
    source: OFFUTT,
    observers: stateObservers,
  }),
  charted({
    name: 'transitions',
    definition: 'Each transition of the chart is taken at some time.',
    source: OFFUTT,
    observers: transitionObservers,
  }),
  charted({
    name: 'paths',
    definition: 'Each state and each transition of the chart is met, each new one by a shortest run to it.',
    source: OFFUTT,
    observers: elementObservers,
    tours: shortestRunsOf,
  }),
  charted({
    name: 'pairs',
    definition:
      'Each two transitions of a region that the chart draws one after the other are taken so, whatever other regions do between them.',
    source: OFFUTT,
    observers: graph => switchObservers(graph, 1),
  }),
  charted({
    name: 'switches',
    definition:
      'Each n + 1 transitions of a region that the chart draws one after the other are taken so, whatever other regions do between them.',
    source: 'T. S. Chow: Testing software design modeled by finite-state machines (IEEE TSE 4(3), 1978)',
    observers: (graph, { n }) => switchObservers(graph, n),
  }),
  charted({
    name: 'roundTrips',
    definition:
      'Each way of a region from a leaf back to it, without meeting another leaf twice, is gone, whatever other regions do meanwhile.',
    source:
      'complete round trips: P. Ammann, J. Offutt: Introduction to Software Testing (2nd ed., 2016), 7.2',
    observers: graph => pathObservers(graph, true),
  }),
  charted({
    name: 'primePaths',
    definition:
      'Each way of a region from leaf to leaf that meets none twice, but for the first as the last, and lies within no longer one, is gone.',
    source: 'P. Ammann, J. Offutt: Introduction to Software Testing (2nd ed., 2016), 7.2',
    observers: graph => pathObservers(graph, false),
  }),
  charted({
    name: 'guards',
    definition:
      'Each operand of each guard is once true and once false where it decides (masking MC/DC); a guard of one operand is once true and once false.',
    source:
      'J. J. Chilenski: An investigation of three forms of the MC/DC criterion (DOT/FAA/AR-01/18, 2001)',
    observers: guardObservers,
    kept: 'all',
  }),
  charted({
    name: 'requirements',
    definition:
      'Each state and transition is met that a requirement is about (meta.req), and for the pump what each property speaks of comes about.',
    source: 'requirements coverage; of properties, their antecedents (non-vacuity)',
    observers: (graph, { properties = [] }) => requirementObservers(graph, properties),
    kept: 'all',
  }),
  charted({
    name: 'answers',
    definition:
      'Each distinct answer of the chart is given at some time: an event, with the transitions it takes and what is asked for.',
    source: 'all labels of the state graph; a quotient of all its steps',
    observers: graph => [answerObserver(graph)],
  }),
  charted({
    name: 'graphStates',
    definition:
      'Each reachable state of the graph, that is each combination of states and context, is reached.',
    source: 'node coverage: P. Ammann, J. Offutt: Introduction to Software Testing (2nd ed., 2016), 7.2',
    observers: graph => [positionObserver(graph)],
  }),
  stepSuite({
    name: 'graphSteps',
    definition:
      'Each step of the graph is taken: each event that can come, in each reachable state, answered or not.',
    source: 'transition tour: S. Naito, M. Tsunoyama (FTCS 1981); edge coverage: Ammann and Offutt 7.2',
  }),
  ...METHODS.map(
    (method): Criterion => ({
      name: method.name,
      definition: `Kills each machine of at most n + k states that does not answer as this one of n states does${method.reported ? ', where the state is reported' : ''}.`,
      source: method.source,
      suite: (machine, graph, { extra = 0, seed }) => completeSuite(method, machine, graph, extra, seed),
    }),
  ),
];
