import { match, P } from 'ts-pattern';
import { indented, type Lines } from './code.ts';
import {
  type Branch,
  claimsOf,
  isFalse,
  isTrue,
  type Program,
  RULE,
  type Statement,
  simplified,
  type Test,
} from './program.ts';

/** A program as a circuit, and what a 1 on each of its outputs says: that this claim is broken here. */
export type Circuit = {
  readonly verilog: string;
  readonly outputs: readonly string[];
};

/** The output that says that a queue had no room: the circuit is then not the program. */
export const overflowOf = (queue: string): string => `${queue} overflows`;

/**
 * A program as a circuit in Verilog: each clock is one step. Which rule runs is a free input; zero, a number
 * beyond, or a rule that may not run, changes nothing. The first clock judges the initial state alone.
 * What takes from a queue is written out `room` times, and an output says whether that was too few.
 */
export const verilogOf = (program: Program, room: number): Circuit => {
  const { name, variables, scratch, queues, rules, between, initially } = program;
  const outputs = [...claimsOf(program), ...queues.map(overflowOf)];
  const widths = new Map(
    [
      ...variables,
      ...scratch,
      ...queues.map(queue => ({ name: tailOf(queue), most: room })),
      { name: RULE, most: rules.length },
    ].map(each => [each.name, widthOf(each.most)]),
  );
  const block = blockWith({ widths, outputs, room, codes: queue => codesIn(queue, program) });
  const text = textWith(widths);
  const wire = widthOf(rules.length);
  const own = (index: number): Lines =>
    inCase(
      RULE,
      rules.map(({ stages }, at) => ({ value: sized(at + 1, wire), body: block(stages[index] ?? []) })),
    );
  const verilog = [
    `// ${name}: generated from its chart; do not edit.`,
    `module chart(input clk, input [${wire - 1}:0] ${RULE}, output [${outputs.length - 1}:0] broken);`,
    ...indented([
      'reg begun = 0;',
      'reg ran;',
      ...outputs.map((about, at) => `reg ${brokenAt(at)}; // ${about}`),
      `assign broken = {${outputs
        .map((_, at) => brokenAt(at))
        .reverse()
        .join(', ')}};`,
      ...variables.flatMap(each => [
        `(* keep *) reg ${range(each.most)} ${keptAs(each.name)} = ${each.initial}; // ${each.note}`,
        `reg ${range(each.most)} ${each.name};`,
      ]),
      ...scratch.map(each => `reg ${range(each.most)} ${each.name};`),
      ...queues.flatMap(queue => [
        ...slotsOf(queue, room).map(slot => `reg ${range(codesIn(queue, program).length)} ${slot};`),
        `reg ${range(room)} ${tailOf(queue)};`,
      ]),
      'always @* begin',
      ...indented([
        ...outputs.map((_, at) => `${brokenAt(at)} = 0;`),
        ...variables.map(each => `${each.name} = ${keptAs(each.name)};`),
        ...scratch.map(each => `${each.name} = 0;`),
        ...queues.flatMap(queue => [...slotsOf(queue, room), tailOf(queue)]).map(each => `${each} = 0;`),
        'ran = 0;',
        'if (!begun) begin',
        ...indented(block(initially)),
        'end else',
        ...inCase(
          RULE,
          rules.map(({ when }, at) => ({ value: sized(at + 1, wire), body: [`ran = ${text(when)};`] })),
        ),
        ...between.flatMap((shared, index) => [
          ...guarded('ran', own(index)),
          ...guarded('ran', block(shared)),
        ]),
      ]),
      'end',
      'always @(posedge clk) begin',
      '  begun <= 1;',
      ...indented(variables.map(each => `${keptAs(each.name)} <= ${each.name};`)),
      'end',
    ]),
    'endmodule',
    '',
  ].join('\n');
  return { verilog, outputs };
};

/** The register of a variable; the variable itself is what the step makes of it. */
export const keptAs = (name: string): string => `kept_${name}`;

const brokenAt = (output: number): string => `broken_${output}`;
const tailOf = (queue: string): string => `${queue}Tail`;
const slotsOf = (queue: string, room: number): readonly string[] =>
  Array.from({ length: room }, (_, slot) => `${queue}_${slot}`);

/** In a queue, what it can hold is numbered from one. */
const codesIn = (queue: string, { between }: Program): readonly number[] =>
  between
    .flat()
    .flatMap(each => ('drain' in each && each.drain === queue ? each.each.map(({ number }) => number) : []));

