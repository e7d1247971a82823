import { match, P } from 'ts-pattern';
import { indented, type Lines } from './code.ts';
import { isFalse, isTrue, type Program, type Statement, simplified, type Test } from './program.ts';

/** As many raised events as may wait at one time; Rumur stops when one more does. */
const QUEUE = 16;
const MOST_RAISED = 1_023;

/**
 * A program in Murphi, for Rumur: one rule for each event, breadth first, so that its counterexamples are
 * shortest ones. Murphi has no hidden variables: scratch is stored too, and zero whenever a rule has run.
 */
export const murphiOf = ({ name, variables, scratch, macros, rules }: Program): string =>
  [
    `-- ${name}: generated from its chart; do not edit.`,
    'var',
    ...indented([
      ...variables.map(each => `${each.name}: 0 .. ${Math.max(1, each.most)}; -- ${each.note}`),
      ...scratch.map(each => `${each.name}: 0 .. ${each.most};`),
      `queue: array [0 .. ${QUEUE - 1}] of 0 .. ${MOST_RAISED};`,
      `head: 0 .. ${QUEUE};`,
      `tail: 0 .. ${QUEUE};`,
      `raised: 0 .. ${MOST_RAISED};`,
    ]),
    ...macros.flatMap(macro => [`procedure ${macro.name}(); begin`, ...indented(block(macro.body)), 'end;']),
    'startstate begin',
    ...indented([
      ...variables.map(each => `${each.name} := ${each.initial};`),
      ...scratch.map(each => `${each.name} := 0;`),
      `for i := 0 to ${QUEUE - 1} do queue[i] := 0; end;`,
      'head := 0;',
      'tail := 0;',
      'raised := 0;',
    ]),
    'end;',
    ...rules.flatMap(({ name: rule, when, body }) => [
      `rule "${rule}" ${text(when)} ==> begin`,
      ...indented(block(body)),
      'end;',
    ]),
    '',
  ].join('\n');

const block = (statements: readonly Statement[]): Lines => statements.flatMap(lines);

const lines = (statement: Statement): Lines =>
  match(statement)
    .returnType<Lines>()
    .with({ set: P._ }, ({ set, to }) => [`${set} := ${to};`])
    .with({ copy: P._ }, ({ copy, from }) => [`${copy} := ${from};`])
    .with({ call: P._ }, ({ call }) => [`${call}();`])
    .with({ enqueue: P._ }, ({ enqueue }) => [`queue[tail] := ${enqueue};`, 'tail := tail + 1;'])
    .with({ claim: P._ }, ({ claim, holds }) => [`assert "${claim}" ${text(simplified(holds))};`])
    .with({ choose: P._ }, ({ choose }) =>
      choose.length === 0
        ? []
        : [
            ...choose.flatMap(({ when, body }, index) => [
              `${index === 0 ? 'if' : 'elsif'} ${text(simplified(when))} then`,
              ...indented(block(body)),
            ]),
            'end;',
          ],
    )
    .with({ drain: P._ }, ({ drain }) => [
      'while head < tail do',
      ...indented([
        'raised := queue[head];',
        'queue[head] := 0;',
        'head := head + 1;',
        ...drain.flatMap(({ number, body }, index) => [
          `${index === 0 ? 'if' : 'elsif'} raised = ${number} then`,
          ...indented(block(body)),
        ]),
        ...(drain.length === 0 ? [] : ['end;']),
      ]),
      'end;',
      'head := 0;',
      'tail := 0;',
      'raised := 0;',
    ])
    .exhaustive();

const text = (test: Test): string => {
  if (isTrue(test)) return 'true';
  if (isFalse(test)) return 'false';
  if ('all' in test) return `(${test.all.map(text).join(' & ')})`;
  if ('any' in test) return `(${test.any.map(text).join(' | ')})`;
  if ('not' in test) return `!(${text(test.not)})`;
  if (test.among.length === 0) return 'false';
  return `(${test.among.map(value => `${test.variable} = ${value}`).join(' | ')})`;
};
