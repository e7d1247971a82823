import { type Event, nameOf } from '../automaton.ts';
import { concerns } from './affected.ts';
import { isSame } from './answers.ts';
import { type Examined, type Examiner, factAt } from './examine.ts';
import type { Ground } from './ground.ts';

/** A test suite, as far as mutants are concerned: its tests, each a run from the initial state. */
export type Tests = { readonly name: string; readonly runs: readonly (readonly Event[])[] };

/** The first step of a suite that shows a mutant; -1 is the state before any event. */
export type Kill = { readonly test: number; readonly step: number };

/**
 * Which mutants the tests of a suite find, when state, context and all that is asked for are compared after
 * each event. Until a mutant is found it does what the original does, so a suite finds it exactly if it takes
 * a step in which it answers otherwise: equal steps of a suite are one, and only those are asked in which
 * something that is said otherwise may be heard.
 */
export const killerOf = (examiner: Examiner, tests: Tests): ((examined: Examined) => Kill | null) => {
  const { ground, original } = examiner;
  const byType = Map.groupBy(momentsOn(ground, tests), ({ event }) => event.type);
  return examined => {
    const { affected, answering, begins } = examined;
    if (!isSame(original.begins, begins)) return { test: 0, step: -1 };
    const isOther = ({ state, event }: Moment): boolean => {
      const one = original.first(state, event);
      const other = answering.first(ground.chart.snapshot(state), event);
      return !isSame(one, other) || one.raised !== other.raised;
    };
    const shows = ({ from, fact }: Moment): boolean =>
      !isSame(original.whole(from, fact), answering.whole(ground.chart.snapshot(from), factAt(ground, fact)));
    const kills = [...affected].flatMap(([type, where]): readonly Kill[] => {
      const found = (byType.get(type) ?? []).find(
        moment => concerns(ground.chart, where, moment.state) && isOther(moment) && shows(moment),
      );
      return found === undefined ? [] : [found];
    });
    return kills.reduce<Kill | null>(
      (best, { test, step }) =>
        best !== null && (best.test < test || (best.test === test && best.step <= step))
          ? best
          : { test, step },
      null,
    );
  };
};

/** A moment in which an event is taken while a suite runs, from outside or because it was raised. */
type Moment = Kill & {
  readonly state: number;
  readonly event: Event;
  /** The step it belongs to: where that starts, and its event by its number in the alphabet. */
  readonly from: number;
  readonly fact: number;
};

/** The moments of all different steps of a suite, in its order. */
const momentsOn = (ground: Ground, { name, runs }: Tests): readonly Moment[] => {
  const { chart, alphabet } = ground;
  const numbers = new Map(alphabet.map((event, number) => [nameOf(event), number]));
  const seen = new Set<number>();
  const moments: Moment[] = [];
  for (const [test, run] of runs.entries()) {
    let state = chart.initial;
    for (const [step, event] of run.entries()) {
      const fact = numbers.get(nameOf(event));
      if (fact === undefined)
        throw new Error(
          `suite "${name}", test ${test}, step ${step}: ${nameOf(event)} is no event of the chart`,
        );
      const from = state;
      const key = from * alphabet.length + fact;
      const isNew = !seen.has(key);
      seen.add(key);
      if (isNew) moments.push({ test, step, state: from, event, from, fact });
      chart.whenRaised((at, raised) => {
        if (isNew) moments.push({ test, step, state: at, event: chart.tables.eventOf(raised), from, fact });
      });
      chart.take(from, chart.tables.eventNumber(event));
      state = chart.landed();
    }
  }
  chart.whenRaised(() => {});
  return moments;
};
