import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { AnyProperty } from '../../../specs/property.ts';
import type { ChartEvent } from '../../runtime/charts.ts';
import { BROKEN, CLOSED } from '../temporal/watch.ts';
import { type Question, questionOf } from './questions.ts';
import { type KnownStep, stepsOf } from './steps.ts';

/** What one step has shown: places of properties in the list given. */
export type Shown = {
  readonly exercised: readonly number[];
  readonly broken: readonly number[];
  /** Where in the chart the step was: a transition, or a state. */
  readonly id: string;
};

/** One run of one chart, judged step by step. */
export type Lane = {
  readonly take: (before: AnyMachineSnapshot, event: ChartEvent) => Shown;
  /** What its steps so far oblige to, as plain JSON, from which another lane of the same properties goes on; null before the first. */
  readonly memory: () => LaneMemory | null;
};

export type LaneMemory = {
  /** The layers in which each watch is open, by the place of its property. */
  readonly open: readonly (readonly [place: number, layers: readonly number[]])[];
  /** The state to which a fact has always led so far. */
  readonly parked: readonly (readonly [place: number, state: string])[];
};

/** What a step does to what goes along with the run: in which layer it opens, and where it leads from each. */
type Turn = { readonly place: number; readonly opens: number; readonly leads: readonly number[] };

/** All that a step can show, worked out when it is first met: afterwards it costs a look-up. */
type Doing = Shown & { readonly turns: readonly Turn[]; readonly parks: readonly number[] };

type Begun = Pick<Shown, 'exercised' | 'broken'>;
const NOTHING: Begun = { exercised: [], broken: [] };

/**
 * Judges a run of a chart by these properties, as the explorer would. A state that is broken is told once, when it
 * is entered; whatever breaks again afterwards is told again.
 */
export const laneOf = (
  machine: AnyStateMachine,
  properties: readonly AnyProperty[],
  input?: unknown,
  begun: LaneMemory | null = null,
): Lane => {
  const steps = stepsOf(machine, input);
  const questions = properties.map(property => questionOf(steps.judge, steps.chart, property));
  const doings: Doing[] = [];
  const open = new Map(begun?.open);
  const parked = new Map(begun?.parked);
  let isBegun = begun !== null;

  const begin = (state: number): Begun => {
    isBegun = true;
    const exercised: number[] = [];
    const broken: number[] = [];
    for (const [place, question] of questions.entries()) {
      if (question?.of === 'states' && question.asked(state)) {
        exercised.push(place);
        if (!question.wanted(state)) broken.push(place);
      }
      if (question?.of !== 'way') continue;
      const layer = question.watch.inState(state);
      if (layer >= 0) open.set(place, [layer]);
      if (layer === BROKEN) broken.push(place);
    }
    return { exercised, broken };
  };

  const doingOf = (step: KnownStep): Doing => {
    const known = doings[step.edge];
    if (known !== undefined) return known;
    const doing = workedOut(questions, step);
    doings[step.edge] = doing;
    return doing;
  };

  /** Moves a watch along; whether the step has broken it. */
  const turn = ({ place, opens, leads }: Turn): boolean => {
    const before = open.get(place) ?? [];
    const next = new Set<number>();
    let isBroken = false;
    for (const layer of before) {
      const to = leads[layer] ?? layer;
      if (to === BROKEN) isBroken = true;
      else if (to >= 0) next.add(to);
    }
    if (opens >= 0) next.add(opens);
    open.set(place, [...next]);
    return isBroken;
  };

  const park = (place: number, to: number): boolean => {
    const { value, context } = steps.chart.snapshot(to);
    const state = JSON.stringify([value, context]);
    const wanted = parked.get(place) ?? state;
    parked.set(place, wanted);
    return state !== wanted;
  };

  return {
    take: (before, event) => {
      const step = steps.step(before, event);
      const first = isBegun ? NOTHING : begin(step.from);
      const doing = doingOf(step);
      if (first === NOTHING && doing.turns.length === 0 && doing.parks.length === 0) return doing;
      return {
        id: step.id,
        exercised: [...first.exercised, ...doing.exercised],
        broken: [
          ...first.broken,
          ...doing.broken,
          ...doing.turns.filter(turn).map(({ place }) => place),
          ...doing.parks.filter(place => park(place, step.to)),
        ],
      };
    },
    memory: () => (isBegun ? { open: [...open], parked: [...parked] } : null),
  };
};

const workedOut = (questions: readonly (Question | null)[], { edge, from, to, id }: KnownStep): Doing => {
  const exercised: number[] = [];
  const broken: number[] = [];
  const turns: Turn[] = [];
  const parks: number[] = [];
  for (const [place, question] of questions.entries()) {
    if (question === null) continue;
    if (question.of === 'states') {
      if (!question.asked(to)) continue;
      exercised.push(place);
      const wasBroken = question.asked(from) && !question.wanted(from);
      if (!wasBroken && !question.wanted(to)) broken.push(place);
    } else if (question.of === 'steps') {
      if (!question.asked(edge, from)) continue;
      exercised.push(place);
      if (!question.wanted(edge, from)) broken.push(place);
    } else if (question.of === 'parking') {
      if (!question.isFact(edge, from)) continue;
      exercised.push(place);
      parks.push(place);
    } else {
      if (question.asks(edge, from)) exercised.push(place);
      const { watch } = question;
      const opens = watch.byStep?.opens(edge, from) ?? CLOSED;
      const leads = Array.from({ length: watch.layers }, (_, layer) => watch.onStep.leads(edge, from, layer));
      if (opens >= 0 || leads.some((to, layer) => to !== layer)) turns.push({ place, opens, leads });
    }
  }
  return { id, exercised, broken, turns, parks };
};
