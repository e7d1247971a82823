import { match, P } from 'ts-pattern';
import { indented, type Lines } from './code.ts';
import {
  isFalse,
  isTrue,
  type Program,
  QUEUE_LENGTH,
  RULE,
  type Rule,
  type Statement,
  simplified,
  type Test,
} from './program.ts';

/**
 * A program in Promela, for SPIN. What a rule does is indivisible, and scratch is hidden, so that SPIN
 * stores exactly the states in which the program rests. What rules share is written once.
 */
export const promelaOf = ({
  name,
  variables,
  scratch,
  queues,
  rules,
  between,
  initially,
  never,
}: Program): string =>
  [
    `/* ${name}: generated from its chart; do not edit. */`,
    ...variables.map(each => `${typeFor(each.most)} ${each.name} = ${each.initial}; /* ${each.note} */`),
    // A bit cannot be hidden.
    ...scratch.map(each => `hidden ${each.most <= 255 ? 'byte' : 'short'} ${each.name};`),
    ...queues.flatMap(queue => [
      `hidden short ${queue}[${QUEUE_LENGTH}];`,
      `hidden byte ${queue}Head;`,
      `hidden byte ${queue}Tail;`,
      `hidden short ${queue}Next;`,
    ]),
    // Not hidden: what chooses among stages must be as it was when SPIN comes back to try another.
    `short ${RULE} = 0;`,
    'active proctype chart() {',
    ...(initially.length === 0 ? [] : indented(['atomic {', ...indented(atOnce(initially)), '}'])),
    '  do',
    '  :: atomic {',
    '    if',
    ...rules.flatMap(({ name: about, when, stages }, number) => [
      `    :: d_step { /* ${about} */`,
      ...indented(
        indented(indented([`${text(when)};`, `${RULE} = ${number + 1};`, ...block(stages[0] ?? [])])),
      ),
      '    }',
    ]),
    '    fi;',
    ...indented(indented(between.flatMap((shared, index) => [...atOnce(shared), ...own(rules, index + 1)]))),
    `    ${RULE} = 0;`,
    '  }',
    '  od',
    '}',
    ...(never === null
      ? []
      : [
          `#define forEver ${text(never.forEver)}`,
          `#define again ${text(never.againAndAgain)}`,
          'ltl never_kept { !(<>[] forEver && []<> again) }',
        ]),
    '',
  ].join('\n');

/** SPIN takes no indivisible step that is too long: each part is one, and has no more statements than this. */
const AT_ONCE = 16;

const atOnce = (statements: readonly Statement[]): Lines =>
  statements.length === 0
    ? []
    : [
        'd_step {',
        ...indented(block(statements.slice(0, AT_ONCE))),
        '}',
        ...atOnce(statements.slice(AT_ONCE)),
      ];

/** The stage of the rule that runs. */
const own = (rules: readonly Rule[], index: number): Lines => {
  const each = rules.flatMap(({ stages }, number) => {
    const stage = stages[index] ?? [];
    return stage.length === 0 ? [] : [`:: ${RULE} == ${number + 1} ->`, ...indented(atOnce(stage))];
  });
  return each.length === 0 ? [] : ['if', ...each, ':: else -> skip', 'fi;'];
};

const typeFor = (most: number): string => (most <= 1 ? 'bit' : most <= 255 ? 'byte' : 'short');

const block = (statements: readonly Statement[]): Lines =>
  statements.length === 0 ? ['skip;'] : statements.flatMap(lines);

const lines = (statement: Statement): Lines =>
  match(statement)
    .returnType<Lines>()
    .with({ set: P._ }, ({ set, to }) => [`${set} = ${to};`])
    .with({ copy: P._ }, ({ copy, from }) => [`${copy} = ${from};`])
    .with({ enqueue: P._ }, ({ enqueue, into }) => [
      `assert(${into}Tail < ${QUEUE_LENGTH});`,
      `${into}[${into}Tail] = ${enqueue};`,
      `${into}Tail++;`,
    ])
    .with({ claim: P._ }, ({ claim, holds }) => [
      // The comparison that never holds puts the claim's name into what SPIN prints.
      `assert(${text(simplified(holds))} || ${claim} == 9999);`,
    ])
    .with({ choose: P._ }, ({ choose }) => chosen(choose))
    .with({ drain: P._ }, ({ drain, each }) => [
      'do',
      `:: ${drain}Head < ${drain}Tail ->`,
      ...indented([
        `${drain}Next = ${drain}[${drain}Head];`,
        `${drain}Head++;`,
        'if',
        ...each.flatMap(({ number, body }) => [`:: ${drain}Next == ${number} ->`, ...indented(block(body))]),
        'fi;',
      ]),
      ':: else -> break',
      'od;',
      `${drain}Head = 0;`,
      `${drain}Tail = 0;`,
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
  const values = tests.flatMap(test =>
    'variable' in test && test.variable === first.variable ? test.among : [-1],
  );
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
