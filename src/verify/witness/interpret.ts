import { type Program, RULE, type Statement, type Test } from './program.ts';

/** What every variable of a program is. */
export type Values = ReadonlyMap<string, number>;

export const beginningOf = ({ variables }: Pick<Program, 'variables'>): Values =>
  new Map(variables.map(({ name, initial }) => [name, initial]));

/**
 * What a rule makes of the variables, line by line: the meaning that checkers give to a program. Whether it
 * may run is asked by `holds`. Throws where a claim does not hold, and on events raised without end.
 */
export const ranFrom = (
  { rules, between, queues }: Pick<Program, 'rules' | 'between' | 'queues'>,
  number: number,
  from: Values,
): Values => {
  const values = new Map(from);
  const waiting = new Map<string, number[]>(queues.map(queue => [queue, []]));
  values.set(RULE, number + 1);
  between.forEach((shared, index) => {
    for (const each of [...(rules[number]?.stages[index] ?? []), ...shared]) run(each, values, waiting);
  });
  return values;
};

export const holds = (test: Test, values: Values): boolean => {
  if ('all' in test) return test.all.every(each => holds(each, values));
  if ('any' in test) return test.any.some(each => holds(each, values));
  if ('not' in test) return !holds(test.not, values);
  return test.among.includes(values.get(test.variable) ?? 0);
};

const run = (statement: Statement, values: Map<string, number>, queues: Map<string, number[]>): void => {
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
