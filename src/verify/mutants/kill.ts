import { type Event, nameOf } from '../automaton.ts';
import { concerns } from './affected.ts';
import { isSame } from './answers.ts';
import type { Examined, Examiner } from './examine.ts';
import type { Ground } from './ground.ts';

/** A test suite, as far as mutants are concerned: its tests, each a run from the initial state. */
export type Tests = { readonly name: string; readonly runs: readonly (readonly Event[])[] };

/** Which tests of a suite show a mutant. */
export type Killer = {
  readonly kills: (examined: Examined) => boolean;
  /** All steps that do, test by test and in the order of each. */
  readonly stepsThatKill: (examined: Examined) => readonly Place[];
};

/** An event of a test: both by their numbers; -1 for how the test begins. */
export type Place = { readonly test: number; readonly at: number };

/**
 * Which mutants the tests of a suite find, when state, context and all that is asked for are compared after
 * each event. Until a mutant is found it does what the original does, so a test finds it exactly if it takes
 * a step that it answers otherwise: equal steps of a suite are one, and only those are asked in which
 * something that is said otherwise may be heard.
 */
export const killerOf = (examiner: Examiner, tests: Tests): Killer => {
  const { ground, original } = examiner;
  const byType = Map.groupBy(momentsOn(ground, tests), ({ event }) => event.type);

  const suspects = ({ affected }: Examined): readonly Moment[] =>
    [...affected].flatMap(([type, where]) =>
      (byType.get(type) ?? []).filter(({ state }) => concerns(ground.chart, where, state)),
    );
  const shows = ({ answering }: Examined, { state, event, step }: Moment): boolean => {
    const first = original.first(state, event);
    const other = answering.first(ground.chart.snapshot(state), event);
    if (isSame(first, other) && first.raised === other.raised) return false;
    const whole = original.whole(step.from, step.fact);
    return !isSame(whole, answering.whole(ground.chart.snapshot(step.from), step.fact));
  };
  const isOtherAtOnce = ({ begins }: Examined): boolean => !isSame(original.begins, begins);

  return {
    kills: examined =>
      (isOtherAtOnce(examined) && tests.runs.length > 0) ||
      suspects(examined).some(moment => shows(examined, moment)),
    stepsThatKill: examined => {
      const atOnce = isOtherAtOnce(examined) ? [...tests.runs.keys()].map(test => ({ test, at: -1 })) : [];
      const showing = suspects(examined).filter(moment => shows(examined, moment));
      const steps = new Set(showing.map(({ step }) => step));
      return [...atOnce, ...[...steps].flatMap(({ places }) => places)].toSorted(
        (one, other) => one.test - other.test || one.at - other.at,
      );
    },
  };
};

/** A step of a suite: an event in a state, and wherever tests take it. */
type Step = { readonly from: number; readonly fact: Event; readonly places: Place[] };

/** A moment in which an event is taken in a step, from outside or because it was raised. */
type Moment = { readonly state: number; readonly event: Event; readonly step: Step };

/** The moments of all different steps of a suite. */
const momentsOn = ({ chart }: Ground, { runs }: Tests): readonly Moment[] => {
  const steps = new Map<string, Step>();
  const moments: Moment[] = [];
  for (const [test, run] of runs.entries()) {
    let state = chart.initial;
    for (const [at, fact] of run.entries()) {
      const from = state;
      const key = `${from} ${nameOf(fact)}`;
      const known = steps.get(key);
      const step = known ?? { from, fact, places: [] };
      steps.set(key, step);
      step.places.push({ test, at });
      if (known === undefined) moments.push({ state: from, event: fact, step });
      chart.whenRaised((inside, raised) => {
        if (known === undefined) moments.push({ state: inside, event: chart.tables.eventOf(raised), step });
      });
      chart.take(from, chart.tables.eventNumber(fact));
      state = chart.landed();
    }
  }
  chart.whenRaised(() => {});
  return moments;
};
