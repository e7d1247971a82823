import { holds, type Verdict, type Violation } from '../../verify/properties.ts';

/** What became of a property in a machine, all its systems together; `system` is where it breaks, or where it was asked. */
export type Ruling = Verdict & { readonly system: string };

/** Rulings on the same properties by several systems of one machine, as one on each: a shortest run breaks it. */
export const ruledTogether = (rulings: readonly Ruling[]): readonly Ruling[] =>
  [...Map.groupBy(rulings, ({ property }) => property.name).values()].map(all =>
    all.reduce((one, other) => ({
      ...(lengthIn(other.violation) < lengthIn(one.violation) ? other : one),
      checks: one.checks + other.checks,
    })),
  );

const lengthIn = (violation: Violation | null): number =>
  violation === null ? Number.POSITIVE_INFINITY : violation.run.length + (violation.cycle?.length ?? 0);

/** Properties by verdict: each is counted once, wherever it was asked. */
export type Tally = { readonly held: number; readonly broken: number; readonly notShown: number };

export const tallyOf = (rulings: readonly Ruling[]): Tally => {
  const all = [...Map.groupBy(rulings, ({ property }) => property.name).values()];
  const broken = all.filter(each => each.some(({ violation }) => violation !== null)).length;
  const held = all.filter(each => each.every(holds)).length;
  return { held, broken, notShown: all.length - held - broken };
};
