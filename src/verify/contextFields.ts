/**
 * How many values each field of a context has among these, for a refusal: `field "pulses" has 10000, the last is
 * 9999; field "owner" has 2`. The field with the most comes first: it is the one to be made finite.
 */
export const fieldsOf = (contexts: readonly unknown[]): string => {
  const values = new Map<string, Set<string>>();
  for (const context of contexts)
    for (const [field, value] of entriesOf(context)) {
      const known = values.get(field) ?? new Set();
      known.add(JSON.stringify(value) ?? 'undefined');
      values.set(field, known);
    }
  return [...values]
    .sort(([, one], [, other]) => other.size - one.size)
    .map(([field, all], place) => {
      const last = place === 0 ? `, the last is ${[...all].at(-1)}` : '';
      return `${field} has ${all.size}${last}`;
    })
    .join('; ');
};

/** A context that is no record is its own only field. */
const entriesOf = (context: unknown): readonly (readonly [string, unknown])[] =>
  typeof context === 'object' && context !== null && !Array.isArray(context)
    ? Object.entries(context).map(([name, value]) => [`field "${name}"`, value])
    : [['the whole of it', context]];

/** What to do about a context without end. */
export const FINITE =
  'A quantity belongs in the ledger: let that derive a fact, and keep a small enumeration in the chart';
