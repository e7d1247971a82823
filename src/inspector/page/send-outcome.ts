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
  words: `${value === undefined ? 'Nothing' : JSON.stringify(value)}${unit === null || value === undefined ? '' : ` ${unit}`} ${problem}. ${remedy}`,
});

/** What came of a fact, by the frame of its step: refusals of ledger and charts first; else what moved. */
export const outcomeIn = ({ commands, taken, derived }: Frame, field: string | null): Outcome => {
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
  return words.length === 0
    ? {
        kind: 'refused',
        by: 'pump',
        problems: [
          {
            field: null,
            words: 'The pump has heard it, and nothing came of it: it does not expect this now.',
          },
        ],
      }
    : { kind: 'taken', words: [...new Set(words)] };
};
