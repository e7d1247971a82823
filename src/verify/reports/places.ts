import { type Event, nameOf } from '../automaton.ts';
import type { System } from '../system.ts';
import { changesOf } from '../temporal/telling.ts';

/** So many places are told with the way there, the nearest first; of all others, how many there are. */
const TOLD = 40;

/**
 * A place that a run comes to, and the shortest run: `repetition: calm -> raging, by 1 event, and no run is
 * shorter: storm.detected`. Only regions that are elsewhere than in the beginning are named.
 */
export const placeIn = ({ chart, world, initial, ...system }: System, state: number, run: readonly Event[]): string => {
  const moved = [
    ...changesOf(chart, system.chartState(initial), system.chartState(state)),
    ...(world === null
      ? []
      : changesOf(world, system.worldState(initial), system.worldState(state)).map(
          change => `${world.machine.id} ${change}`,
        )),
  ];
  const where = moved.length === 0 ? 'all regions as in the beginning' : moved.join('; ');
  if (run.length === 0) return `${where}, by no event: it is so at the start`;
  return `${where}, by ${run.length} ${run.length === 1 ? 'event' : 'events'}, and no run is shorter: ${run.map(nameOf).join(', ')}`;
};

/** Deadlocks in the order in which they were met, which is that of the length of the runs there. */
export const deadlocksTold = (
  system: System,
  deadlocks: readonly number[],
  runTo: (state: number) => readonly Event[],
  stateAt: (position: number) => number = position => position,
): readonly string[] => [
  ...deadlocks
    .slice(0, TOLD)
    .map(position => placeIn(system, stateAt(position), runTo(position))),
  ...(deadlocks.length > TOLD ? [`and ${deadlocks.length - TOLD} more, none of them nearer`] : []),
];
