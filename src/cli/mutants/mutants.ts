import { realClock } from '../../../hardware/clock/real.ts';
import { MUTATED, mutated } from '../../verify/mutants/fields.ts';
import { isOperator, OPERATORS, type Operator } from '../../verify/mutants/mutant.ts';
import { mutantsOf } from '../../verify/mutants/mutants.ts';
import { readRecord } from '../../verify/mutants/observed/record.ts';
import { outsideLines } from '../../verify/mutants/observed/tell.ts';
import { mutantSummary } from '../../verify/mutants/summary.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { plantedLines } from './planted.ts';
import { jsonOf, linesOf, type Made } from './print.ts';

export type MutantFlags = {
  /** One chart by its name, or all. */
  readonly machine: string | null;
  readonly operator: string | null;
  readonly json: boolean;
};

/** Changes charts in one thing at a time, decides each change over all reachable states, and prints what became of them. */
export const mutants = async ({ machine, operator, json }: MutantFlags, io: Io): Promise<ExitCode> => {
  const names = machine === null ? MUTATED : [machine];
  const operators = operatorsOf(operator);
  for (const name of names)
    if (!MUTATED.includes(name))
      throw new Refusal(EXIT.badInput, `there is no chart "${name}"; there are ${MUTATED.join(', ')}`);
  const clock = realClock();
  const made: Made[] = [];
  for (const name of names) {
    if (!json) io.say(`  ${name} …`);
    const began = clock.now();
    const { machine: chart, fields } = mutated(name, true);
    const walked = clock.now();
    const summary = mutantSummary(name, fields, mutantsOf(chart, operators));
    const tookMs = Math.max(1, clock.now() - walked);
    made.push({ summary, walkMs: walked - began, tookMs });
  }
  clock.close();
  for (const line of json ? [jsonOf(made)] : made.flatMap(linesOf)) io.out(line);
  if (!json && operator === null) for (const line of outsideLines(readRecord(), names)) io.out(line);
  if (!json && operator === null) for (const line of plantedLines(names)) io.out(line);
  return EXIT.ok;
};

const operatorsOf = (name: string | null): readonly Operator[] => {
  if (name === null) return OPERATORS;
  if (!isOperator(name))
    throw new Refusal(EXIT.badInput, `--operator ${name} is unknown; there are ${OPERATORS.join(', ')}`);
  return [name];
};
