import type { AnyMachineSnapshot } from 'xstate';
import { type Chart, chartOf } from '../../chart.ts';
import { pairs } from '../../packed.ts';
import { concerns } from '../affected.ts';
import type { Examined } from '../examine.ts';
import { type Effective, effectiveIn } from './ceased.ts';
import { facedBy } from './outside.ts';
import { isPumpAlike } from './pumpFace.ts';
import type { Surroundings } from './silences.ts';
import { type Delays, type Did, isOfTimer, type Timers, timersOf } from './timersApart.ts';

/** More pairs of states than this, and nothing is said. */
const MOST_PAIRS = 300_000;

/**
 * Whether nothing that leaves a chart ever tells a mutant from the original, whatever comes and when: original and
 * mutant side by side, from every step that they answer otherwise, over all pairs of states that can come of it. What
 * leaves a chart is all that it asks for, but for alarms that it ceases while their cause cannot be there; and
 * what the rest of the pump and its interface see of a state at rest: the original's and the mutant's are `alike`. So the pump in
 * which the mutant stands in for its chart does the same for ever. Until something differs, what may come is what may come to the
 * original; after a latched fault a chart that `sleeps` hears of nothing but another one, and of the power that goes. A timer that is not
 * started and ended by both in the same steps ends for each by itself: then nothing may be seen of it.
 */
export const neverShows = (
  surroundings: Surroundings,
  { affected, suspects, view }: Examined,
  { alike, sleeps }: Outward,
): boolean => {
  const { chart, alphabet, mayCome } = surroundings;
  const timers = timersOf(chart.machine, view);
  if (timers === null) return false;
  const mutant = chartOf(view, surroundings.input);
  const isInside = suspects.some(({ moments }) => !moments.isOutside);
  const apart = apartFrom(surroundings, mutant, timers);
  const take = taker(surroundings, mutant, timers);
  const events = alphabet.map(({ type }, number) => ({
    number,
    type,
    own: chart.tables.eventNumber(alphabet[number] ?? { type }),
    its: mutant.tables.eventNumber(alphabet[number] ?? { type }),
    ends: timers.endedBy(type),
    isLatch: sleeps && type === 'fault.latched',
  }));
  type Coming = (typeof events)[number];
  // Asked first: of the pump's two hundred events a mutant answers hardly more than one otherwise, in a million states.
  const suspected = isInside ? events : events.filter(({ type }) => affected.has(type));
  /** Whether a timer that is in step may end for both. */
  const isRunning = (state: number, { ends }: Coming): boolean =>
    ends === 0 || (timers.waits(chart, state) & ends) !== 0;
  /** Both take it; false where they ask for something else. */
  const both = (from: Apart, event: Coming): boolean => {
    const taken = take(from, event.own, event.its, event.ends, from.isAsleep || event.isLatch);
    if (taken === null) return false;
    const isAsleep = event.isLatch || (from.isAsleep && event.type !== 'power.lost');
    apart.meet({ ...taken, isAsleep, out: isAsleep ? 0 : from.isAsleep ? taken.woken : taken.out });
    return true;
  };
  /** A timer that is out of step ends for one of them. */
  const alone = (from: Apart, { number, own, its, ends }: Coming): boolean => {
    if ((from.out & ends) === 0) return true;
    for (const isOwn of [true, false]) {
      const waits = isOwn ? timers.waits(chart, from.one) : timers.waits(mutant, from.other);
      if ((waits & ends) === 0 || (isOwn && !mayCome(from.one, number))) continue;
      const taken = take(from, isOwn ? own : null, isOwn ? null : its, ends, false);
      if (taken === null) return false;
      apart.meet({ ...taken, isAsleep: false });
    }
    return true;
  };
  apart.meet({ one: chart.initial, other: mutant.initial, out: 0, isAsleep: false });
  try {
    for (let position = 0; position < surroundings.size; position += 1) {
      const state = surroundings.stateAt(position);
      for (const event of suspected) {
        const where = affected.get(event.type);
        if (!isInside && (where === undefined || !concerns(chart, where, state))) continue;
        if (!mayCome(state, event.number) || !isRunning(state, event)) continue;
        const from = { one: state, other: apart.sameIn(state), out: 0, isAsleep: false };
        if (!both(from, event)) return false;
      }
    }
    for (let number = 0; number < apart.size(); number += 1) {
      if (apart.size() > MOST_PAIRS) return false;
      const from = apart.at(number);
      if (!alike(chart.snapshot(from.one), mutant.snapshot(from.other))) return false;
      for (const event of events) {
        if (from.isAsleep && !WAKING.includes(event.type)) continue;
        if (!from.isAsleep && !alone(from, event)) return false;
        const isInStep = (from.out & event.ends) === 0 && isRunning(from.one, event);
        if (isInStep && mayCome(from.one, event.number) && !both(from, event)) return false;
      }
    }
  } catch {
    // A mutant that breaks off shows it.
    return false;
  }
  return true;
};

/** Original and mutant in states of theirs, the timers that are out of step, and whether a fault has put both to sleep. */
type Apart = {
  readonly one: number;
  readonly other: number;
  readonly out: Delays;
  readonly isAsleep: boolean;
};

