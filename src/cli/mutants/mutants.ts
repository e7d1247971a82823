import { realClock } from '../../../hardware/clock/real.ts';
import { MUTATED, mutated } from '../../verify/mutants/fields.ts';
import { isOperator, OPERATORS, type Operator } from '../../verify/mutants/mutant.ts';
import { mutantsOf } from '../../verify/mutants/mutants.ts';
import { mutantSummary } from '../../verify/mutants/summary.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { jsonOf, linesOf } from './print.ts';

export type MutantFlags = {
  /** One chart by its name, or all. */
  readonly machine: string | null;
  readonly operator: string | null;
  readonly json: boolean;
};

/** Changes charts in one thing at a time, decides each change over all reachable states, and prints what became of them. */
export const mutants = ({ machine, operator, json }: MutantFlags, io: Io): ExitCode => {
  const names = machine === null ? MUTATED : [machine];
  const operators = operatorsOf(operator);
  for (const name of names)
    if (!MUTATED.includes(name))
      throw new Refusal(EXIT.badInput, `there is no chart "${name}"; there are ${MUTATED.join(', ')}`);
  const clock = realClock();
  const made = names.map(name => {
    if (!json) io.say(`  ${name} …`);
    const began = clock.now();
    const { machine: chart, fields } = mutated(name);
    const walked = clock.now();
    const summary = mutantSummary(name, fields, mutantsOf(chart, operators));
    return { summary, walkMs: walked - began, tookMs: Math.max(1, clock.now() - walked) };
  });
  clock.close();
  for (const line of json ? [jsonOf(made)] : made.flatMap(linesOf)) io.out(line);
  return made.every(({ summary }) => summary.killed > 0 || summary.mutants === 0) ? EXIT.ok : EXIT.failed;
};

const operatorsOf = (name: string | null): readonly Operator[] => {
  if (name === null) return OPERATORS;
  if (!isOperator(name))
    throw new Refusal(EXIT.badInput, `--operator ${name} is unknown; there are ${OPERATORS.join(', ')}`);
  return [name];
};
