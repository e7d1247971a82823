import { match, P } from 'ts-pattern';
import type { Property, Rule, Step, Where } from '../../specs/property.ts';
import type { Event } from './automaton.ts';
import { eventsTo, type Graph, stepOf } from './explore.ts';
import { judgeOf } from './judge.ts';
import type { Label } from './system.ts';

/** What became of one property: how often it was asked, and the shortest run that breaks it. */
export type Verdict = {
  readonly property: Property;
  /** How many states or steps it was asked of. None is a failure: it said nothing. */
  readonly checks: number;
  /** The events of a run that ends in the violation; null when it holds. */
  readonly counterexample: readonly Event[] | null;
};

/** Whether a property has been shown to hold: asked at least once, and never broken. */
export const holds = ({ checks, counterexample }: Verdict): boolean => checks > 0 && counterexample === null;

/** Asks a property of every state and every step of a graph. */
export const check = (graph: Graph, property: Property): Verdict => {
  const { checks, broken } = ask(graph, judgeIn(graph), property.rule);
  return { property, checks, counterexample: broken };
};

/** Conditions on the positions and the steps of a graph; a step is given by its number and where it starts. */
type GraphJudge = {
  readonly where: (condition: Where) => (position: number) => boolean;
  readonly step: (condition: Step) => Asked;
};

const judgeIn = (graph: Graph): GraphJudge => {
  const { states, targets, labelOf } = graph;
  const judge = judgeOf({ ...graph.system, labelAt: number => labelIn(graph, number) });
  return {
    where: condition => {
      const holds = judge.where(condition);
      return position => holds(states[position] ?? 0);
    },
    step: condition => {
      const holds = judge.step(condition);
      return (edge, from) => holds(labelOf[edge] ?? 0, states[from] ?? 0, states[targets[edge] ?? 0] ?? 0);
    },
  };
};

const labelIn = ({ labels }: Graph, number: number): Label => {
  const label = labels[number];
  if (label === undefined) throw new Error(`the graph has no label ${number}`);
  return label;
};

type Answer = { readonly checks: number; readonly broken: readonly Event[] | null };

const ask = (graph: Graph, judge: GraphJudge, rule: Rule): Answer =>
  match(rule)
    .with({ also: P._ }, ({ whenever, also }) => {
      const [asked, wanted] = [judge.where(whenever), judge.where(also)];
      return states(graph, position => (asked(position) ? wanted(position) : null));
    })
    .with({ eachStep: P._ }, ({ eachStep, is }) => {
      const [asked, wanted] = [judge.step(eachStep), judge.step(is)];
      return steps(graph, (edge, from) => (asked(edge, from) ? wanted(edge, from) : null));
    })
    .with({ until: P._ }, ({ after, never, until }) =>
      between(graph, { opens: judge.step(after), breaks: judge.step(never), closes: judge.step(until) }),
    )
    .with({ never: P._ }, ({ never }) => {
      const holds = judge.where(never);
      return states(graph, position => !holds(position));
    })
    .with({ within: P.number }, ({ from, within, canReach }) => {
      const near = nearOf(graph, within, judge.where(canReach));
      const asked = judge.where(from);
      return states(graph, position => (asked(position) ? near(position) : null));
    })
    .with({ parksOn: P.string }, ({ parksOn }) => parks(graph, parksOn))
    .with({ unmovedBy: P._ }, ({ unmovedBy }) => {
      const { chart, chartState } = graph.system;
      const events = unmovedBy.map(type => chart.tables.eventNumber({ type }));
      return states(graph, position =>
        events.every(event => chart.outcomeOf(chartState(stateAt(graph, position)), event) === 0),
      );
    })
    .with({ leadsTo: P._ }, { no: P._ }, { atMost: P._ }, { beforeTicks: P._ }, () => {
      throw new Error('rules over whole runs are not decided yet');
    })
    .with({ everyOrderMakesSense: true }, () =>
      stepsLike(
        graph,
        ({ asked }) => asked.length > 0,
        ({ refused }) => refused.length === 0,
      ),
    )
    .exhaustive();

const stateAt = (graph: Graph, position: number): number => {
  const state = graph.states[position];
  if (state === undefined) throw new Error(`the graph has no state ${position}`);
  return state;
};

/** Asks of each state: null when the question does not apply to it. */
const states = (graph: Graph, asked: (position: number) => boolean | null): Answer => {
  let checks = 0;
  for (let position = 0; position < graph.states.length; position += 1) {
    const answer = asked(position);
    if (answer === null) continue;
    checks += 1;
    if (!answer) return { checks, broken: eventsTo(graph, position) };
  }
  return { checks, broken: null };
};

