import type { AnyProperty } from '../../../../specs/property.ts';
import { type Event, nameOf } from '../../automaton.ts';
import type { Graph } from '../../explore.ts';
import { check } from '../../properties.ts';
import type { Label, System } from '../../system.ts';

/** Rules that one run cannot break: they compare runs, look at all of a state's ways, or never end. */
const isOfOneRun = ({ rule }: AnyProperty): boolean =>
  !('leadsTo' in rule || 'canReach' in rule || 'parksOn' in rule);

/**
 * Whether a run breaks a property by its last event and no earlier, told by taking its steps one after the other:
 * milliseconds, whatever the size of the system. Null where no single run can show it, or the system cannot go so.
 */
export const breaksBy = (system: System, property: AnyProperty, run: readonly Event[]): boolean | null => {
  if (!isOfOneRun(property)) return null;
  const line = lineOf(system, run);
  if (line === null) return null;
  return check(line, property).violation?.run.length === run.length;
};

/** A run as the graph of its own steps and no others; null where the system cannot take one of them. */
export const lineOf = (system: System, run: readonly Event[]): Graph | null => {
  const states = [system.initial];
  const labels: Label[] = [];
  for (const event of run) {
    const wanted = nameOf(event);
    let next: { readonly target: number; readonly label: Label } | null = null;
    system.expand(states.at(-1) ?? system.initial, (target, number) => {
      if (next !== null) return;
      const label = system.labelAt(number);
      if (nameOf(label.event) === wanted) next = { target, label };
    });
    const taken = next as { readonly target: number; readonly label: Label } | null;
    if (taken === null) return null;
    states.push(taken.target);
    labels.push(taken.label);
  }
  const numbers = Int32Array.from(labels, (_, index) => index);
  return {
    system,
    states: Int32Array.from(states),
    first: Int32Array.from([...numbers, labels.length]),
    targets: numbers.map(number => number + 1),
    labelOf: numbers,
    labels,
    parents: Int32Array.from([-1, ...numbers]),
    depth: run.length,
    complete: false,
  };
};
