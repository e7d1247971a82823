import type { TraceProblem } from '../../hardware/cgm/problem.ts';
import { EXIT, Refusal } from './exits.ts';

/** What is wrong with one field of something a person gave us: a recording, a settings file. */
export type Problem = TraceProblem;

/** `settings.toml:7: max_bolus_u = 30 U: is above the most allowed (0.5 to 25 U). Lower it.` */
export const sentence = ({ file, line, field, value, unit, allowed, problem, remedy }: Problem): string => {
  const where = line === null ? file : `${file}:${line}`;
  const range = allowed === null ? '' : ` (allowed: ${allowed})`;
  return `${where}: ${field} = ${value}${unit === null || value === 'nothing' ? '' : ` ${unit}`}: ${problem}${range}. ${remedy}`;
};

/** The refusal of bad input: all that is wrong with it, one line each. */
export const badInput = (problems: readonly Problem[]): Refusal =>
  new Refusal(EXIT.badInput, problems.map(sentence).join('\n'));

/** The known name nearest to a misspelt one, if any is near: at most a third of its letters are wrong. */
export const didYouMean = (given: string, known: readonly string[]): string | null => {
  const [nearest] = known
    .map(name => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.ceil(name.length / 3))
    .sort((a, b) => a.distance - b.distance);
  return nearest?.name ?? null;
};

/** How many letters must be inserted, removed or replaced to make one word of the other (Levenshtein). */
const editDistance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, against] of [...other].entries()) {
      const replaced = (row[j] ?? 0) + (letter === against ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
