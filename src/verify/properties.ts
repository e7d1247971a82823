import { match, P } from 'ts-pattern';
import type { Property, Rule } from '../../specs/property.ts';
import type { Event } from './automaton.ts';
import { eventsTo, type Graph, stepOf } from './explore.ts';
import { type Judge, judgeOf } from './judge.ts';
import { takenTransitions } from './taken.ts';

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
    .with({ whenever: P._ }, ({ whenever, also }) =>
      states(graph, position => (judge.where(whenever, position) ? judge.where(also, position) : null)),
    )
    .with({ eachStep: P._ }, ({ eachStep, is }) =>
      steps(graph, edge => (judge.step(eachStep, edge) ? judge.step(is, edge) : null)),
    )
    .with({ after: P._ }, ({ after, never, until }) =>
      between(graph, {
        opens: edge => judge.step(after, edge),
        breaks: edge => judge.step(never, edge),
        closes: edge => judge.step(until, edge),
      }),
    )
    .with({ never: P._ }, ({ never }) => states(graph, position => !judge.where(never, position)))
    .with({ within: P.number }, ({ from, within, canReach }) => {
      const near = nearOf(graph, within, position => judge.where(canReach, position));
      return states(graph, position => (judge.where(from, position) ? near(position) : null));
    })
    .with({ parksOn: P.string }, ({ parksOn }) => parks(graph, parksOn))
    .with({ unmovedBy: P._ }, ({ unmovedBy }) => {
      const { chart, chartState } = graph.system;
      return states(graph, position =>
        unmovedBy.every(type => {
          const before = chart.snapshot(chartState(stateAt(graph, position)));
          return takenTransitions(chart.machine, before, { type }).taken.length === 0;
        }),
      );
    })
    .with({ everyOrderMakesSense: true }, () =>
      steps(graph, edge => {
        const { asked, refused } = stepOf(graph, edge).label;
        return asked.length === 0 ? null : refused.length === 0;
      }),
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

const steps = (graph: Graph, asked: (edge: number) => boolean | null): Answer => {
  let checks = 0;
  for (let edge = 0; edge < graph.targets.length; edge += 1) {
    const answer = asked(edge);
    if (answer === null) continue;
    checks += 1;
    if (!answer) return { checks, broken: runOf(graph, edge) };
  }
  return { checks, broken: null };
};

const runOf = (graph: Graph, edge: number): readonly Event[] => {
  const { from, label } = stepOf(graph, edge);
  return [...eventsTo(graph, from), label.event];
};

type Span = {
  readonly opens: (edge: number) => boolean;
  readonly breaks: (edge: number) => boolean;
  readonly closes: (edge: number) => boolean;
};

/**
 * Walks the states that can be reached within the span: from each step that opens it, on until a step
 * that closes it. A step that closes is not judged; one that opens is judged only if the span is open.
 */
const between = (graph: Graph, span: Span): Answer => {
  const cause = new Map<number, number>();
  const queue: number[] = [];
  let checks = 0;
  const enter = (edge: number): void => {
    const { to } = stepOf(graph, edge);
    if (cause.has(to)) return;
    cause.set(to, edge);
    queue.push(to);
  };
  for (let edge = 0; edge < graph.targets.length; edge += 1) if (span.opens(edge)) enter(edge);
  for (let head = 0; head < queue.length; head += 1) {
    const position = queue[head] ?? 0;
    for (let edge = graph.first[position] ?? 0; edge < (graph.first[position + 1] ?? 0); edge += 1) {
      if (span.closes(edge)) continue;
      checks += 1;
      if (span.breaks(edge)) return { checks, broken: spanOf(graph, span, cause, edge) };
      enter(edge);
    }
  }
  return { checks, broken: null };
};

/** The run that breaks a span: to the step that opens it, then on to the step that breaks it. */
const spanOf = (
  graph: Graph,
  span: Span,
  cause: ReadonlyMap<number, number>,
  breaking: number,
): readonly Event[] => {
  const inside: Event[] = [stepOf(graph, breaking).label.event];
  for (let at = stepOf(graph, breaking).from; ; ) {
    const edge = cause.get(at);
    if (edge === undefined) throw new Error('a span was entered that nothing opened');
    if (span.opens(edge)) return [...runOf(graph, edge), ...inside];
    const { from, label } = stepOf(graph, edge);
    inside.unshift(label.event);
    at = from;
  }
};

/** Whether a state of the wanted kind is at most so many steps away. */
const nearOf = (
  graph: Graph,
  most: number,
  wanted: (position: number) => boolean,
): ((position: number) => boolean) => {
  let near = new Set<number>();
  for (let position = 0; position < graph.states.length; position += 1)
    if (wanted(position)) near.add(position);
  for (let round = 0; round < most; round += 1) {
    const wider = new Set(near);
    for (let edge = 0; edge < graph.targets.length; edge += 1) {
      const { from, to } = stepOf(graph, edge);
      if (near.has(to)) wider.add(from);
    }
    near = wider;
  }
  return position => near.has(position);
};

/** Whether a fact always leads the chart to one and the same state, whatever its world does meanwhile. */
const parks = (graph: Graph, fact: string): Answer => {
  let only: number | null = null;
  return steps(graph, edge => {
    const { to, label } = stepOf(graph, edge);
    if (label.event.type !== fact) return null;
    const parked = graph.system.chartState(stateAt(graph, to));
    only ??= parked;
    return parked === only;
  });
};
