import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { mutantsOf } from '../../verify/mutants/mutants.ts';
import { isStillFound, PLANTED, type Planted } from '../../verify/mutants/planted/planted.ts';
import { tableOf } from '../../verify/mutants/planted/tell.ts';
import { EXIT, Refusal } from '../exits.ts';

/** What became of every fault in a guard of the pump, when they were last planted: `islet mutants pump --plant`. */
const RECORD = fileURLToPath(new URL('../../../specs/generated/planted.json', import.meta.url));
export const REPORT = fileURLToPath(new URL('../../../specs/planted.md', import.meta.url));

const event = z.looseObject({ type: z.string() }).readonly();
const planted = z.strictObject({
  mutant: z.string(),
  equivalent: z.string().nullable(),
  found: z
    .strictObject({
      property: z.string(),
      world: z.enum(['free', 'plant']),
      run: z.array(event),
      cycle: z.array(event),
    })
    .nullable(),
  seenBy: z.array(z.string()),
});
const record = z.strictObject({ version: z.literal(1), planted: z.array(planted) });

/** The record. Throws with the file and the field where it is none. */
export const readPlanted = (): readonly Planted[] => {
  const read = record.safeParse(JSON.parse(readFileSync(RECORD, 'utf8')));
  if (!read.success)
    throw new Refusal(
      EXIT.badInput,
      `${RECORD}: ${z.prettifyError(read.error)}. Write it anew: islet mutants pump --plant`,
    );
  return read.data.planted;
};

/** One fault a line: what changes is seen in a difference. */
export const writePlanted = (all: readonly Planted[]): void =>
  writeFileSync(
    RECORD,
    `{"version":1,"planted":[\n${all.map(each => JSON.stringify(each)).join(',\n')}\n]}\n`,
  );

/**
 * What of the record is so no longer, in words: faults that the chart has got or lost since, and runs that show their
 * fault no more. One run in so many is replayed on its faulty chart, some 20 ms each; nothing is explored.
 */
export const staleIn = (all: readonly Planted[], oneIn = 1): readonly string[] => {
  const mutants = mutantsOf(pumpMachine, PLANTED);
  const known = new Map(all.map(each => [each.mutant, each]));
  const ids = new Set(mutants.map(({ id }) => id));
  return [
    ...all.flatMap(({ mutant }) => (ids.has(mutant) ? [] : [`no fault of the chart any more: ${mutant}`])),
    ...mutants.flatMap((mutant, index) => {
      const found = known.get(mutant.id);
      if (found === undefined) return [`not planted yet: ${mutant.id}`];
      const isStill = found.found === null || index % oneIn !== 0 ? null : isStillFound(mutant, found.found);
      return isStill === false ? [`its run shows it no more: ${mutant.id}`] : [];
    }),
  ];
};

/** Who found the faults in guards when they were last planted, and what of that is out of date. */
export const plantedLines = (): readonly string[] => {
  const all = readPlanted();
  const stale = staleIn(all);
  return [
    ...tableOf(all),
    stale.length === 0
      ? '  each run was taken again just now, and shows its fault still; each fault with its run is in specs/planted.md'
      : `  ${stale.length} are OUT OF DATE; islet mutants pump --plant plants all anew: ${stale.slice(0, 3).join('; ')}`,
  ];
};
