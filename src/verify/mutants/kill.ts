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
  /** For each test, by its number, the events by theirs that do, in order; -1 for how the test begins. */
  readonly eventsThatKill: (examined: Examined) => (test: number) => Iterable<number>;
};

/**
 * Which mutants the tests of a suite find, when state, context and all that is asked for are compared after
 * each event. Until a mutant is found it does what the original does, so a test finds it exactly if it takes
 * a step that it answers otherwise: equal steps of a suite are one, and only those are asked in which
 * something that is said otherwise may be heard.
 */
export const killerOf = (examiner: Examiner, tests: Tests): Killer => {
  const { ground, original } = examiner;
  const moments = momentsOn(ground, tests);
  const byType = Map.groupBy(moments, ({ event }) => event.type);
  const placed = once(() => placesOf(moments, tests.runs.length));

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
    eventsThatKill: examined => {
      const known = new Map<Moment, boolean>();
      const isShown = (moment: Moment): boolean => {
        const isSuch = known.get(moment) ?? shows(examined, moment);
        known.set(moment, isSuch);
        return isSuch;
      };
      return function* (test) {
        if (isOtherAtOnce(examined)) yield -1;
        const places = [...examined.affected].flatMap(([type, where]) =>
          (placed()[test]?.get(type) ?? []).filter(({ moment }) =>
            concerns(ground.chart, where, moment.state),
          ),
        );
        for (const { at, moment } of places.toSorted((one, other) => one.at - other.at))
          if (isShown(moment)) yield at;
      };
    },
  };
};

/** A step of a suite: an event in a state, and where tests take it: by test, the numbers of the event. */
type Step = { readonly from: number; readonly fact: Event; readonly places: Map<number, number[]> };

/** A moment in which an event is taken in a step, from outside or because it was raised. */
type Moment = { readonly state: number; readonly event: Event; readonly step: Step };

/** Of a step that a test takes over and over again, such as a pulse of basal, so many are looked at. */
const MOST_PLACES = 5;

type Place = { readonly at: number; readonly moment: Moment };

/** For each test, by type of event, what is taken in it and where. */
const placesOf = (moments: readonly Moment[], tests: number): readonly Map<string, Place[]>[] => {
  const all = Array.from({ length: tests }, () => new Map<string, Place[]>());
  for (const moment of moments)
    for (const [test, places] of moment.step.places) {
      const own = all[test]?.get(moment.event.type) ?? [];
      all[test]?.set(moment.event.type, own);
      own.push(...places.slice(0, MOST_PLACES).map(at => ({ at, moment })));
    }
  return all;
};

const once = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

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
      const step = known ?? { from, fact, places: new Map<number, number[]>() };
      steps.set(key, step);
      const places = step.places.get(test) ?? [];
      step.places.set(test, places);
      places.push(at);
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
