import { beginningOf, holds, ranFrom } from './interpret.ts';
import type { Program } from './program.ts';

/** How many states and steps a program has, run here line by line. Throws beyond so many states. */
export const countOf = (
  program: Program,
  most: number,
): { readonly states: number; readonly steps: number } => {
  const names = program.variables.map(({ name }) => name);
  const initial = beginningOf(program);
  const keyOf = (values: typeof initial): string => names.map(name => values.get(name)).join();
  const seen = new Set([keyOf(initial)]);
  const waiting = [initial];
  let steps = 0;
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const [number, { when }] of program.rules.entries()) {
      if (!holds(when, state)) continue;
      const reached = ranFrom(program, number, state);
      const next = new Map(names.map(name => [name, reached.get(name) ?? 0]));
      steps += 1;
      if (seen.has(keyOf(next))) continue;
      if (seen.size === most) throw new Error(`more than ${most} states`);
      seen.add(keyOf(next));
      waiting.push(next);
    }
  }
  return { states: seen.size, steps };
};
