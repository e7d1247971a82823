import { type Imported, spellProblem } from '../../src/interop/nightscout/problem.ts';

/** What was read; throws all that is wrong with it. */
export const given = <Value>(imported: Imported<Value>): Value => {
  if (!imported.ok) throw new Error(imported.problems.map(spellProblem).join('\n'));
  return imported.value;
};
export const notesOf = (imported: Imported<unknown>): readonly string[] =>
  imported.ok ? imported.notes : [];
export const problemsOf = (imported: Imported<unknown>): readonly string[] =>
  imported.ok ? [] : imported.problems.map(spellProblem);
