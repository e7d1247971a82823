import type { Program, Statement, Test } from '../../src/verify/witness/program.ts';

/** How many states and steps a program has, run here line by line: the meaning that checkers give it. */
export const countOf = (
  program: Program,
  most: number,
): { readonly states: number; readonly steps: number } => {
  const names = program.variables.map(({ name }) => name);
  const initial = program.variables.map(({ initial }) => initial);
  const seen = new Set([initial.join()]);
  const waiting = [initial];
  let steps = 0;
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const { when, stages } of program.rules) {
      const values = new Map(names.map((name, at) => [name, state?.[at] ?? 0]));
      if (!holds(when, values)) continue;
      const queues = new Map<string, number[]>(program.queues.map(queue => [queue, []]));
      stages.forEach((stage, index) => {
        for (const each of [...stage, ...(program.between[index] ?? [])]) run(each, values, queues);
      });
      steps += 1;
      const next = names.map(name => values.get(name) ?? 0);
      if (seen.has(next.join())) continue;
      if (seen.size === most) throw new Error(`more than ${most} states`);
      seen.add(next.join());
      waiting.push(next);
    }
  }
  return { states: seen.size, steps };
};

type Values = Map<string, number>;

const holds = (test: Test, values: Values): boolean => {
  if ('all' in test) return test.all.every(each => holds(each, values));
  if ('any' in test) return test.any.some(each => holds(each, values));
  if ('not' in test) return !holds(test.not, values);
  return test.among.includes(values.get(test.variable) ?? 0);
};

const run = (statement: Statement, values: Values, queues: Map<string, number[]>): void => {
  if ('set' in statement) values.set(statement.set, statement.to);
  else if ('copy' in statement) values.set(statement.copy, values.get(statement.from) ?? 0);
  else if ('enqueue' in statement) queues.get(statement.into)?.push(statement.enqueue);
  else if ('claim' in statement) {
    if (!holds(statement.holds, values)) throw new Error(`claim ${statement.claim} does not hold`);
  } else if ('choose' in statement) {
    const branch = statement.choose.find(({ when }) => holds(when, values));
    for (const each of branch?.body ?? []) run(each, values, queues);
  } else {
    const queue = queues.get(statement.drain) ?? [];
    for (let taken = 0, next = queue.shift(); next !== undefined; next = queue.shift(), taken += 1) {
      if (taken === MOST_RAISED) throw new Error('events are raised without end');
      const each = statement.each.find(({ number }) => number === next);
      if (each === undefined) throw new Error(`nothing takes ${next} from ${statement.drain}`);
      for (const step of each.body) run(step, values, queues);
    }
  }
};

const MOST_RAISED = 100;
