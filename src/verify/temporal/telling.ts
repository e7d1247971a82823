import { type Event, nameOf } from '../automaton.ts';
import type { Chart } from '../chart.ts';
import type { Violation } from '../properties.ts';
import type { System } from '../system.ts';

/** One step of a run, for a reader. */
export type Told = {
  readonly event: string;
  /** Regions that change, and what from and to: `motor: still -> underway.recording`. */
  readonly changes: readonly string[];
};

/** A run, step by step, and the state in which it ends. */
export const toldOf = (system: System, run: readonly Event[], start = system.initial) => {
  let at = start;
  const told = run.map((event): Told => {
    const to = stepBy(system, at, event);
    const changes = [
      ...changesOf(system.chart, system.chartState(at), system.chartState(to)),
      ...(system.world === null
        ? []
        : changesOf(system.world, system.worldState(at), system.worldState(to)).map(
            change => `${system.world?.machine.id} ${change}`,
          )),
    ];
    at = to;
    return { event: nameOf(event), changes };
  });
  return { told, end: at };
};

/** How long the run of a violation is, in words, and whether a shorter one may exist. */
export const lengthOf = ({ run, cycle = [], isShortest }: Violation): string =>
  [
    `${run.length} ${run.length === 1 ? 'event' : 'events'}`,
    ...(cycle.length === 0 ? [] : [`and ${cycle.length} that go on for ever`]),
    isShortest ? 'and no run is shorter' : 'and whether a run is shorter is not known',
  ].join(', ');

/** A violation as lines: its length, one event a line with what changes, and what goes on for ever. */
export const linesOfViolation = (system: System, violation: Violation): readonly string[] => {
  const { run, cycle } = violation;
  const stem = toldOf(system, run);
  const lines = [`by ${lengthOf(violation)}:`, ...stem.told.map(lineOf)];
  if (cycle === undefined) return lines;
  if (cycle.length === 0) return [...lines, 'and then nothing more needs to happen'];
  return [...lines, 'and then, again and again:', ...toldOf(system, cycle, stem.end).told.map(lineOf)];
};

const lineOf = ({ event, changes }: Told): string =>
  changes.length === 0 ? `  ${event}` : `  ${event}   ${changes.join('; ')}`;

/** Where an event leads; that it leads nowhere is a defect of whoever found the run. */
const stepBy = (system: System, from: number, event: Event): number => {
  const name = nameOf(event);
  let found = -1;
  system.expand(from, (to, label) => {
    if (found < 0 && nameOf(system.labelAt(label).event) === name) found = to;
  });
  if (found < 0) throw new Error(`"${system.chart.machine.id}" cannot take ${name} in state ${from}`);
  return found;
};

/** Regions that are in another state: `motor: still -> underway.recording`. */
export const changesOf = (chart: Chart, before: number, after: number): readonly string[] =>
  chart.shape.regions.flatMap(({ node, active }, region) => {
    const leaf = (state: number): string =>
      active[chart.leafIn(state, region)]?.at(-1)?.slice(node.id.length + 1) ?? '';
    const [from, to] = [leaf(before), leaf(after)];
    return from === to ? [] : [`${node.key}: ${from} -> ${to}`];
  });
