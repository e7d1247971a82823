import { match, P } from 'ts-pattern';
import { indented, type Lines } from './code.ts';
import {
  isFalse,
  isTrue,
  type Program,
  QUEUE_LENGTH,
  RULE,
  type Statement,
  simplified,
  type Test,
} from './program.ts';

/** The largest number of an event. */
const MOST = 1_023;

/**
 * A program in Murphi, for Rumur: one rule for each event, breadth first, so that its counterexamples are
 * shortest ones. Murphi has no hidden variables: scratch is stored too, and zero whenever a rule has run.
 */
export const murphiOf = ({ name, variables, scratch, queues, rules, between, initially }: Program): string =>
  [
    `-- ${name}: generated from its chart; do not edit.`,
    'var',
    ...indented([
      ...variables.map(each => `${each.name}: 0 .. ${Math.max(1, each.most)}; -- ${each.note}`),
      ...[...scratch, { name: RULE, most: rules.length }].map(each => `${each.name}: 0 .. ${each.most};`),
      ...queues.flatMap(queue => [
        `${queue}: array [0 .. ${QUEUE_LENGTH - 1}] of 0 .. ${MOST};`,
        `${queue}Head: 0 .. ${QUEUE_LENGTH};`,
        `${queue}Tail: 0 .. ${QUEUE_LENGTH};`,
        `${queue}Next: 0 .. ${MOST};`,
      ]),
    ]),
    ...between.flatMap((shared, index) => [
      `procedure shared${index}(); begin`,
      ...indented(block(shared)),
      'end;',
    ]),
    'startstate begin',
    ...indented([
      ...variables.map(each => `${each.name} := ${each.initial};`),
      ...[...scratch, { name: RULE }].map(each => `${each.name} := 0;`),
      ...queues.flatMap(queue => [
        `for i := 0 to ${QUEUE_LENGTH - 1} do ${queue}[i] := 0; end;`,
        `${queue}Head := 0;`,
        `${queue}Tail := 0;`,
        `${queue}Next := 0;`,
      ]),
      ...block(initially),
    ]),
    'end;',
    ...rules.flatMap(({ name: about, when, stages }, number) => [
      `rule "${about}" ${text(when)} ==> begin`,
      ...indented([
        `${RULE} := ${number + 1};`,
        ...between.flatMap((_, index) => [...block(stages[index] ?? []), `shared${index}();`]),
        `${RULE} := 0;`,
      ]),
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
    .with({ enqueue: P._ }, ({ enqueue, into }) => [
      `${into}[${into}Tail] := ${enqueue};`,
      `${into}Tail := ${into}Tail + 1;`,
    ])
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
    .with({ drain: P._ }, ({ drain, each }) => [
      `while ${drain}Head < ${drain}Tail do`,
      ...indented([
        `${drain}Next := ${drain}[${drain}Head];`,
        `${drain}[${drain}Head] := 0;`,
        `${drain}Head := ${drain}Head + 1;`,
        ...each.flatMap(({ number, body }, index) => [
          `${index === 0 ? 'if' : 'elsif'} ${drain}Next = ${number} then`,
          ...indented(block(body)),
        ]),
        ...(each.length === 0 ? [] : ['end;']),
      ]),
      'end;',
      `${drain}Head := 0;`,
      `${drain}Tail := 0;`,
      `${drain}Next := 0;`,
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
