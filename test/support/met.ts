import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameOf } from '../../src/inspector/frame.ts';
import type { Delivery } from '../../src/runtime/draft.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { metIn } from '../../src/verify/coverage.ts';
import type { Graph } from '../../src/verify/explore.ts';
import type { Met } from '../../src/verify/trace/evidence.ts';

const FOLDER = join(import.meta.dirname, '../../reports/met');

/** Leaves what a run met of the charts where `npm run trace` looks for it; each part of a source in a file. */
export const noteMet = ({ source, states, transitions }: Met, part = 'whole'): void => {
  mkdirSync(FOLDER, { recursive: true });
  const met: Met = { source, states: sorted(states), transitions: sorted(transitions) };
  writeFileSync(join(FOLDER, `${source} ${part}.json`), `${JSON.stringify(met)}\n`);
};

/** Leaves what explorations met. */
export const noteExplored = (part: string, graphs: readonly Graph[]): void => {
  const met = graphs.map(metIn);
  const states = met.flatMap(each => each.states);
  noteMet({ source: 'exploration', states, transitions: met.flatMap(each => each.transitions) }, part);
};

const sorted = (ids: readonly string[]): readonly string[] => [...new Set(ids)].sort();

/** Collects what steps of the real pump met: give it each step, ask it at the end. */
export const meeting = (source: string) => {
  const states = new Set<string>();
  const transitions = new Set<string>();
  const seen = new WeakMap<object, Set<string>>();
  /** An event that a chart has had in this very state leads where it led before. */
  const isNew = ({ before, event }: Delivery): boolean => {
    const events = seen.get(before) ?? new Set();
    seen.set(before, events);
    const key = JSON.stringify(event);
    return !events.has(key) && events.add(key) !== undefined;
  };
  return {
    watch: (step: Observed): void => {
      const deliveries = step.deliveries.filter(isNew);
      if (deliveries.length === 0) return;
      const { active, taken } = frameOf({ ...step, deliveries });
      for (const ids of Object.values(active)) for (const id of ids ?? []) states.add(id);
      for (const { transition } of taken) transitions.add(transition);
    },
    met: (): Met => ({ source, states: [...states], transitions: [...transitions] }),
  };
};
