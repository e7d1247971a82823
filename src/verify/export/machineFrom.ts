import { type AnyStateMachine, and, assign, not, or, raise, StateMachine, stateIn } from 'xstate';
import type { Action, Choice, Condition, Deed, Document, Raised, State, Transition } from './document.ts';
import { BEGINNING, type Moment } from './learned.ts';
import { read } from './plain.ts';
import { documentFrom } from './readJson.ts';

/** What the names of a chart stand for, as XState takes it. */
export type Implementations = AnyStateMachine['implementations'];

/**
 * A document as a machine that runs. `implementations` are those of the chart that was exported, or of one's
 * own; without them, guards and actions do what the document says of them, and what is asked of the world is
 * asked and done by nobody. Throws, with the place, what is wrong with a document.
 */
export const machineFrom = (json: unknown, implementations?: Implementations): AnyStateMachine => {
  const document = documentFrom(json);
  return new StateMachine(configOf(document), implementations ?? implementationsOf(document));
};

type Config = AnyStateMachine['config'];
type Guard = NonNullable<Implementations['guards'][string]>;

const configOf = (document: Document): Config => ({
  id: document.root.id,
  ...(Object.keys(document.context).length > 0 && {
    context: Object.fromEntries(
      Object.entries(document.context).map(([field, { initial }]) => [field, initial]),
    ),
  }),
  ...nodeOf(document.root),
});

const nodeOf = ({ kind, initial, states, transitions, entry, exit, ...state }: State): object => {
  const first = states.find(({ id }) => id === initial);
  return {
    id: state.id,
    ...(kind === 'parallel' && { type: 'parallel' }),
    ...(first !== undefined && { initial: first.key }),
    ...(state.description !== undefined && { description: state.description }),
    ...(state.tags !== undefined && { tags: [...state.tags] }),
    ...(state.req !== undefined && { meta: { req: [...state.req] } }),
    entry: entry.map(actionOf),
    exit: exit.map(actionOf),
    on: grouped(transitions.filter(({ after }) => after === undefined)),
    after: grouped(transitions.filter(({ after }) => after !== undefined)),
    ...(states.length > 0 && {
      states: Object.fromEntries(states.map(child => [child.key, nodeOf(child)])),
    }),
  };
};

/** Transitions by what they wait for, in their order. */
const grouped = (transitions: readonly Transition[]): Readonly<Record<string, readonly object[]>> => {
  const groups = new Map<string, object[]>();
  for (const transition of transitions) {
    const key = transition.after ?? transition.event;
    groups.set(key, [...(groups.get(key) ?? []), transitionOf(transition)]);
  }
  return Object.fromEntries(groups);
};

const transitionOf = ({ guard, target, reenter, actions, req, description }: Transition): object => ({
  ...(guard !== undefined && { guard: 'guard' in guard ? guard.guard : guardOf(guard) }),
  ...(target !== undefined && { target: `#${target}` }),
  ...(reenter && { reenter }),
  actions: actions.map(actionOf),
  ...(req !== undefined && { meta: { req: [...req] } }),
  ...(description !== undefined && { description }),
});

const actionOf = ({ type, params, chosen }: Action): object => ({
  type,
  ...(params !== undefined && { params }),
  ...(chosen !== undefined && { params: (moment: Moment) => chosenAt(chosen, moment) }),
});

/** The names of a document as it says what they do. */
const implementationsOf = ({ guards, actions, delays }: Document): Implementations => ({
  actors: {},
  guards: Object.fromEntries(Object.entries(guards).map(([name, condition]) => [name, guardOf(condition)])),
  actions: Object.fromEntries(Object.entries(actions).map(([name, deed]) => [name, deedOf(deed)])),
  delays: Object.fromEntries(
    Object.entries(delays).map(([name, choice]) => [name, (moment: Moment) => chosenAt(choice, moment)]),
  ),
});

const deedOf = (deed: Deed): Implementations['actions'][string] => {
  if ('asks' in deed) return () => {};
  if ('raises' in deed) {
    const { raises } = deed;
    if (raises.cases.length === 0) return raise({ ...raises.otherwise });
    return raise((moment: Moment): Raised => ({ ...chosenAt(raises, moment) }));
  }
  return assign(
    Object.fromEntries(
      Object.entries(deed.assigns).map(([field, choice]) => [
        field,
        (moment: Moment) => chosenAt(choice, moment),
      ]),
    ),
  );
};

const guardOf = (condition: Condition): Guard => {
  if ('guard' in condition) return and([condition.guard]);
  if ('all' in condition) return and(condition.all.map(guardOf));
  if ('any' in condition) return or(condition.any.map(guardOf));
  if ('not' in condition) return not(guardOf(condition.not));
  if ('in' in condition) return stateIn(`#${condition.in}`);
  return (moment: Moment) => fieldHolds(condition, moment);
};

const chosenAt = <Result>({ cases, otherwise }: Choice<Result>, moment: Moment): Result => {
  const found = cases.find(({ when }) => holds(when, moment));
  return found === undefined ? otherwise : found.gives;
};

/** A condition of a choice: it looks at the memory and at the event, and at no state. */
const holds = (condition: Condition, moment: Moment): boolean => {
  if ('all' in condition) return condition.all.every(each => holds(each, moment));
  if ('any' in condition) return condition.any.some(each => holds(each, moment));
  if ('not' in condition) return !holds(condition.not, moment);
  if ('guard' in condition || 'in' in condition)
    throw new Error(
      `a choice depends on ${JSON.stringify(condition)}; only fields of memory and event may decide it`,
    );
  return fieldHolds(condition, moment);
};

type FieldCondition = Extract<Condition, { readonly is: unknown }>;

const fieldHolds = (condition: FieldCondition, { context, event }: Moment): boolean => {
  const value =
    'context' in condition
      ? read(context, condition.context)
      : event.type === BEGINNING.type
        ? undefined
        : read(event, condition.event);
  return condition.is.some(each => each === value);
};
