import type { Fairness } from '../../../specs/fairness.ts';
import type { Rule, Words } from '../../../specs/property.ts';
import type { Graph } from '../explore.ts';
import { fairPartOf } from './fair.ts';
import type { GraphJudge } from './judging.ts';
import { lassoIn } from './lasso.ts';
import { promisesIn } from './promises.ts';
import { CLOSED, type Watch, type Watched, watched } from './watch.ts';
import { countWatch, orderWatch, spanWatch, timeWatch } from './watches.ts';

/** What came of a question about whole runs: how often it was asked, and the steps of a run that breaks it. */
export type RunAnswer = {
  readonly checks: number;
  readonly broken: {
    readonly run: readonly number[];
    readonly cycle?: readonly number[];
    /** Whether no run is shorter. */
    readonly isShortest: boolean;
  } | null;
};

type Of<Key extends string> = Extract<Rule<Words>, { readonly [key in Key]: unknown }>;

/** After a step like the first, none like the second before one like the third. Asked of each step in between. */
export const spanned = (graph: Graph, judge: GraphJudge, rule: Of<'until'>): RunAnswer => {
  const { watch } = spanWatch(judge, rule);
  let closing = 0;
  const told = heeding(watch, (_edge, _from, _layer, next) => {
    if (next === CLOSED) closing += 1;
  });
  return answered(graph, told, ({ steps }) => steps - closing);
};

/** Nothing like the first before something like the second. Asked of each moment like the first, wherever it is. */
export const ordered = (graph: Graph, judge: GraphJudge, rule: Of<'before'>): RunAnswer => {
  const { watch, asks } = orderWatch(judge, rule);
  let checks = judge.moment(rule.no).inState(0) ? 1 : 0;
  eachStep(graph, (edge, from) => {
    if (asks(edge, from)) checks += 1;
  });
  return answered(graph, watch, () => checks);
};

/** Between two steps of a kind at most so many of another. Asked of each that counts. */
export const counted = (graph: Graph, judge: GraphJudge, rule: Of<'atMost'>): RunAnswer => {
  const { watch } = countWatch(judge, rule);
  let checks = 0;
  const told = heeding(watch, (_edge, _from, layer, next) => {
    if (next !== CLOSED && next !== layer) checks += 1;
  });
  return answered(graph, told, () => checks);
};

/** After a step, something comes before a timer has elapsed so often. Asked of each such step. */
export const timed = (graph: Graph, judge: GraphJudge, rule: Of<'beforeTicks'>): RunAnswer => {
  const { watch, asks } = timeWatch(judge, rule);
  const { byStep } = watch;
  let checks = 0;
  return answered(
    graph,
    {
      ...watch,
      byStep: byStep && {
        ...byStep,
        opens: (edge, from) => {
          if (asks(edge, from)) checks += 1;
          return byStep.opens(edge, from);
        },
      },
    },
    () => checks,
  );
};

/** The same watch, and somebody who hears where each step leads. */
const heeding = (
  watch: Watch,
  hear: (edge: number, from: number, layer: number, next: number) => void,
): Watch => ({
  ...watch,
  onStep: {
    ...watch.onStep,
    leads: (edge, from, layer) => {
      const next = watch.onStep.leads(edge, from, layer);
      hear(edge, from, layer, next);
      return next;
    },
  },
});

/** Each moment like the first is followed by one like the second, if the world keeps its promises. Asked of each like the first. */
export const led = (
  graph: Graph,
  judge: GraphJudge,
  rule: Omit<Of<'leadsTo'>, 'given'>,
  given: readonly Fairness[],
): RunAnswer => {
  const [asked, wanted] = [judge.moment(rule.whenever), judge.moment(rule.leadsTo)];
  let checks = 0;
  const opensIn = (position: number): boolean => {
    if (!asked.inState(position)) return false;
    checks += 1;
    return !wanted.inState(position);
  };
  const pending = watched(graph, {
    layers: 1,
    inState: position => (opensIn(position) ? 0 : CLOSED),
    byStep: asked.labels && {
      labels: asked.labels,
      opens: (edge, from) => {
        if (!asked.atStep(edge, from)) return CLOSED;
        checks += 1;
        return wanted.atStep(edge, from) ? CLOSED : 0;
      },
    },
    onStep: {
      labels: wanted.labels,
      // A step that stays either fulfils it or leaves it as it was, and both are known of that state.
      isOfMoves: true,
      leads: (edge, from) => (wanted.atStep(edge, from) ? CLOSED : 0),
    },
  });
  const stays = (edge: number, from: number): boolean => !wanted.atStep(edge, from);
  const promises = promisesIn(graph, judge, given);
  const expanded = graph.first.length - 1;
  // Of what a bounded walk has not looked at nobody knows how it goes on.
  const positions = pending.entered.filter(position => position < expanded);
  const part = fairPartOf(graph, positions, stays, promises);
  const lasso = lassoIn(graph, pending, part, stays, promises);
  return { checks, broken: lasso && { run: lasso.stem, cycle: lasso.cycle, isShortest: lasso.isShortest } };
};

const answered = (graph: Graph, watch: Watch, checks: (seen: Watched) => number): RunAnswer => {
  const seen = watched(graph, watch);
  return { checks: checks(seen), broken: seen.broken && { run: seen.broken, isShortest: true } };
};

const eachStep = ({ first }: Graph, look: (edge: number, from: number) => void): void => {
  for (let from = 0; from < first.length - 1; from += 1)
    for (let edge = first[from] ?? 0; edge < (first[from + 1] ?? 0); edge += 1) look(edge, from);
};
