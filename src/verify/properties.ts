import { match, P } from 'ts-pattern';
import type { Property, Rule } from '../../specs/property.ts';
import type { Event } from './automaton.ts';
import { eventsTo, type Graph, stepOf } from './explore.ts';
import { type Judge, judgeOf, type StepTest } from './judge.ts';
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
  const { checks, broken } = ask(graph, judgeOf(graph), property.rule);
  return { property, checks, counterexample: broken };
};

type Answer = { readonly checks: number; readonly broken: readonly Event[] | null };

const ask = (graph: Graph, judge: Judge, rule: Rule): Answer =>
  match(rule)
    .with({ whenever: P._ }, ({ whenever, also }) => {
      const [asked, wanted] = [judge.where(whenever), judge.where(also)];
      return states(graph, position => (asked(position) ? wanted(position) : null));
    })
    .with({ eachStep: P._ }, ({ eachStep, is }) => {
      const [asked, wanted] = [judge.step(eachStep), judge.step(is)];
      return steps(graph, asked, (label, from, to) => passes(wanted, label, from, to));
    })
    .with({ after: P._ }, ({ after, never, until }) =>
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
        events.every(event => chart.take(chartState(stateAt(graph, position)), event) === 0),
      );
    })
    .with({ everyOrderMakesSense: true }, () => {
      const refused = labelled(graph, each => each.refused.length > 0);
      const ordered = labelled(graph, each => each.asked.length > 0);
      return steps(graph, ordered, label => refused.labels[label] === 0);
    })
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

/** Asks of each step that passes a test. */
const steps = (
  graph: Graph,
  asked: StepTest,
  holds: (label: number, from: number, to: number) => boolean,
): Answer => {
  const { first, targets, labelOf } = graph;
  let checks = 0;
  for (let from = 0; from < first.length - 1; from += 1) {
    if (!asked.from(from)) continue;
    const end = first[from + 1] ?? 0;
    for (let edge = first[from] ?? 0; edge < end; edge += 1) {
      const label = labelOf[edge] ?? 0;
      if (asked.labels[label] === 0) continue;
      const to = targets[edge] ?? 0;
      if (!asked.to(to)) continue;
      checks += 1;
      if (!holds(label, from, to)) return { checks, broken: runOf(graph, edge) };
    }
  }
  return { checks, broken: null };
};

const passes = (test: StepTest, label: number, from: number, to: number): boolean =>
  test.labels[label] === 1 && test.from(from) && test.to(to);

/** A test of nothing but labels. */
const labelled = ({ labels }: Graph, applies: (label: Label) => boolean): StepTest => ({
  labels: Uint8Array.from(labels, label => (applies(label) ? 1 : 0)),
  from: () => true,
  to: () => true,
});

const runOf = (graph: Graph, edge: number): readonly Event[] => {
  const { from, label } = stepOf(graph, edge);
  return [...eventsTo(graph, from), label.event];
};

type Span = { readonly opens: StepTest; readonly breaks: StepTest; readonly closes: StepTest };

/**
 * Walks the states that can be reached within the span: from each step that opens it, on until a step
 * that closes it. A step that closes is not judged; one that opens is judged only if the span is open.
 */
const between = (graph: Graph, { opens, breaks, closes }: Span): Answer => {
  const { first, targets, labelOf } = graph;
  /** The step by which a state came into the span, and one; 0 is outside. */
  const cause = new Int32Array(graph.states.length);
  const queue = new Int32Array(graph.states.length);
  let entered = 0;
  let checks = 0;
  const enter = (to: number, edge: number): void => {
    if (cause[to] !== 0) return;
    cause[to] = edge + 1;
    queue[entered] = to;
    entered += 1;
  };
  for (let from = 0; from < first.length - 1; from += 1) {
    if (!opens.from(from)) continue;
    const end = first[from + 1] ?? 0;
    for (let edge = first[from] ?? 0; edge < end; edge += 1) {
      if (opens.labels[labelOf[edge] ?? 0] === 0) continue;
      const to = targets[edge] ?? 0;
      if (opens.to(to)) enter(to, edge);
    }
  }
  for (let head = 0; head < entered; head += 1) {
    const from = queue[head] ?? 0;
    const end = first[from + 1] ?? 0;
    for (let edge = first[from] ?? 0; edge < end; edge += 1) {
      const label = labelOf[edge] ?? 0;
      const to = targets[edge] ?? 0;
      if (passes(closes, label, from, to)) continue;
      checks += 1;
      if (passes(breaks, label, from, to)) return { checks, broken: spanOf(graph, opens, cause, edge) };
      enter(to, edge);
    }
  }
  return { checks, broken: null };
};

/** The run that breaks a span: to the step that opens it, then on to the step that breaks it. */
const spanOf = (graph: Graph, opens: StepTest, cause: Int32Array, breaking: number): readonly Event[] => {
  const inside: Event[] = [stepOf(graph, breaking).label.event];
  for (let at = stepOf(graph, breaking).from; ; ) {
    const edge = (cause[at] ?? 0) - 1;
    if (edge < 0) throw new Error('a span was entered that nothing opened');
    const { from, to, label } = stepOf(graph, edge);
    if (passes(opens, graph.labelOf[edge] ?? 0, from, to)) return [...runOf(graph, edge), ...inside];
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
  const isFact = labelled(graph, ({ event }) => event.type === fact);
  let only: number | null = null;
  return steps(graph, isFact, (_label, _from, to) => {
    const parked = graph.system.chartState(stateAt(graph, to));
    only ??= parked;
    return parked === only;
  });
};
