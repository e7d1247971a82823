import { z } from 'zod';
import type { Event } from '../automaton.ts';
import { type Bag, bagOf, type Hits } from './meter.ts';
import { subjectNamed, universeIn, WORLDS } from './subjects.ts';
import { MEASURES, type Measure } from './universe.ts';

/** How often what was met, of every subject that was measured. Plain data, as it stands in a file. */

const bagSchema = z.record(z.string(), z.int().positive());
const eventSchema = z.looseObject({ type: z.string().min(1) });
/** What was never met: a shortest way there, or null where there is none. */
const openSchema = z.record(z.string(), z.array(eventSchema).nullable());

const measuresOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.strictObject({
    states: schema,
    transitions: schema,
    pairs: schema,
    events: schema,
    guards: schema,
    requirements: schema,
  } satisfies Record<Measure, Schema>);

const subjectSchema = z.strictObject({
  /** The chart it was measured on, as `Universe` has it. */
  model: z.string().regex(/^[0-9a-f]{16}$/),
  hits: measuresOf(bagSchema),
  /** What an exploration says of what was never met; absent where none was asked. */
  unmet: z
    .strictObject({
      world: z.enum(WORLDS),
      /** How many states were explored. */
      states: z.int().positive(),
      /** Whether those are all: only then what has no way there cannot be reached. */
      complete: z.boolean(),
      items: measuresOf(openSchema),
    })
    .optional(),
});

export const coverageSchema = z.strictObject({
  islet: z.literal('coverage'),
  version: z.literal(1),
  /** What was measured: files, or a name. */
  sources: z.array(z.string().min(1)),
  /** By the names of subjects. */
  machines: z.record(z.string(), subjectSchema),
});

export type Coverage = z.infer<typeof coverageSchema>;
export type Measured = Coverage['machines'][string];
export type Unmet = NonNullable<Measured['unmet']>;
/** A way: what happens, in order. */
export type Way = readonly Event[];

/** The coverage that these hits make, by the names of subjects. */
export const coverageOf = (sources: readonly string[], hits: ReadonlyMap<string, Hits>): Coverage => ({
  islet: 'coverage',
  version: 1,
  sources: [...new Set(sources)].sort(),
  machines: Object.fromEntries(
    [...hits].map(([name, each]) => [name, { model: modelOf(name), hits: structuredClone(each) }]),
  ),
});

const modelOf = (name: string): string => {
  const subject = subjectNamed(name);
  if (subject === undefined) throw new Error(`there is no machine ${name}`);
  return universeIn(subject).model;
};

/** Everything that any of them met; counts are added, and what was said of the unmet no longer holds. */
export const merged = (all: readonly Coverage[]): Coverage =>
  coverageOf(
    all.flatMap(({ sources }) => sources),
    new Map(
      [...new Set(all.flatMap(({ machines }) => Object.keys(machines)))].map(name => [
        name,
        sumOf(all.flatMap(({ machines }) => machines[name]?.hits ?? [])),
      ]),
    ),
  );

const sumOf = (all: readonly Hits[]): Hits => ({
  states: sumIn(all, 'states'),
  transitions: sumIn(all, 'transitions'),
  pairs: sumIn(all, 'pairs'),
  events: sumIn(all, 'events'),
  guards: sumIn(all, 'guards'),
  requirements: sumIn(all, 'requirements'),
});

const sumIn = (all: readonly Hits[], measure: Measure): Bag => {
  const sum = new Map<string, number>();
  for (const hits of all)
    for (const [id, times] of Object.entries(hits[measure])) sum.set(id, (sum.get(id) ?? 0) + times);
  return bagOf(sum);
};

/** One thing that was met, or was not: of which machine, by which measure. */
export type Item = { readonly machine: string; readonly measure: Measure; readonly id: string };

/** What one coverage met and another did not. */
export const beyond = (one: Coverage, other: Coverage): readonly Item[] =>
  Object.entries(one.machines).flatMap(([machine, { hits }]) =>
    MEASURES.flatMap(measure =>
      Object.keys(hits[measure])
        .filter(id => other.machines[machine]?.hits[measure][id] === undefined)
        .map(id => ({ machine, measure, id })),
    ),
  );

/** Why a coverage says nothing of the charts of this program; null when it does. */
export type Strange = { readonly field: string; readonly value: string; readonly problem: string };

export const strangeIn = ({ machines }: Coverage): Strange | null => {
  for (const [name, { model, hits }] of Object.entries(machines)) {
    const subject = subjectNamed(name);
    if (subject === undefined)
      return { field: `machines.${name}`, value: name, problem: 'there is no such machine' };
    const universe = universeIn(subject);
    if (model !== universe.model) {
      const problem = `the chart of ${name} is another one now: ${universe.model}`;
      return { field: `machines.${name}.model`, value: model, problem };
    }
    for (const measure of MEASURES) {
      const known = new Set(universe.items[measure]);
      const unknown = Object.keys(hits[measure]).find(id => !known.has(id));
      if (unknown !== undefined)
        return {
          field: `machines.${name}.hits.${measure}`,
          value: unknown,
          problem: 'the chart has no such item',
        };
    }
  }
  return null;
};
