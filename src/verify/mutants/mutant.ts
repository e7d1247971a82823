import type { AnyStateMachine } from 'xstate';
import { type Node, within } from '../shape.ts';
import { timerFact } from '../timerView.ts';
import { type Answer, type Answers, changed, type Draft, draftOf } from './draft.ts';

/** What is done to a chart, one thing at a time. In the order in which mutants are made and told. */
export const OPERATORS = [
  'guardDropped',
  'guardNegated',
  'guardReplaced',
  'guardWeakened',
  'targetChanged',
  'reentryChanged',
  'actionDropped',
  'actionsSwapped',
  'parameterChanged',
  'entryDropped',
  'exitDropped',
  'transitionDropped',
  'transitionMovedOut',
  'priorityChanged',
  'eventWidened',
  'delayRemoved',
  'delaySwapped',
  'initialChanged',
] as const;
export type Operator = (typeof OPERATORS)[number];

export const isOperator = (name: string): name is Operator => OPERATORS.some(operator => operator === name);

/** A chart with one thing changed. */
export type Mutant = {
  /** Operator, place and change, in the words of the chart; the same as long as those are. */
  readonly id: string;
  readonly operator: Operator;
  readonly place: string;
  readonly change: string;
  readonly draft: Draft;
  /** Where nothing but a list of actions is another one: both. */
  readonly instead?: { readonly was: readonly unknown[]; readonly is: readonly unknown[] };
};

/** A change of one kind, and where: before it gets its id. */
export type Change = Omit<Mutant, 'id'>;

/** What mutators look at: the chart, in both its forms. */
export type Original = {
  readonly machine: AnyStateMachine;
  readonly draft: Draft;
  readonly states: readonly Node[];
};

export type Mutator = (original: Original) => readonly Change[];

export const originalOf = (machine: AnyStateMachine): Original => ({
  machine,
  draft: draftOf(machine),
  states: within(machine.root),
});

/** A list of candidates of a state: those for one event, or those that one delay ends. */
export type List = {
  readonly node: Node;
  readonly field: 'on' | 'after';
  readonly key: string;
  readonly answers: readonly Answer[];
};

/** One candidate; its place is spelled as transitions are: source, event, position. */
export type Site = List & { readonly index: number; readonly answer: Answer; readonly place: string };

export const listsOf = ({ draft, states }: Original): readonly List[] =>
  states.flatMap(node => {
    const state = stateIn(draft, node);
    return (['on', 'after'] as const).flatMap(field =>
      Object.entries(state[field]).map(([key, answers]) => ({ node, field, key, answers })),
    );
  });

export const eventOf = ({ field, key }: List): string => (field === 'on' ? key : timerFact(key));

export const sitesOf = (original: Original): readonly Site[] =>
  listsOf(original).flatMap(list =>
    list.answers.map((answer, index) => ({
      ...list,
      index,
      answer,
      place: `${list.node.id} ${eventOf(list)} ${index}`,
    })),
  );

/** A state of the draft. */
export const stateIn = ({ root }: Draft, { path }: Node): Draft['root'] => {
  let state = root;
  for (const key of path) {
    const child = state.states[key];
    if (child === undefined) throw new Error(`no state ${path.join('.')} in the draft`);
    state = child;
  }
  return state;
};

/** The chart with another list of candidates; without any, the state does not answer at all. */
export const withList = (draft: Draft, { node, field, key }: List, answers: readonly Answer[]): Draft =>
  changed(draft, node.path, state => ({ ...state, [field]: withKey(state[field], key, answers) }));

export const withKey = (all: Answers, key: string, answers: readonly Answer[]): Answers => {
  const { [key]: _before, ...others } = all;
  if (answers.length === 0) return others;
  return Object.hasOwn(all, key) ? { ...all, [key]: answers } : { ...others, [key]: answers };
};

/** The chart with another candidate in the place of one. */
export const withAnswer = (draft: Draft, site: Site, answer: Answer): Draft =>
  withList(draft, site, site.answers.with(site.index, answer));

/** What an action or a guard is called. */
export const wordOf = (named: unknown): string => {
  if (typeof named === 'string') return named;
  if (typeof named === 'function') return named.name === '' ? 'a function' : named.name;
  if (typeof named !== 'object' || named === null || !('type' in named)) return 'something';
  const params =
    'params' in named && typeof named.params === 'object' ? Object.values(named.params ?? {}) : [];
  return [String(named.type), ...params.map(String)].join(' ');
};
