import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { netlistOf, pinsOf } from '../../verify/witness/netlist.ts';
import type { Program } from '../../verify/witness/program.ts';
import type { Replica } from '../../verify/witness/replica.ts';
import { overflowOf, verilogOf } from '../../verify/witness/verilog.ts';
import { EXIT, Refusal } from '../exits.ts';
import { call, found, inFolder } from './tools.ts';

/** What ABC says of a program: which claims it proved for runs of any length, and how the others break. */
export type Proof = {
  readonly proved: readonly string[];
  /** By the claim's name: the number of steps of a shortest run that breaks it. */
  readonly broken: ReadonlyMap<string, number>;
  /** The very circuit that was proved. */
  readonly circuit: Replica;
};

/** Numbers that a queue of the circuit holds. That this is enough is proved with the claims. */
const ROOM = 3;

/** Runs that break something are looked for up to this length. */
const LONGEST = 256;

/** From Verilog to AND gates and registers, without the sharing that ABC finds sooner. */
const SYNTHESIS = [
  'read_verilog chart.v',
  'hierarchy -top chart',
  'proc',
  'opt_expr',
  'opt_muxtree',
  'opt_reduce',
  'opt_merge',
  'opt_clean',
  'techmap',
  'opt_clean',
  'aigmap',
  'setundef -zero',
  'write_aiger -zinit -map chart.map chart.aig',
];

/**
 * Proves every claim of a program by property-directed reachability, which needs no list of states. Those that
 * do not hold are looked for again breadth first, for the shortest run.
 */
export const prove = (program: Program, room = ROOM): Proof =>
  inFolder(folder => {
    const { verilog, outputs } = verilogOf(program, room);
    writeFileSync(join(folder, 'chart.v'), verilog);
    call('yosys', ['-q', '-p', SYNTHESIS.join('; ')], folder);
    const abc = (...commands: readonly string[]): string =>
      call('berkeley-abc', ['-c', commands.join('; ')], folder);
    const said = abc('read chart.aig', 'strash', 'dc2', 'dc2', 'write_aiger small.aig', 'scorr', 'pdr -a');
    if (Number(found(said, /Undecided = (\d+)/)) !== 0)
      throw new Refusal(EXIT.incomplete, `ABC did not come to an end: ${said.slice(-400)}`);
    const frames = assertedIn(said);
    // The frame in which PDR gives up a claim is less than the length of the run: that is sought breadth first.
    let shortest: ReadonlyMap<number, number> = new Map();
    for (let most = 16; shortest.size < frames.size && most <= LONGEST; most *= 2)
      shortest = assertedIn(abc('read small.aig', `bmc3 -a -F ${most}`));
    if (shortest.size < frames.size)
      throw new Refusal(EXIT.incomplete, `ABC found no run of ${LONGEST} steps that breaks what it refutes`);
    const broken = new Map([...shortest].map(([output, length]) => [outputs[output] ?? '', length]));
    for (const queue of program.queues)
      if (broken.has(overflowOf(queue)))
        throw new Refusal(EXIT.failed, `the circuit has too little room: more than ${room} in ${queue}`);
    return {
      proved: outputs.filter((name, at) => !frames.has(at) && !program.queues.map(overflowOf).includes(name)),
      broken,
      circuit: {
        netlist: netlistOf(readFileSync(join(folder, 'small.aig'))),
        pins: pinsOf(readFileSync(join(folder, 'chart.map'), 'utf8')),
      },
    };
  });

/** By the number of an output: the clock at which ABC saw it at 1. The first clock judges the initial state. */
const assertedIn = (said: string): ReadonlyMap<number, number> =>
  new Map(
    [...said.matchAll(/Output\s+(\d+) was asserted in frame\s+(\d+)/g)].map(([, output, frame]) => [
      Number(output),
      Number(frame),
    ]),
  );
