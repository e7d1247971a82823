import { match } from 'ts-pattern';
import type { Answer, Form, Readiness } from '../verify/readiness.ts';
import { inWords } from './charts/model.ts';

/**
 * Whether a transition is ready, in one word. `ready`: it answers every form of its event; `some`: only some forms; `refused`: its
 * guard says no to all; `earlier`: others answer first; `inner`: only the chart itself raises its event.
 */
export type Verdict = 'ready' | 'some' | 'refused' | 'earlier' | 'inner';

export const verdictOf = ({ forms }: Readiness): Verdict => {
  if (forms.length === 0) return 'inner';
  const taken = forms.filter(({ outcome }) => outcome === 'taken').length;
  if (taken === forms.length) return 'ready';
  if (taken > 0) return 'some';
  return forms.some(({ outcome }) => outcome === 'refused') ? 'refused' : 'earlier';
};

export const VERDICT_WORDS = {
  ready: 'enabled now',
  some: 'enabled for some event data',
  refused: 'not enabled: guard is false',
  earlier: 'not enabled',
  inner: 'internal event: raised by the chart only',
} as const satisfies Record<Verdict, string>;

/** What a question asks, as a statement: `supply is ready`, `is remote`. */
export const statement = (name: string, holds: boolean): string => {
  const state = /^in (.+)$/.exec(name)?.[1];
  if (state !== undefined) {
    const [, region = '', ...path] = state.split('.');
    const inner = path.at(-1);
    return `${inWords(region)} is ${holds ? '' : 'not '}${inner === undefined ? 'active' : inWords(inner)}`;
  }
  const words = inWords(name);
  if (holds) return words;
  return words.startsWith('is ') ? `is not ${words.slice(3)}` : `not: ${words}`;
};

/** The smallest set of statements that make a guard say what it says: `supply is not ready`, `occlusion is occluded`. */
export const because = (answer: Answer): readonly string[] => [
  ...new Set(
    match(answer)
      .with({ kind: 'question' }, ({ name, holds }) => [statement(name, holds)])
      .with({ kind: 'not' }, ({ parts }) => parts.flatMap(because))
      .with({ kind: 'and' }, { kind: 'or' }, ({ parts, holds }) =>
        // Of an "and" that fails the parts that fail; of an "or" that fails, all of them: the parts that agree with it.
        parts.filter(part => part.holds === holds).flatMap(because),
      )
      .exhaustive(),
  ),
];

/** The fields of a form of an event in words: `channel basal`; nothing for an event without fields. */
export const formWords = ({ event }: Pick<Form, 'event'>): string =>
  Object.entries(event)
    .filter(([field]) => field !== 'type')
    .map(([field, value]) => `${inWords(field)} ${inWords(String(value))}`)
    .join(', ');

/** What all forms of an event lack; where they have nothing in common, what any of them does. */
const lacking = (all: readonly (readonly string[])[]): readonly string[] => {
  const each = [...new Set(all.flat())];
  const common = each.filter(reason => all.every(reasons => reasons.includes(reason)));
  return common.length > 0 ? common : each;
};

/** The state that a transition leaves, by its own name: of `pump.supply.ready change.requested 0`, `ready`. */
const stateOf = (transition: string): string =>
  inWords(transition.split(' ')[0]?.split('.').at(-1) ?? transition);

/** Why it is not taken, or when it is, in a sentence for each thing to say. */
export const reasonsOf = (readiness: Readiness): readonly string[] => {
  const { forms } = readiness;
  const refused = forms.filter(({ outcome }) => outcome === 'refused');
  const taken = forms.filter(({ outcome }) => outcome === 'taken');
  return match(verdictOf(readiness))
    .with('ready', 'inner', () => [])
    .with('some', () => [`only with ${taken.map(formWords).join(' or ')}`])
    .with('refused', () => lacking(refused.flatMap(({ guard }) => (guard === null ? [] : [because(guard)]))))
    .with('earlier', () => [
      ...new Set(forms.flatMap(({ by }) => (by === null ? [] : [`handled by state ${stateOf(by)}`]))),
    ])
    .exhaustive();
};
