import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { chartOf } from '../../verify/mutants/fields.ts';
import { mutantsOf } from '../../verify/mutants/mutants.ts';
import { isStillFound, type Planted, plantedIn } from '../../verify/mutants/planted/planted.ts';
import { type OfChart, tableOf } from '../../verify/mutants/planted/tell.ts';
import { EXIT, Refusal } from '../exits.ts';

/** Charts whose faults are kept together: those of the pump take a quarter of an hour, those of all others minutes. */
export type Group = 'pump' | 'small';
export const groupOf = (machine: string): Group => (machine === 'pump' ? 'pump' : 'small');

const NAMES = { pump: 'planted', small: 'plantedSmall' } as const satisfies Record<Group, string>;
const pathOf = (path: string): string => fileURLToPath(new URL(`../../../specs/${path}`, import.meta.url));
const recordOf = (group: Group): string => pathOf(`generated/${NAMES[group]}.json`);
export const reportPath = (group: Group): string => pathOf(`${NAMES[group]}.md`);

const event = z.looseObject({ type: z.string() }).readonly();
const planted = z.strictObject({
  mutant: z.string(),
  equivalent: z.string().nullable(),
  found: z
    .strictObject({
      property: z.string(),
      world: z.string(),
      run: z.array(event),
      cycle: z.array(event),
    })
    .nullable(),
  seenBy: z.array(z.string()),
});
const ofChart = z.strictObject({
  machine: z.string(),
  planted: z.array(planted),
  /** Of each property of a small machine the first of these faults that breaks it. */
  breaks: z.record(z.string(), z.string()),
});
const record = z.strictObject({ version: z.literal(2), charts: z.array(ofChart) });

/** What became of every fault when it was last planted. Throws with the file and the field where it is no record. */
export const readPlanted = (group: Group): readonly OfChart[] => {
  const path = recordOf(group);
  const read = record.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!read.success)
    throw new Refusal(
      EXIT.badInput,
      `${path}: ${z.prettifyError(read.error)}. Write it anew: islet mutants ${group === 'pump' ? 'pump ' : ''}--plant`,
    );
  return read.data.charts;
};

/** One fault a line: what changes is seen in a difference. */
export const writePlanted = (group: Group, charts: readonly OfChart[]): void => {
  const lines = charts.map(
    ({ machine, planted, breaks }) =>
      `{"machine":${JSON.stringify(machine)},"planted":[\n${planted.map(each => JSON.stringify(each)).join(',\n')}\n],"breaks":${JSON.stringify(breaks, null, 0).replaceAll('","', '",\n"')}}`,
  );
  writeFileSync(recordOf(group), `{"version":2,"charts":[\n${lines.join(',\n')}\n]}\n`);
};

/**
 * What of a record is so no longer, in words: faults that the chart has got or lost since, and runs that show their
 * fault no more. One run in so many is replayed on its faulty chart, some 20 ms each; nothing is explored.
 */
export const staleIn = ({ machine, planted }: OfChart, oneIn = 1): readonly string[] => {
  const mutants = mutantsOf(chartOf(machine), plantedIn(machine));
  const known = new Map(planted.map(each => [each.mutant, each]));
  const ids = new Set(mutants.map(({ id }) => id));
  return [
    ...planted.flatMap(({ mutant }) =>
      ids.has(mutant) ? [] : [`no fault of the chart any more: ${mutant}`],
    ),
    ...mutants.flatMap((mutant, index) => {
      const found = known.get(mutant.id);
      if (found === undefined) return [`not planted yet: ${mutant.id}`];
      const isStill =
        found.found === null || index % oneIn !== 0 ? null : isStillFound(machine, mutant, found.found);
      return isStill === false ? [`its run shows it no more: ${mutant.id}`] : [];
    }),
  ];
};

/** Who found the faults of some charts when they were last planted, and what of that is out of date. */
export const plantedLines = (machines: readonly string[]): readonly string[] =>
  (['pump', 'small'] as const).flatMap(group => {
    const charts = readPlanted(group).filter(({ machine }) => machines.includes(machine));
    if (charts.length === 0) return [];
    const stale = charts.flatMap(chart => staleIn(chart));
    return [
      ...tableOf(charts),
      stale.length === 0
        ? `  each run was taken again just now, and shows its fault still; each fault with its run is in specs/${NAMES[group]}.md`
        : `  ${stale.length} are OUT OF DATE; islet mutants --plant plants all anew: ${stale.slice(0, 3).join('; ')}`,
    ];
  });

/** All faults that were planted in a chart, of those that are kept. */
export const plantedOf = (machine: string): readonly Planted[] =>
  readPlanted(groupOf(machine)).find(each => each.machine === machine)?.planted ?? [];
