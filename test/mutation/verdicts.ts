import { z } from 'zod';

/** What Stryker writes of a run, as far as it is read here: the mutation testing report schema, version 2. */
const position = z.object({ line: z.number(), column: z.number() });
const mutantSchema = z.object({
  mutatorName: z.string(),
  replacement: z.string(),
  location: z.object({ start: position, end: position }),
  status: z.enum(['Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError', 'RuntimeError']),
  /** How long its tests took, in milliseconds; nothing where none reaches it. */
  duration: z.number().optional(),
});
export const reportSchema = z.object({
  files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(mutantSchema) })),
});
export type Report = z.infer<typeof reportSchema>;
export type Mutant = z.infer<typeof mutantSchema>;

/** A mutant by what it is, not by its line: a line moves with every edit above it. */
export type Key = {
  /** The declaration at the left margin that it lies in. */
  readonly within: string;
  readonly mutator: string;
  readonly from: string;
  readonly to: string;
};

export type Score = {
  readonly killed: number;
  /** Killed, because the run did not end. */
  readonly endless: number;
  /** Killed by the compiler: no test runs what does not compile. */
  readonly uncompiled: number;
  /** What all its mutants took. */
  readonly seconds: number;
};

const LONGEST = 100;
const brief = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
};

/** Where a position of Stryker, from 1, lies in the text. */
const offsetIn = (source: string, { line, column }: z.infer<typeof position>): number => {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = source.indexOf('\n', start) + 1;
  return start + column - 1;
};

/** The file's text with the mutant in it. */
export const mutated = (
  source: string,
  { location, replacement }: Pick<Mutant, 'location' | 'replacement'>,
): string =>
  source.slice(0, offsetIn(source, location.start)) +
  replacement +
  source.slice(offsetIn(source, location.end));

export const keyOf = (source: string, { location, mutatorName, replacement }: Mutant): Key => {
  const start = offsetIn(source, location.start);
  const names = [...source.slice(0, start + 1).matchAll(/^(?:export )?(?:const|function) (\w+)/gm)];
  return {
    within: names.at(-1)?.[1] ?? 'the file',
    mutator: mutatorName,
    from: brief(source.slice(start, offsetIn(source, location.end))),
    to: brief(replacement),
  };
};

/** A key as one line of text, to compare and to print. */
export const spell = ({ within, mutator, from, to }: Key): string =>
  `${within}: ${mutator}: ${from} => ${to}`;

const isAlive = ({ status }: Mutant): boolean => status === 'Survived' || status === 'NoCoverage';

/** What a run found of one file; `compilable` is asked of the mutants that no test killed. */
export const judge = (
  { source, mutants }: Report['files'][string],
  compilable: (texts: readonly string[]) => readonly boolean[],
): { readonly score: Score; readonly survivors: readonly Key[] } => {
  const wrong = mutants.filter(({ status }) => status === 'RuntimeError');
  if (wrong.length > 0) throw new Error(`Stryker could not run ${wrong.length} mutants; see its own output`);
  const alive = mutants.filter(isAlive);
  const sound = compilable(alive.map(mutant => mutated(source, mutant)));
  const survivors = alive.filter((_, index) => sound[index]);
  const count = (status: Mutant['status']): number =>
    mutants.filter(mutant => mutant.status === status).length;
  return {
    score: {
      killed: count('Killed'),
      endless: count('Timeout'),
      uncompiled: count('CompileError') + alive.length - survivors.length,
      seconds: Math.ceil(mutants.reduce((sum, { duration }) => sum + (duration ?? 0), 0) / 1_000),
    },
    survivors: survivors.map(mutant => keyOf(source, mutant)),
  };
};

/** What is in the first list and not in the second, each as often as it is missing. */
export const beyond = (some: readonly Key[], others: readonly Key[]): readonly Key[] => {
  const left = new Map<string, number>();
  for (const each of others) left.set(spell(each), (left.get(spell(each)) ?? 0) + 1);
  return some.filter(each => {
    const known = left.get(spell(each)) ?? 0;
    left.set(spell(each), known - 1);
    return known <= 0;
  });
};
