import type { AnyStateMachine } from 'xstate';
import * as deeds from './deeds.ts';
import * as moves from './moves.ts';
import { type Mutant, type Mutator, OPERATORS, type Operator, originalOf } from './mutant.ts';
import * as questions from './questions.ts';

const MUTATORS: Readonly<Record<Operator, Mutator>> = { ...questions, ...moves, ...deeds };

/**
 * Every chart that differs from this one in one thing, operator by operator, each in the order of the chart.
 * The same chart gives the same list; ids are unique.
 */
export const mutantsOf = (
  machine: AnyStateMachine,
  operators: readonly Operator[] = OPERATORS,
): readonly Mutant[] => {
  const original = originalOf(machine);
  const seen = new Set<string>();
  return operators.flatMap(operator =>
    MUTATORS[operator](original).flatMap(change => {
      const id = `${change.operator}: ${change.place}: ${change.change}`;
      // A guard that is asked for twice in one place gives the same change twice.
      if (seen.has(id)) return [];
      seen.add(id);
      return [{ id, ...change }];
    }),
  );
};
