import { nameOf } from '../automaton.ts';
import type { Chart } from '../chart.ts';
import { eventsTo, type Graph } from '../explore.ts';
import type { Flat } from './flat.ts';
import { clocked, type Netlist, type pinsOf } from './netlist.ts';
import { type Program, RULE } from './program.ts';
import { keptAs } from './verilog.ts';
import type { Actor } from './wording.ts';

/** A circuit, and what its inputs and registers are called. */
export type Replica = { readonly netlist: Netlist; readonly pins: ReturnType<typeof pinsOf> };

/** How many steps were compared, and the first that differs. */
export type Comparison = { readonly steps: number; readonly difference: string | null };

/** Runs of a circuit that are simulated at once, each in a bit of a word. */
const LANES = 32;
const ALL = -1;

/**
 * Puts a circuit into every state that was explored and offers it every rule: each time it must come to where
 * the chart comes, or stay where that rule cannot run. Gives the number of steps compared, and what differs
 * first: a register, and the events after which it does. Only of a chart alone; what claims remember is left at zero.
 */
export const compared = (graph: Graph, program: Program, actor: Actor, replica: Replica): Comparison => {
  const { netlist, pins } = replica;
  const { registers } = netlist;
  const wires = new Int32Array(1 + netlist.inputs + registers.length + netlist.gates.length / 2);
  const next = new Int32Array(registers.length);
  const expected = new Int32Array(registers.length);
  const bitOf = bitsOf(graph, actor, replica);
  const isLooked = Array.from(
    registers,
    (_, at) => pins.registers[at]?.name !== 'begun' && bitOf[at] !== null,
  );
  const numbers = new Map(program.rules.map(({ name }, at) => [name, at + 1]));
  const ruleOf = graph.labels.map(({ event }) => numbers.get(nameOf(event)) ?? 0);
  const count = program.rules.length + 1;

  /** The rules from this one on, a lane for each, from one state. */
  const look = (from: number, firstRule: number): string | null => {
    pins.inputs.forEach((pin, input) => {
      wires[1 + input] = pin?.name === RULE ? bitOfLanes(firstRule, pin.bit) : 0;
    });
    for (let at = 0; at < registers.length; at += 1) {
      const value = bitOf[at]?.(from) === true ? ALL : 0;
      wires[1 + netlist.inputs + at] = value;
      expected[at] = value;
    }
    const end = graph.first[from + 1] ?? 0;
    for (let edge = graph.first[from] ?? 0; edge < end; edge += 1) {
      const lane = (ruleOf[graph.labelOf[edge] ?? 0] ?? 0) - firstRule;
      const to = graph.targets[edge] ?? 0;
      if (lane < 0 || lane >= LANES || to === from) continue;
      for (let at = 0; at < registers.length; at += 1) {
        const mask = 1 << lane;
        expected[at] = bitOf[at]?.(to) === true ? (expected[at] ?? 0) | mask : (expected[at] ?? 0) & ~mask;
      }
    }
    clocked(netlist, wires, next);
    const isRule = firstRule + LANES <= count ? ALL : (1 << (count - firstRule)) - 1;
    for (let at = 0; at < registers.length; at += 1) {
      const wrong = ((next[at] ?? 0) ^ (expected[at] ?? 0)) & isRule;
      if (isLooked[at] !== true || wrong === 0) continue;
      const rule = program.rules[firstRule + 31 - Math.clz32(wrong) - 1];
      const events = [...eventsTo(graph, from).map(nameOf), rule?.name ?? 'nothing'];
      return `the circuit differs in ${pins.registers[at]?.name ?? '?'} after ${events.join(', ')}`;
    }
    return null;
  };

  for (let from = 0; from < graph.first.length - 1; from += 1)
    for (let rule = 0; rule < count; rule += LANES) {
      const difference = look(from, rule);
      if (difference !== null) return { steps: from * count, difference };
    }
  return { steps: (graph.first.length - 1) * count, difference: null };
};

/** A bit of the numbers from this one on, one in each lane. */
const bitOfLanes = (first: number, bit: number): number => {
  let word = 0;
  for (let lane = 0; lane < LANES; lane += 1) word |= (((first + lane) >> bit) & 1) << lane;
  return word;
};

/** What each register holds at a position of the graph; null for one that is no part of the chart. */
const bitsOf = (
  graph: Graph,
  actor: Actor,
  { netlist, pins }: Replica,
): readonly (((position: number) => boolean) | null)[] => {
  const read = readerOf(graph, actor);
  return Array.from(netlist.registers, (_, at) => {
    const pin = pins.registers[at];
    if (pin === undefined) throw new Error(`the map of the circuit lacks register ${at}`);
    const { name, bit, inverted } = pin;
    if (name === 'begun') return () => !inverted;
    const value = read.get(name);
    if (value === undefined) return null;
    return position => (((value(position) >> bit) & 1) === 1) !== inverted;
  });
};

/** What each register of the chart holds at a position of the graph, by the register's name. */
const readerOf = (
  { system, states }: Graph,
  { flat, names }: Actor,
): ReadonlyMap<string, (position: number) => number> => {
  const { chart, chartState } = system;
  const at = (position: number): number => chartState(states[position] ?? 0);
  const contexts = new Map<unknown, number>();
  return new Map([
    ...flat.regions.map((_, region): [string, (position: number) => number] => {
      const leaves = leavesOf(chart, flat, region);
      return [keptAs(names.region(region)), position => leaves[chart.leafIn(at(position), region)] ?? -1];
    }),
    [
      keptAs(names.context),
      position => {
        const context = chart.contextIn(at(position));
        const number = contexts.get(context) ?? flat.contexts.numberOf(context);
        contexts.set(context, number);
        return number;
      },
    ],
  ]);
};

/** The number that our reading gives to each leaf of a region of the explored chart. */
const leavesOf = ({ shape }: Chart, { regions }: Flat, region: number): readonly number[] =>
  (shape.regions[region]?.active ?? []).map(ids =>
    (regions[region]?.leaves ?? []).findIndex(
      ([own, ...around]) => own !== undefined && ids.includes(own) && around.every(id => ids.includes(id)),
    ),
  );