/** Asks of each step of each state that was visited. */
const steps = (graph: Graph, asked: (edge: number, from: number) => boolean | null): Answer => {
  const { first } = graph;
  let checks = 0;
  for (let from = 0; from < first.length - 1; from += 1) {
    const end = first[from + 1] ?? 0;
    for (let edge = first[from] ?? 0; edge < end; edge += 1) {
      const answer = asked(edge, from);
      if (answer === null) continue;
      checks += 1;
      if (!answer) return { checks, broken: runOf(graph, edge) };
    }
  }
  return { checks, broken: null };
};

/** Asks what only labels tell: once of each label. */
const stepsLike = (
  graph: Graph,
  applies: (label: Label) => boolean,
  holds: (label: Label) => boolean,
): Answer => {
  const answers = graph.labels.map(label => (applies(label) ? holds(label) : null));
  return steps(graph, edge => answers[graph.labelOf[edge] ?? 0] ?? null);
};

const runOf = (graph: Graph, edge: number): readonly Event[] => {
  const { from, label } = stepOf(graph, edge);
  return [...eventsTo(graph, from), label.event];
};

type Asked = (edge: number, from: number) => boolean;

type Span = { readonly opens: Asked; readonly breaks: Asked; readonly closes: Asked };

/**
 * Walks the states that can be reached within the span: from each step that opens it, on until a step
 * that closes it. A step that closes is not judged; one that opens is judged only if the span is open.
 */
const between = (graph: Graph, span: Span): Answer => {
  const { first, targets } = graph;
  /** The step by which a state came into the span, and one; 0 is outside. */
  const cause = new Int32Array(graph.states.length);
  const queue = new Int32Array(graph.states.length);
  let entered = 0;
  let checks = 0;
  const enter = (edge: number): void => {
    const to = targets[edge] ?? 0;
    if (cause[to] !== 0) return;
    cause[to] = edge + 1;
    queue[entered] = to;
    entered += 1;
  };
  const stepsFrom = (from: number, look: (edge: number) => boolean): boolean => {
    const end = first[from + 1] ?? 0;
    for (let edge = first[from] ?? 0; edge < end; edge += 1) if (look(edge)) return true;
    return false;
  };
  for (let from = 0; from < first.length - 1; from += 1)
    stepsFrom(from, edge => {
      if (span.opens(edge, from)) enter(edge);
      return false;
    });
  for (let head = 0; head < entered; head += 1) {
    const from = queue[head] ?? 0;
    let broken = -1;
    stepsFrom(from, edge => {
      if (span.closes(edge, from)) return false;
      checks += 1;
      if (span.breaks(edge, from)) broken = edge;
      else enter(edge);
      return broken >= 0;
    });
    if (broken >= 0) return { checks, broken: spanOf(graph, span, cause, broken) };
  }
  return { checks, broken: null };
};

/** The run that breaks a span: to the step that opens it, then on to the step that breaks it. */
const spanOf = (graph: Graph, span: Span, cause: Int32Array, breaking: number): readonly Event[] => {
  const inside: Event[] = [stepOf(graph, breaking).label.event];
  for (let at = stepOf(graph, breaking).from; ; ) {
    const edge = (cause[at] ?? 0) - 1;
    if (edge < 0) throw new Error('a span was entered that nothing opened');
    const { from, label } = stepOf(graph, edge);
    if (span.opens(edge, from)) return [...runOf(graph, edge), ...inside];
    inside.unshift(label.event);
    at = from;
  }
};

/** Whether a state of the wanted kind is at most so many steps away. */
const nearOf = (
  { states: all, first, targets }: Graph,
  most: number,
  wanted: (position: number) => boolean,
): ((position: number) => boolean) => {
  /** In which round a state was found to be near, and one; 0 is not yet. */
  const near = new Uint8Array(all.length);
  for (let position = 0; position < near.length; position += 1) near[position] = wanted(position) ? 1 : 0;
  for (let round = 1; round <= most; round += 1) {
    for (let from = 0; from < first.length - 1; from += 1) {
      if (near[from] !== 0) continue;
      const end = first[from + 1] ?? 0;
      for (let edge = first[from] ?? 0; edge < end; edge += 1) {
        const found = near[targets[edge] ?? 0] ?? 0;
        if (found === 0 || found > round) continue;
        near[from] = round + 1;
        break;
      }
    }
  }
  return position => near[position] !== 0;
};

/** Whether a fact always leads the chart to one and the same state, whatever its world does meanwhile. */
const parks = (graph: Graph, fact: string): Answer => {
  const isFact = graph.labels.map(({ event }) => event.type === fact);
  let only: number | null = null;
  return steps(graph, edge => {
    if (isFact[graph.labelOf[edge] ?? 0] !== true) return null;
    const parked = graph.system.chartState(stateAt(graph, graph.targets[edge] ?? 0));
    only ??= parked;
    return parked === only;
  });
};
