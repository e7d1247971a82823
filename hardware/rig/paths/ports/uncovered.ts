import { nameOf } from '../../../../src/verify/automaton.ts';
import { movesOf } from '../../online/search.ts';
import { benchSystem } from '../benchSystem.ts';
import { noChecks } from '../looks.ts';
import type { PathResult } from '../pathResult.ts';
import type { PumpPath } from '../pumpModel.ts';
import { whyUndriven } from '../undriven.ts';
import type { Lacks } from './lacks.ts';

/** Why each of these transitions is taken by no path of a rig. */
export const whyNotTaken = (ids: readonly string[], lacks: Lacks): ReadonlyMap<string, string> =>
  new Map(ids.map(id => [id, whyUndriven(id) ?? whyNot(id, lacks)]));

const whyNot = (id: string, lacks: Lacks): string => {
  // A transition is named by its state, its event and its place among those of that event.
  const type = id.split(' ').at(-2) ?? id;
  return lacks.ofType(type) ?? `this rig cannot bring about what must have happened before ${type}`;
};

/** Of the paths of the whole bench those that a rig cannot go to their end: where each ends, and why. */
export const notDriven = (paths: readonly PumpPath[], lacks: Lacks): readonly PathResult[] => {
  const system = benchSystem();
  const moves = movesOf(system);
  const firstLack = ({ steps }: PumpPath): string | null => {
    let places: readonly number[] = [system.initial];
    for (const [at, { event }] of steps.entries()) {
      const why = places.map(place => {
        const { forced, record } = system.benchIn(place);
        // Nobody has to do anything for these.
        const comes = forced.length > 0 || event.type === record;
        return comes ? null : lacks.of(event, system.chartState(place));
      });
      const [first] = why;
      if (first && !why.includes(null)) return `step ${at + 1} (${nameOf(event)}): ${first}`;
      const next = places.flatMap(place =>
        moves(place).flatMap(move => (nameOf(move.event) === nameOf(event) ? [move.target] : [])),
      );
      places = [...new Set(next)];
    }
    return null;
  };
  return paths.flatMap(path => {
    const lack = firstLack(path);
    return lack === null ? [] : [left(path, lack)];
  });
};

/** A path that nobody set out on. */
const left = ({ name, steps }: PumpPath, lack: string): PathResult => ({
  name,
  outcome: 'undriven',
  steps: steps.length,
  driven: 0,
  checks: noChecks,
  diagnoses: 0,
  detours: 0,
  firstDivergence: lack,
  amiss: 'undriven',
  events: [],
  heard: [],
  shown: [],
  taken: [],
  states: [],
  simulatedMs: 0,
});
