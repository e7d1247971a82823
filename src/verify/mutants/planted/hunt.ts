import type { AnyProperty } from '../../../../specs/property.ts';
import type { Event } from '../../automaton.ts';
import { explore } from '../../explore.ts';
import { check, type Verdict, type Violation } from '../../properties.ts';
import type { Composed } from '../../system.ts';
import { type Checks, checksOf } from '../../walk/checks.ts';
import { eventsTo } from '../../walk/runs.ts';
import { isWalked, verdictsOf } from '../../walk/verdicts.ts';
import { type Walk, walkOf } from '../../walk/walk.ts';

/** A property that a system breaks, and a run that breaks it; no property asked has a shorter one. */
export type Hunted = {
  readonly property: string;
  readonly run: readonly Event[];
  /** What then goes on for ever; empty where the run itself breaks it. */
  readonly cycle: readonly Event[];
};

/** So many states are expanded between two looks at what was met on the way. */
const STRIDE = 500;
/** After so many states whole runs are asked about, too; that costs more than to expand as many again. */
const SIZES = [5_000, 20_000, Number.POSITIVE_INFINITY] as const;

/**
 * The shortest run by which a system breaks one of these properties; null where it keeps them all. `least` is a length
 * below which no run can. The walk is in order of depth: what breaks a property in a state or a step is met on the
 * way, and ends it where it is as short as can be. Otherwise whole runs are asked about, as far as every state was
 * expanded; what is found is the shortest if it is no longer than the depth down to which that is so.
 */
export const shortestViolation = (
  make: () => Composed,
  properties: readonly AnyProperty[],
  least: number,
): Hunted | null => {
  const system = make();
  const checks = checksOf(system, properties.filter(isWalked));
  const walk = walkOf(system, checks);
  const overRuns = properties.filter(property => !isWalked(property));
  for (const size of SIZES) {
    while (!isMet(checks) && walk.expanded() < size && walk.goOn(STRIDE));
    const onTheWay = shortest(metOnTheWay(walk, checks));
    if (onTheWay !== null && lengthOf(onTheWay) <= least) return huntedOf(onTheWay);
    if (onTheWay !== null) while (walk.depth() < lengthOf(onTheWay) && walk.goOn(STRIDE));
    const verdicts = [...verdictsOf(walk, checks), ...ofGraph(make(), walk, overRuns)];
    const found = shortest(verdicts.flatMap(({ violation }) => (violation === null ? [] : [violation])));
    if (found !== null && (walk.isComplete() || lengthOf(found) <= Math.max(walk.depth(), least)))
      return huntedOf(found);
    if (walk.isComplete()) return null;
  }
  return null;
};

const isMet = ({ findings }: Checks): boolean => findings.some(finding => (finding?.broken ?? null) !== null);

/** What single states and steps have broken so far. */
const metOnTheWay = (walk: Walk, { properties, findings }: Checks): readonly Violation[] =>
  findings.flatMap((finding, index) => {
    const property = properties[index];
    const broken = finding?.broken ?? null;
    if (broken === null || property === undefined) return [];
    const run = [...eventsTo(walk, broken.state), ...(broken.by === null ? [] : [broken.by])];
    return [{ property, run, isShortest: true }];
  });

/** What must come in the end is asked of a whole graph alone. */
const ofGraph = (system: Composed, walk: Walk, properties: readonly AnyProperty[]): readonly Verdict[] => {
  const asked = properties.filter(({ rule }) => !('leadsTo' in rule) || walk.isComplete());
  if (asked.length === 0) return [];
  const graph = explore(system, walk.expanded());
  return asked.map(property => check(graph, property));
};

const lengthOf = ({ run, cycle = [] }: Violation): number => run.length + cycle.length;

/** Of equally short ones the first, in the order of the properties. */
const shortest = (all: readonly Violation[]): Violation | null =>
  all.reduce<Violation | null>(
    (best, each) => (best === null || lengthOf(each) < lengthOf(best) ? each : best),
    null,
  );

const huntedOf = ({ property, run, cycle = [] }: Violation): Hunted => ({
  property: property.name,
  run,
  cycle,
});
