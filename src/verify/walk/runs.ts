import type { Event } from '../automaton.ts';
import type { Walk } from './walk.ts';

/** The events of a shortest run from the initial state to a state that was met. */
export const eventsTo = (walk: Walk, state: number): readonly Event[] => {
  const events: Event[] = [];
  for (let at = state; walk.parentOf(at) >= 0; at = walk.parentOf(at))
    events.push(firstEvent(walk, walk.parentOf(at), at));
  return events.reverse();
};

/** The event of the first such step from one state to another; that there is none is a defect of ours. */
export const firstEvent = (
  { system }: Walk,
  from: number,
  to: number,
  isSuch: (label: number) => boolean = () => true,
): Event => {
  let found = -1;
  system.expand(from, (target, label) => {
    if (found < 0 && target === to && isSuch(label)) found = label;
  });
  if (found < 0) throw new Error(`no step leads from state ${from} to state ${to}`);
  return system.labelAt(found).event;
};
