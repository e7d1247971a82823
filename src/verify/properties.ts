import { match, P } from 'ts-pattern';
import { FAIRNESS } from '../../specs/fairness.ts';
import type { AnyProperty, Rule, Words } from '../../specs/property.ts';
import type { Event } from './automaton.ts';
import { type Graph, stepOf, wayTo } from './explore.ts';
import type { Label } from './system.ts';
import { type GraphJudge, judgeIn } from './temporal/judging.ts';
import { counted, led, ordered, type RunAnswer, spanned, timed } from './temporal/rules.ts';

/** A run that breaks a property. */
export type Violation = {
  readonly property: AnyProperty;
  /** From the initial state to where it is broken, or to where what never comes is waited for. */
  readonly run: readonly Event[];
  /** What then happens for ever, if it is never fulfilled; empty: nothing more. */
  readonly cycle?: readonly Event[];
  /** Whether no run is shorter, the cycle counted; false where the search for one became too long. */
  readonly isShortest: boolean;
};

/** What became of one property: how often it was asked, and what breaks it. */
export type Verdict = {
  readonly property: AnyProperty;
  /** How many states or steps it was asked of. None is a failure: it said nothing. */
  readonly checks: number;
  /** Null when it holds. */
  readonly violation: Violation | null;
};

/** Whether a property has been shown to hold: asked at least once, and never broken. */
export const holds = ({ checks, violation }: Verdict): boolean => checks > 0 && violation === null;

/** Asks a property of every state, every step and every run of a graph. */
export const check = (graph: Graph, property: AnyProperty): Verdict => {
  const { checks, broken } = checkRule(graph, property.rule);
  return { property, checks, violation: broken && { property, ...broken } };
};

/** The same of a rule about any machine, in its own words. */
export const checkRule = (
  graph: Graph,
  rule: Rule<Words>,
): { readonly checks: number; readonly broken: Omit<Violation, 'property'> | null } => {
  const { checks, broken } = ask(graph, judgeIn(graph), rule);
  const events = (edges: readonly number[]): readonly Event[] =>
    edges.map(edge => stepOf(graph, edge).label.event);
  if (broken === null) return { checks, broken };
  const cycle = broken.cycle && { cycle: events(broken.cycle) };
  return { checks, broken: { run: events(broken.run), ...cycle, isShortest: broken.isShortest } };
};

const ask = (graph: Graph, judge: GraphJudge, rule: Rule<Words>): RunAnswer =>
  match(rule)
    .with({ also: P._ }, ({ whenever, also }) => {
      const [asked, wanted] = [judge.where(whenever), judge.where(also)];
      return states(graph, position => (asked(position) ? wanted(position) : null));
    })
    .with({ eachStep: P._ }, ({ eachStep, is }) => {
      const [asked, wanted] = [judge.step(eachStep), judge.step(is)];
      return steps(graph, (edge, from) => (asked(edge, from) ? wanted(edge, from) : null));
    })
    .with({ until: P._ }, rule => spanned(graph, judge, rule))
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
    .with({ leadsTo: P._ }, rule =>
      led(
        graph,
        judge,
        rule,
        rule.given.map(name => FAIRNESS[name]),
      ),
    )
    .with({ before: P._ }, rule => ordered(graph, judge, rule))
    .with({ atMost: P._ }, rule => counted(graph, judge, rule))
    .with({ beforeTicks: P._ }, rule => timed(graph, judge, rule))
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
const states = (graph: Graph, asked: (position: number) => boolean | null): RunAnswer => {
  let checks = 0;
  for (let position = 0; position < graph.states.length; position += 1) {
    const answer = asked(position);
    if (answer === null) continue;
    checks += 1;
    if (!answer) return { checks, broken: { run: wayTo(graph, position), isShortest: true } };
  }
  return { checks, broken: null };
};

/** Asks of each step of each state that was visited. */
const steps = (graph: Graph, asked: (edge: number, from: number) => boolean | null): RunAnswer => {
  const { first } = graph;
  let checks = 0;
  for (let from = 0; from < first.length - 1; from += 1) {
    const end = first[from + 1] ?? 0;
    for (let edge = first[from] ?? 0; edge < end; edge += 1) {
      const answer = asked(edge, from);
      if (answer === null) continue;
      checks += 1;
      if (!answer) return { checks, broken: { run: [...wayTo(graph, from), edge], isShortest: true } };
    }
  }
  return { checks, broken: null };
};

/** Asks what only labels tell: once of each label. */
const stepsLike = (
  graph: Graph,
  applies: (label: Label) => boolean,
  holds: (label: Label) => boolean,
): RunAnswer => {
  const answers = graph.labels.map(label => (applies(label) ? holds(label) : null));
  return steps(graph, edge => answers[graph.labelOf[edge] ?? 0] ?? null);
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
const parks = (graph: Graph, fact: string): RunAnswer => {
  const isFact = graph.labels.map(({ event }) => event.type === fact);
  let only: number | null = null;
  return steps(graph, edge => {
    if (isFact[graph.labelOf[edge] ?? 0] !== true) return null;
    const parked = graph.system.chartState(stateAt(graph, graph.targets[edge] ?? 0));
    only ??= parked;
    return parked === only;
  });
};
