import { match, P } from 'ts-pattern';
import { type Lines, indented } from './code.ts';
import { isFalse, isTrue, type Program, type Statement, simplified, type Test } from './program.ts';

/** More raised events than this wait at no time; SPIN stops when the queue is too short. */
const QUEUE = 16;

/**
 * A program in Promela, for SPIN. Each rule is one indivisible step and its scratch is hidden, so that
 * SPIN stores exactly the states in which the program rests.
 */
export const promelaOf = ({ name, variables, scratch, macros, rules }: Program): string =>
  [
    `/* ${name}: generated from its chart; do not edit. */`,
    ...variables.map(each => `${typeFor(each.most)} ${each.name} = ${each.initial}; /* ${each.note} */`),
    // A bit cannot be hidden.
    ...scratch.map(each => `hidden ${each.most <= 255 ? 'byte' : 'short'} ${each.name};`),
    `hidden byte queue[${QUEUE}];`,
    'hidden byte head;',
    'hidden byte tail;',
    'hidden byte raised;',
    ...macros.flatMap(macro => [`inline ${macro.name}() {`, ...indented(block(macro.body)), '}']),
    'active proctype chart() {',
    '  do',
    ...rules.flatMap(({ name: rule, when, body }) => [
      `  :: d_step { /* ${rule} */`,
      ...indented(indented([`${text(when)};`, ...block(body)])),
      '  }',
    ]),
    '  od',
    '}',
    '',
  ].join('\n');

const typeFor = (most: number): string => (most <= 1 ? 'bit' : most <= 255 ? 'byte' : 'short');

const block = (statements: readonly Statement[]): Lines =>
  statements.length === 0 ? ['skip;'] : statements.flatMap(lines);

const lines = (statement: Statement): Lines =>
  match(statement)
    .returnType<Lines>()
    .with({ set: P._ }, ({ set, to }) => [`${set} = ${to};`])
    .with({ copy: P._ }, ({ copy, from }) => [`${copy} = ${from};`])
    .with({ call: P._ }, ({ call }) => [`${call}();`])
    .with({ enqueue: P._ }, ({ enqueue }) => [
      `assert(tail < ${QUEUE});`,
      `queue[tail] = ${enqueue};`,
      'tail++;',
    ])
    .with({ claim: P._ }, ({ claim, holds }) => [
      // The comparison that never holds puts the claim's name into what SPIN prints.
      `assert(${text(simplified(holds))} || ${claim} == 9999);`,
    ])
    .with({ choose: P._ }, ({ choose }) => chosen(choose))
    .with({ drain: P._ }, ({ drain }) => [
      'do',
      ':: head < tail ->',
      ...indented([
        'raised = queue[head];',
        'head++;',
        'if',
        ...drain.flatMap(({ number, body }) => [`:: raised == ${number} ->`, ...indented(block(body))]),
        'fi;',
      ]),
      ':: else -> break',
      'od;',
      'head = 0;',
      'tail = 0;',
    ])
    .exhaustive();

/** Where two tests exclude each other, as the leaves of a region do, they stand side by side. */
const chosen = (branches: Extract<Statement, { readonly choose: unknown }>['choose']): Lines => {
  const [first, ...others] = branches;
  if (first === undefined) return ['skip;'];
  if (exclude(branches))
    return [
      'if',
      ...branches.flatMap(({ when, body }) => [`:: ${text(when)} ->`, ...indented(block(body))]),
      ':: else -> skip',
      'fi;',
    ];
  return [
    'if',
    `:: ${text(simplified(first.when))} ->`,
    ...indented(block(first.body)),
    ':: else ->',
    ...indented(chosen(others)),
    'fi;',
  ];
};

const exclude = (branches: Extract<Statement, { readonly choose: unknown }>['choose']): boolean => {
  const tests = branches.map(({ when }) => when);
  const [first] = tests;
  if (first === undefined || !('variable' in first)) return false;
  const values = tests.flatMap(test => ('variable' in test && test.variable === first.variable ? test.among : [-1]));
  return new Set(values).size === values.length && !values.includes(-1);
};

const text = (test: Test): string => {
  if (isTrue(test)) return 'true';
  if (isFalse(test)) return 'false';
  if ('all' in test) return `(${test.all.map(text).join(' && ')})`;
  if ('any' in test) return `(${test.any.map(text).join(' || ')})`;
  if ('not' in test) return `!(${text(test.not)})`;
  if (test.among.length === 0) return 'false';
  return `(${test.among.map(value => `${test.variable} == ${value}`).join(' || ')})`;
};
