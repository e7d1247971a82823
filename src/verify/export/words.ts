import type { Action, Choice, Condition, Deed, Document, Transition, Value } from './document.ts';

/** What pictures say of a chart, in one spelling for all of them: one line, without quotes. */

export const conditionWords = (condition: Condition): string => {
  if ('guard' in condition) return condition.guard;
  if ('all' in condition) return joined(condition.all, 'and', 'always');
  if ('any' in condition) return joined(condition.any, 'or', 'never');
  if ('not' in condition)
    return 'is' in condition.not
      ? fieldWords(condition.not, 'is not')
      : `not ${conditionWords(condition.not)}`;
  return 'in' in condition ? `in ${condition.in}` : fieldWords(condition, 'is');
};

type OfField = Extract<Condition, { readonly is: unknown }>;

const fieldWords = (condition: OfField, verb: 'is' | 'is not'): string => {
  const subject = 'context' in condition ? condition.context : `event.${condition.event}`;
  const [only, ...more] = condition.is.map(valueWords);
  if (more.length === 0) return `${subject} ${verb} ${only}`;
  return `${subject} ${verb === 'is' ? 'is one' : 'is none'} of (${[only, ...more].join(', ')})`;
};

const joined = (conditions: readonly Condition[], word: string, nothing: string): string => {
  const [only, ...more] = conditions;
  if (only === undefined) return nothing;
  if (more.length === 0) return conditionWords(only);
  return `(${conditions.map(conditionWords).join(` ${word} `)})`;
};

const valueWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** An action and its parameters: `raiseAlarm motorStall`. */
export const actionWords = ({ type, params, chosen }: Action): string => {
  if (chosen !== undefined) return `${type} (as it depends)`;
  return [type, ...Object.values(params ?? {}).map(valueWords)].join(' ').replaceAll('"', "'");
};

export const actionsWords = (actions: readonly Action[]): string => actions.map(actionWords).join(', ');

/** `event [guard] / actions`, as the field writes it. */
export const transitionWords = ({ event, guard, actions }: Transition): string =>
  [
    event,
    ...(guard === undefined ? [] : [`[${conditionWords(guard)}]`]),
    ...(actions.length === 0 ? [] : ['/', actionsWords(actions)]),
  ].join(' ');

/** A delay's length, and the shortest and the longest where it depends. */
const delayWords = ({ cases, otherwise }: Choice<number>): string => {
  const lengths = [...cases.map(({ gives }) => gives), otherwise];
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  return shortest === longest ? `${shortest} ms` : `${shortest} to ${longest} ms, as it depends`;
};

const deedWords = (deed: Deed): string | null => {
  const chosen = <Result>({ cases, otherwise }: Choice<Result>, say: (result: Result) => string): string =>
    [
      ...cases.map(({ when, gives }) => `${say(gives)} if ${conditionWords(when)}`),
      cases.length === 0 ? say(otherwise) : `otherwise ${say(otherwise)}`,
    ].join('; ');
  if ('asks' in deed) return null;
  if ('raises' in deed) return `raises ${chosen(deed.raises, ({ type }) => type)}`;
  return Object.entries(deed.assigns)
    .map(([field, choice]) => `${field} becomes ${chosen<Value>(choice, valueWords)}`)
    .join('; ');
};

/** The glossary of a chart, a line each: what a picture names and does not show. */
export const glossaryLines = ({ context, guards, actions, delays }: Document): readonly string[] => [
  ...Object.entries(context).map(
    ([field, { initial, values }]) =>
      `remembers ${field}: ${valueWords(initial)}${values.length === 0 ? '' : ` (${values.map(valueWords).join(', ')})`}`,
  ),
  ...Object.entries(guards).map(([name, condition]) => `guard ${name}: ${conditionWords(condition)}`),
  ...Object.entries(actions).flatMap(([name, deed]) => {
    const words = deedWords(deed);
    return words === null ? [] : [`action ${name}: ${words}`];
  }),
  ...Object.entries(delays).map(([name, choice]) => `delay ${name}: ${delayWords(choice)}`),
];
