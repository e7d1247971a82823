import { match, P } from 'ts-pattern';
import type { Rule, Words } from '../../../specs/property.ts';
import { type Asked, type GraphJudge, together } from './judging.ts';
import { BROKEN, CLOSED, type Watch } from './watch.ts';

/** Rules over whole runs that a run of finite length can break. */
export type OfRuns = Extract<
  Rule<Words>,
  | { readonly until: unknown }
  | { readonly before: unknown }
  | { readonly atMost: unknown }
  | { readonly beforeTicks: unknown }
>;

/** The watch of a rule, and which steps put it to the test. */
export type RunWatch = { readonly watch: Watch; readonly asks: Asked };

type Of<Key extends string> = Extract<Rule<Words>, { readonly [key in Key]: unknown }>;

/** What goes along with a run to see that it keeps a rule: the same for all runs of a graph, and for a single one. */
export const watchOf = (judge: GraphJudge, rule: OfRuns): RunWatch =>
  match(rule)
    .with({ until: P._ }, rule => spanWatch(judge, rule))
    .with({ before: P._ }, rule => orderWatch(judge, rule))
    .with({ atMost: P._ }, rule => countWatch(judge, rule))
    .with({ beforeTicks: P._ }, rule => timeWatch(judge, rule))
    .exhaustive();

/** After a step like the first, none like the second before one like the third. */
export const spanWatch = (judge: GraphJudge, rule: Of<'until'>): RunWatch => {
  const [opens, breaks, closes] = [judge.step(rule.after), judge.step(rule.never), judge.step(rule.until)];
  return {
    asks: opens,
    watch: {
      layers: 1,
      inState: () => CLOSED,
      byStep: {
        labels: judge.labels(rule.after),
        opens: (edge, from) => (opens(edge, from) ? 0 : CLOSED),
      },
      onStep: {
        labels: together([judge.labels(rule.never), judge.labels(rule.until)]),
        leads: (edge, from) => {
          if (closes(edge, from)) return CLOSED;
          return breaks(edge, from) ? BROKEN : 0;
        },
      },
    },
  };
};

/** Nothing like the first before something like the second. */
export const orderWatch = (judge: GraphJudge, rule: Of<'before'>): RunWatch => {
  const [no, before] = [judge.moment(rule.no), judge.moment(rule.before)];
  const begin = before.inState(0) ? CLOSED : no.inState(0) ? BROKEN : 0;
  return {
    asks: no.atStep,
    watch: {
      layers: 1,
      inState: position => (position === 0 ? begin : CLOSED),
      byStep: null,
      onStep: {
        labels: together([before.labels, no.labels]),
        leads: (edge, from) => {
          if (before.atStep(edge, from)) return CLOSED;
          return no.atStep(edge, from) ? BROKEN : 0;
        },
      },
    },
  };
};

/** Between two steps of a kind at most so many of another. */
export const countWatch = (judge: GraphJudge, rule: Of<'atMost'>): RunWatch => {
  const [counts, turns] = [judge.step(rule.of), judge.step(rule.between)];
  return {
    asks: counts,
    watch: {
      layers: rule.atMost + 1,
      inState: () => CLOSED,
      byStep: {
        labels: judge.labels(rule.between),
        opens: (edge, from) => (turns(edge, from) ? 0 : CLOSED),
      },
      onStep: {
        labels: together([judge.labels(rule.of), judge.labels(rule.between)]),
        leads: (edge, from, soFar) => {
          if (turns(edge, from)) return CLOSED;
          if (!counts(edge, from)) return soFar;
          return soFar === rule.atMost ? BROKEN : soFar + 1;
        },
      },
    },
  };
};

/** After a step, something comes before a timer has elapsed so often. */
export const timeWatch = (judge: GraphJudge, rule: Of<'beforeTicks'>): RunWatch => {
  const [since, comes] = [judge.step(rule.since), judge.moment(rule.comes)];
  const ticks = judge.step({ on: [rule.of] });
  return {
    asks: since,
    watch: {
      layers: rule.beforeTicks,
      inState: () => CLOSED,
      byStep: {
        labels: judge.labels(rule.since),
        opens: (edge, from) => (since(edge, from) && !comes.atStep(edge, from) ? 0 : CLOSED),
      },
      onStep: {
        labels: together([comes.labels, judge.labels({ on: [rule.of] })]),
        leads: (edge, from, elapsed) => {
          if (comes.atStep(edge, from)) return CLOSED;
          if (!ticks(edge, from)) return elapsed;
          return elapsed + 1 === rule.beforeTicks ? BROKEN : elapsed + 1;
        },
      },
    },
  };
};
