import type { AnyProperty } from '../../../specs/property.ts';
import type { Composed } from '../system.ts';
import { type Checks, checksOf, type Finding } from './checks.ts';
import { type FarCourse, type FarWalk, farWalkOf, type Shelves } from './farWalk.ts';
import { type KeptStates, read, statesOf } from './kept.ts';
import type { Passing } from './passing.ts';

/** A far walk that was ended, as plain data: with its shelves, all that is needed to go on with it. */
export type FarKept = {
  /** Of a chart alone only its contexts: its states are on the shelf. */
  readonly chart: KeptStates;
  readonly world: KeptStates | null;
  readonly course: FarCourse;
  readonly findings: readonly (Finding | null)[];
};

/** Everything that belongs to a far walk. */
export type FarSession = { readonly walk: FarWalk; readonly checks: Checks };

export const farKept = ({ chart, world }: Composed, { walk, checks }: FarSession): FarKept => ({
  course: walk.course(),
  chart: world === null ? { contexts: chart.contexts(), words: new Int32Array(0) } : statesOf(chart),
  world: world && statesOf(world),
  findings: checks.findings,
});

/** Goes on with a far walk, in a system that was not walked yet, or begins one. */
export const farSession = (
  system: Composed,
  states: Passing,
  properties: readonly AnyProperty[],
  shelves: Shelves,
  most: number,
  left: FarKept | null,
): FarSession => {
  if (left !== null) {
    // What lies on the shelves was written with these numbers.
    const isAsBefore = [read(system.chart, left.chart), ...inWorld(system, left)].every(numbers =>
      numbers.every((number, place) => number === place),
    );
    const contexts = system.chart.contexts().slice(0, left.chart.contexts.length);
    if (!isAsBefore || JSON.stringify(contexts) !== JSON.stringify(left.chart.contexts))
      throw new Error('a far walk cannot be gone on with in a system that was walked before');
  }
  const checks = checksOf(system, properties, left?.findings);
  const walk = farWalkOf(system, states, checks, shelves, most, left?.course ?? null);
  return { walk, checks };
};

const inWorld = ({ world }: Composed, left: FarKept): readonly Int32Array[] =>
  world === null || left.world === null ? [] : [read(world, left.world)];
