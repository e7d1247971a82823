import type { Charts } from '../charts/files.ts';
import { inWords } from '../charts/model.ts';
import type { Frame } from '../protocol.ts';
import type { Problem } from '../requests.ts';
import { factWords } from './words.ts';

/** What became of a request. `refused`: by the schema, field by field, or by the pump; it stays until the next try. */
export type Outcome =
  | { readonly kind: 'untried' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'refused'; readonly by: 'schema' | 'pump'; readonly problems: readonly Complaint[] }
  | { readonly kind: 'taken'; readonly words: readonly string[] };

/** Why not; `field` is null where it is the request as a whole. */
export type Complaint = { readonly field: string | null; readonly words: string };

/** What a schema says of one field, in words that need no name before them. */
export const complaintOf = ({ field, unit, value, problem, remedy }: Problem): Complaint => ({
  field,
  words: `${value === undefined ? 'Left out:' : valueWords(value, unit)} ${problem}. ${remedy}`,
});

/** `30 U (30000000 µU)`: as it was typed, and as it was sent. */
const valueWords = (value: unknown, unit: string | null): string => {
  const sent = `${JSON.stringify(value)}${unit === null ? '' : ` ${unit}`}`;
  return unit?.startsWith('µU') && typeof value === 'number'
    ? `${value / 1_000_000} ${unit.slice(1)} (${sent})`
    : sent;
};

/** What the ledger alone keeps: nothing moves by it, and nothing is derived. */
const NOTED: ReadonlySet<string> = new Set<Frame['fact']['type']>([
  'carbs.entered',
  'target.started',
  'target.cancelled',
]);

/** What came of a fact, by the frame of its step: refusals of ledger and charts first; else what moved. */
export const outcomeIn = (frame: Frame, field: string | null, charts: Charts): Outcome => {
  const { commands, taken, derived } = frame;
  const reasons = commands.flatMap(command => (command.type === 'refuse' ? command.reasons : []));
  if (reasons.length > 0)
    return { kind: 'refused', by: 'pump', problems: reasons.map(words => ({ field, words })) };
  const words = [
    ...taken.map(({ machine, event }) => `${machine} takes ${event}`),
    ...derived.map(each => {
      const { type, fields } = factWords(each);
      return fields === '' ? type : `${type}: ${fields}`;
    }),
    ...commands.filter(({ type }) => type !== 'annunciate').map(({ type }) => type),
  ];
  if (words.length === 0 && NOTED.has(frame.fact.type))
    return { kind: 'taken', words: ['recorded; used in calculations from now on'] };
  return words.length === 0
    ? {
        kind: 'refused',
        by: 'pump',
        problems: [{ field: null, words: whyNothing(frame, charts) }],
      }
    : { kind: 'taken', words: [...new Set(words)] };
};

/**
 * Why nothing came of a fact: the guards of active states that have said no to it, or that no active state answers it, and
 * in which states it would be answered. Whatever else it changed would have been told.
 */
const whyNothing = ({ fact, active }: Frame, charts: Charts): string => {
  const on = new Set(Object.values(active).flatMap(ids => ids ?? []));
  const answers = Object.values(charts).flatMap(({ chart }) =>
    chart.transitions.filter(({ event }) => event === fact.type),
  );
  const guards = answers.flatMap(({ source, guard }) =>
    on.has(source) && guard !== null ? [`${placeOf(source)}: “${guard.words}” is false`] : [],
  );
  const elsewhere = [...new Set(answers.map(({ source }) => placeOf(source)))];
  const heard = 'The event was ignored';
  if (guards.length > 0) return `${heard}: a guard is false. ${[...new Set(guards)].join('; ')}.`;
  if (elsewhere.length === 0) return `${heard}: it is recorded, and no chart handles it.`;
  return `${heard}: no active state handles it. It is handled in ${elsewhere.join(', ')}.`;
};

/** `pump.supply.changing.loaded`: supply, changing, loaded. */
const placeOf = (state: string): string => {
  const [, ...path] = state.split('.');
  return path.length === 0 ? state : path.map(inWords).join(' › ');
};
