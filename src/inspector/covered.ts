import { nameOf } from '../verify/automaton.ts';
import type { Coverage, Measured, Way } from '../verify/cover/coverage.ts';
import type { Covered, Overlay } from './overlay.ts';

/** A coverage as the page draws it: states and transitions, chart by chart. */
export const overlayOf = ({ sources, machines }: Coverage): Overlay => {
  const charts: Record<string, Record<string, Covered>> = {};
  for (const [name, measured] of Object.entries(machines)) {
    const chart = name.split(':')[0] ?? name;
    const known = charts[chart] ?? {};
    for (const [id, covered] of coveredIn(measured)) known[id] = both(known[id], covered);
    charts[chart] = known;
  }
  return { says: sources.length === 1 ? (sources[0] ?? '') : `${sources.length} runs`, charts };
};

const coveredIn = ({ hits, unmet }: Measured): readonly (readonly [string, Covered])[] => {
  const met = { ...hits.states, ...hits.transitions };
  const open = { ...unmet?.items.states, ...unmet?.items.transitions };
  return [
    ...Object.entries(met).map(([id, times]): [string, Covered] => [id, { times, way: 'unknown' }]),
    ...Object.entries(open).map(([id, way]): [string, Covered] => [
      id,
      { times: 0, way: toldOf(way, unmet?.complete === true) },
    ]),
  ];
};

const toldOf = (way: Way | null, complete: boolean): Covered['way'] =>
  way === null ? (complete ? 'unreachable' : 'unknown') : way.map(nameOf);

/** Of two sorts of one chart: what either met is met, and the nearer way leads there. */
const both = (one: Covered | undefined, other: Covered): Covered => {
  if (one === undefined) return other;
  const [nearest] = [one.way, other.way]
    .filter(way => typeof way !== 'string')
    .sort((a, b) => a.length - b.length);
  const isKnown = one.way !== 'unknown' && other.way !== 'unknown';
  return { times: one.times + other.times, way: nearest ?? (isKnown ? 'unreachable' : 'unknown') };
};
