import { expect, test } from 'vitest';
import type { Property } from '../../specs/property.ts';
import { beginningOf, holds, ranFrom, type Values } from '../../src/verify/witness/interpret.ts';
import { liveClaimOf } from '../../src/verify/witness/liveness.ts';
import type { Program, Rule, Test } from '../../src/verify/witness/program.ts';
import { TRUE } from '../../src/verify/witness/program.ts';
import type { Wording } from '../../src/verify/witness/wording.ts';

const isDue: Test = { variable: 'due', among: [1] };
const never: Test = { any: [] };

/** A world where something is waited for that never comes, and where one strong promise is owed every other step. */
const world = (kept: Test) => {
  const toggling: readonly Rule[] = [
    { name: 'falls due', when: { not: isDue }, stages: [[{ set: 'due', to: 1 }]] },
    { name: 'is not due', when: isDue, stages: [[{ set: 'due', to: 0 }]] },
  ];
  const wording = { where: (asked: unknown) => (asked === 'waiting' ? TRUE : never) } as unknown as Wording;
  const claim = liveClaimOf({ whenever: 'waiting', leadsTo: 'done', given: [] } as never, {
    property: {} as Property,
    claim: '0',
    promises: [{ strength: 'strong', owed: isDue, kept, if: TRUE }],
    wording,
    asking: 'endless',
    events: toggling.length,
  });
  // Without the rule in which nothing happens: what is owed is owed again and again, whatever is guessed.
  const guesses = claim.silent.filter(({ name }) => name !== 'nothing');
  expect(guesses).toHaveLength(1);
  const variables = [{ name: 'due', initial: 0 }, ...claim.memory.map(({ name }) => ({ name, initial: 0 }))];
  const program = {
    variables,
    rules: [...toggling, ...guesses],
    between: [claim.afterStep],
    queues: [],
  } as unknown as Program;
  return { program, never: claim.never };
};

/** Whether some run that goes round for ever waits all the time and counts rounds again and again. */
const isAccepted = ({ program, never: formula }: ReturnType<typeof world>): boolean => {
  if (formula === null) throw new Error('there is no formula');
  const names = program.variables.map(({ name }) => name);
  const keyOf = (values: Values): string => names.map(name => values.get(name)).join();
  const nextOf = (values: Values): readonly Values[] =>
    program.rules.flatMap((rule, number) =>
      holds(rule.when, values) ? [ranFrom(program, number, values)] : [],
    );
  const waits = (values: Values): boolean => holds(formula.forEver, values);
  const within = (from: Values, among: (values: Values) => boolean): readonly Values[] => {
    const found = new Map<string, Values>();
    const waiting = [from];
    for (const at of waiting)
      for (const next of nextOf(at).filter(among)) {
        if (found.has(keyOf(next))) continue;
        found.set(keyOf(next), next);
        waiting.push(next);
      }
    return [...found.values()];
  };
  return within(beginningOf(program), () => true)
    .filter(values => waits(values) && holds(formula.againAndAgain, values))
    .some(values => within(values, waits).some(each => keyOf(each) === keyOf(values)));
};

test('SR-046 to guess again and again that nothing is owed any more is no way round a strong promise', () => {
  expect(isAccepted(world(never))).toBe(false);
});

test('SR-046 a strong promise that is kept again and again leaves the run without end', () => {
  expect(isAccepted(world(isDue))).toBe(true);
});