/** Where they are that are not the same, each kept once in the order in which they come. */
const apartFrom = ({ chart }: Surroundings, mutant: Chart, timers: Timers) => {
  const states = pairs();
  const known = pairs();
  const sameIn = (state: number): number => sameStateIn(chart, mutant, state);
  return {
    sameIn,
    size: known.size,
    at: (number: number): Apart => {
      const both = known.first(number);
      const rest = known.second(number);
      return {
        one: states.first(both),
        other: states.second(both),
        out: rest >>> 1,
        isAsleep: (rest & 1) === 1,
      };
    },
    meet: ({ one, other, out, isAsleep }: Apart): void => {
      // A timer that neither waits for does not run.
      const left = out & (timers.waits(chart, one) | timers.waits(mutant, other));
      if (left === 0 && sameIn(one) === other) return;
      known.numberOf(states.numberOf(one, other), left * 2 + (isAsleep ? 1 : 0));
    },
  };
};

type Taken = Pick<Apart, 'one' | 'other' | 'out'> & {
  /** What is out of step if both have slept until now: whatever was not started just now. */
  readonly woken: Delays;
};

const DID_NOTHING: Did = { asked: [], ended: 0 };

/** Takes an event in both, or in one alone; null where they ask for something else. A fault puts an end to whatever is waited for. */
const taker = (surroundings: Surroundings, mutant: Chart, timers: Timers) => {
  const { chart } = surroundings;
  const effective = effectiveOf(surroundings);
  const others = remembering((number, tables: Chart['tables']) =>
    tables.outcomeAt(number).asked.filter(each => !isOfTimer(each)),
  );
  const texts = remembering((number, tables: Chart['tables']) => JSON.stringify(others(tables, number)));
  return (
    from: Apart,
    own: number | null,
    its: number | null,
    ended: Delays,
    isAsleep: boolean,
  ): Taken | null => {
    const one = own === null ? null : chart.take(from.one, own);
    const to = one === null ? from.one : chart.landed();
    const other = its === null ? null : mutant.take(from.other, its);
    const instead = other === null ? from.other : mutant.landed();
    const said = one === null ? '[]' : texts(chart.tables, one);
    const otherwise = other === null ? '[]' : texts(mutant.tables, other);
    if (said !== otherwise) {
      const effect = one === null ? '[]' : effective(from.one, others(chart.tables, one));
      const itsEffect = other === null ? '[]' : effective(from.one, others(mutant.tables, other));
      if (effect !== itsEffect) return null;
    }
    const did = one === null ? DID_NOTHING : { ended, asked: chart.tables.outcomeAt(one).asked };
    const itDid = other === null ? DID_NOTHING : { ended, asked: mutant.tables.outcomeAt(other).asked };
    return {
      one: to,
      other: instead,
      out: isAsleep ? 0 : timers.apartAfter(from.out, did, itDid),
      woken: timers.apartAfter(-1 >>> 2, did, itDid),
    };
  };
};

/** What is asked of numbers of each subject, asked once. */
const remembering = <Subject extends object, Answer>(ask: (number: number, subject: Subject) => Answer) => {
  const known = new WeakMap<Subject, Answer[]>();
  return (subject: Subject, number: number): Answer => {
    const own = known.get(subject) ?? [];
    known.set(subject, own);
    const answer = own[number] ?? ask(number, subject);
    own[number] = answer;
    return answer;
  };
};

const effectives = new WeakMap<Surroundings, Effective>();
const effectiveOf = (surroundings: Surroundings): Effective => {
  const known = effectives.get(surroundings) ?? effectiveIn(surroundings);
  effectives.set(surroundings, known);
  return known;
};

const sames = new WeakMap<Chart, number[]>();
/** The mutant's number of a state of the original. */
const sameStateIn = (chart: Chart, mutant: Chart, state: number): number => {
  const known = sames.get(mutant) ?? [];
  sames.set(mutant, known);
  const found =
    known[state] ??
    mutant.stateOf(
      chart.shape.regions.map((_, region) => chart.leafIn(state, region)),
      chart.contextIn(state),
    );
  known[state] = found;
  return found;
};

/** What is seen of a chart from outside it, but for what it asks for. */
export type Outward = {
  /** Whether a state of the mutant looks at rest as that of the original. */
  readonly alike: (own: AnyMachineSnapshot, its: AnyMachineSnapshot) => boolean;
  /** Whether a latched fault puts it to sleep. */
  readonly sleeps: boolean;
};

/** What a chart hears of that a latched fault has put to sleep. */
export const WAKING: readonly string[] = ['power.lost', 'fault.latched'];
/** Charts that hear of a latched fault and of nothing more: a test holds it against recorded runs. */
export const SLEEPERS: readonly string[] = ['quick', 'programming', 'lock', 'remote'];

/** Of a small machine is seen what an interface tells of it, of an alarm all, while it is active. */
export const outwardOf = (name: string): Outward => {
  const sleeps = SLEEPERS.includes(name);
  if (name === 'pump') return { alike: isPumpAlike, sleeps };
  const face = name === 'alarm' ? faceOfAlarm : facedBy;
  return { alike: (own, its) => face(own) === face(its), sleeps };
};

const faceOfAlarm = (chart: AnyMachineSnapshot): string =>
  chart.hasTag('active') ? JSON.stringify([chart.value, chart.context]) : 'not active';
