import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition } from 'xstate';
import { type Event, keyOf, nameOf } from '../automaton.ts';
import { type Shape, shapeOf } from '../shape.ts';
import { type Found, finderOf } from './affected.ts';
import { type Answering, answeringOf, type First, type Shown } from './answers.ts';
import { type Draft, viewOf } from './draft.ts';
import type { Ground } from './ground.ts';
import type { Mutant } from './mutant.ts';

/** A mutant as a chart: how it begins, what it answers, and where that may be something else. */
export type Examined = Found & {
  readonly mutant: Mutant;
  readonly view: AnyStateMachine;
  readonly begins: Shown;
  readonly answering: Answering;
};

/** It is no chart, or none that can be tabulated. */
export type Refused = { readonly refused: string };

/** The original's answers by the numbers of the walk, each asked once. */
export type Original = {
  readonly begins: Shown;
  readonly first: (state: number, event: Event) => First;
  readonly whole: (state: number, event: Event) => Shown;
};

/** What deciding and killing share: a chart that was walked, and every mutant held against it. */
export type Examiner = {
  readonly ground: Ground;
  readonly original: Original;
  readonly examine: (mutant: Mutant) => Examined | Refused;
};

/** What XState and we say of a config that makes no chart, or none with tables. */
const REFUSALS = /^cannot |is both a delay|Invalid|does not exist|no initial/;

export const examinerOf = (ground: Ground): Examiner => {
  const find = finderOf(ground);
  const examine = (mutant: Mutant): Examined => {
    const { view, shape } = viewed(mutant.draft);
    return {
      mutant,
      view,
      begins: beginningOf(view, ground.input),
      answering: answeringOf(view),
      ...find(shape, isChangedIn(mutant, ground)),
    };
  };
  return {
    ground,
    original: remembered(ground),
    examine: mutant => {
      try {
        return examine(mutant);
      } catch (refusal) {
        if (refusal instanceof Error && REFUSALS.test(refusal.message)) return { refused: refusal.message };
        throw refusal;
      }
    },
  };
};

/** The last chart that was made: one that comes in several sorts is asked for in each, one after the other. */
let last: { readonly of: Draft; readonly view: AnyStateMachine; readonly shape: Shape } | null = null;
const viewed = (draft: Draft): { readonly view: AnyStateMachine; readonly shape: Shape } => {
  if (last?.of === draft) return last;
  const view = viewOf(draft);
  last = { of: draft, view, shape: shapeOf(view) };
  return last;
};

/** The event of this number in the alphabet. */
export const factAt = ({ alphabet }: Ground, event: number): Event => {
  const fact = alphabet[event];
  if (fact === undefined) throw new Error(`no event ${event}`);
  return fact;
};

/** Regions whose config is not the very one of the original; all, where a guard of the glossary is another. */
const isChangedIn = ({ draft }: Mutant, { chart }: Ground): ((region: string) => boolean) => {
  if (chart.machine.root.type !== 'parallel' || Object.keys(draft.guards).length > 0) return () => true;
  return region => draft.root.states[region] !== draft.from.states[region];
};

/** How a chart begins, and what it asks for then. */
const beginningOf = (machine: AnyStateMachine, input: unknown): Shown => {
  const [snapshot, actions] = initialTransition(machine, input);
  if (snapshot.status !== 'active') throw new Error(`no initial state: ${String(snapshot.error)}`);
  const asked = actions.filter(({ type }) => !type.startsWith('xstate.'));
  return { state: keyOf(snapshot), asked: JSON.stringify(asked.map(({ type, params }) => [type, params])) };
};

/** The original's own answers, each asked once. */
const remembered = (ground: Ground): Original => {
  const { chart, input } = ground;
  const answering = answeringOf(chart.machine);
  const firsts = new Map<string, Map<number, First>>();
  const wholes = new Map<string, Map<number, Shown>>();
  const at = (state: number): AnyMachineSnapshot => chart.snapshot(state);
  return {
    begins: beginningOf(chart.machine, input),
    first: (state, event) => asked(firsts, state, event, () => answering.first(at(state), event)),
    whole: (state, event) => asked(wholes, state, event, () => answering.whole(at(state), event)),
  };
};

const asked = <Answer>(
  answers: Map<string, Map<number, Answer>>,
  state: number,
  event: Event,
  ask: () => Answer,
): Answer => {
  const known = answers.get(nameOf(event)) ?? new Map<number, Answer>();
  answers.set(nameOf(event), known);
  const answer = known.get(state) ?? ask();
  known.set(state, answer);
  return answer;
};