const widthOf = (most: number): number => Math.max(1, Math.ceil(Math.log2(most + 1)));
const range = (most: number): string => `[${widthOf(most) - 1}:0]`;
const sized = (value: number, width: number): string => `${width}'d${value}`;

type Case = { readonly value: string; readonly body: Lines };

const inCase = (of: string, cases: readonly Case[]): Lines => {
  const acting = cases.filter(({ body }) => body.length > 0);
  return acting.length === 0
    ? []
    : [
        `case (${of})`,
        ...indented(acting.flatMap(({ value, body }) => [`${value}: begin`, ...indented(body), 'end'])),
        'endcase',
      ];
};

const guarded = (by: string, body: Lines): Lines =>
  body.length === 0 ? [] : [`if (${by}) begin`, ...indented(body), 'end'];

type Writing = {
  readonly widths: ReadonlyMap<string, number>;
  readonly outputs: readonly string[];
  readonly room: number;
  readonly codes: (queue: string) => readonly number[];
};

const blockWith = ({
  widths,
  outputs,
  room,
  codes,
}: Writing): ((statements: readonly Statement[]) => Lines) => {
  const text = textWith(widths);
  const numberIn = (variable: string, value: number): string => sized(value, widthIn(widths, variable));
  const code = (queue: string, number: number): string =>
    sized(codes(queue).indexOf(number) + 1, widthOf(codes(queue).length));
  const output = (name: string): string => brokenAt(outputs.indexOf(name));
  const block = (statements: readonly Statement[]): Lines => statements.flatMap(lines);
  const lines = (statement: Statement): Lines =>
    match(statement)
      .returnType<Lines>()
      .with({ set: P._ }, ({ set, to }) => [`${set} = ${numberIn(set, to)};`])
      .with({ copy: P._ }, ({ copy, from }) => [`${copy} = ${from};`])
      .with({ enqueue: P._ }, ({ enqueue, into }) => [
        `if (${tailOf(into)} == ${numberIn(tailOf(into), room)}) ${output(overflowOf(into))} = 1;`,
        'else begin',
        ...indented(
          inCase(
            tailOf(into),
            slotsOf(into, room).map((slot, at) => ({
              value: numberIn(tailOf(into), at),
              body: [`${slot} = ${code(into, enqueue)};`],
            })),
          ),
        ),
        `  ${tailOf(into)} = ${tailOf(into)} + 1;`,
        'end',
      ])
      .with({ claim: P._ }, ({ claim, holds }) => [`if (!${text(simplified(holds))}) ${output(claim)} = 1;`])
      .with({ choose: P._ }, ({ choose }) => chosen(choose))
      .with({ drain: P._ }, ({ drain, each }) => [
        ...slotsOf(drain, room).flatMap((slot, at) =>
          guarded(
            `${tailOf(drain)} > ${numberIn(tailOf(drain), at)}`,
            inCase(
              slot,
              each.map(({ number, body }) => ({ value: code(drain, number), body: block(body) })),
            ),
          ),
        ),
        `${tailOf(drain)} = 0;`,
      ])
      .exhaustive();
  const chosen = (choose: readonly Branch[]): Lines =>
    choose.flatMap(({ when, body }, index) => [
      `${index === 0 ? '' : 'else '}if (${text(simplified(when))}) begin`,
      ...indented(block(body)),
      'end',
    ]);
  return block;
};

const widthIn = (widths: ReadonlyMap<string, number>, variable: string): number => {
  const width = widths.get(variable);
  if (width === undefined) throw new Error(`the program has no variable ${variable}`);
  return width;
};

const textWith = (widths: ReadonlyMap<string, number>): ((test: Test) => string) => {
  const text = (test: Test): string => {
    if (isTrue(test)) return "1'b1";
    if (isFalse(test)) return "1'b0";
    if ('all' in test) return `(${test.all.map(text).join(' && ')})`;
    if ('any' in test) return `(${test.any.map(text).join(' || ')})`;
    if ('not' in test) return `!${text(test.not)}`;
    if (test.among.length === 0) return "1'b0";
    const width = widthIn(widths, test.variable);
    return `(${test.among.map(value => `${test.variable} == ${sized(value, width)}`).join(' || ')})`;
  };
  return text;
};
