import type { Event } from '../../../../src/verify/automaton.ts';
import { atomicIn, isIn, type PumpPath, pumpModel } from '../pumpModel.ts';

/** Here a pump may stay: its motor is at work on nothing, and its plunger not on its way. */
const mayRest = (state: number): boolean =>
  isIn(state, { motor: 'still' }) &&
  !isIn(state, { supply: { changing: 'rewinding' } }) &&
  !isIn(state, { supply: { changing: 'seating' } });

/**
 * Beginnings of these paths, the shortest there are, that end at rest in the states in which no path ends: so that what comes of each
 * state is weighed. A step that brings others with it is not torn from them: the last event is one that something outside must do.
 */
export const restingPaths = (paths: readonly PumpPath[], comes: ReadonlySet<string>): readonly PumpPath[] => {
  const ended = new Set<string>();
  const ways = paths.flatMap(({ steps, modes }) => {
    let state = pumpModel.initial;
    const events: Event[] = [];
    return steps.map(({ event }, at) => {
      state = pumpModel.step(state, event).target;
      events.push(event);
      const isEnd = at === steps.length - 1;
      if (isEnd && mayRest(state)) for (const id of atomicIn(state)) ended.add(id);
      const next = steps[at + 1]?.event.type ?? '';
      return { state, modes, events: isEnd || comes.has(next) ? [] : [...events] };
    });
  });
  const short = ways
    .filter(({ state, events }) => events.length > 0 && mayRest(state))
    .toSorted((one, other) => one.events.length - other.events.length);
  return short.flatMap(({ state, modes, events }) => {
    const fresh = atomicIn(state).filter(id => !ended.has(id));
    if (fresh.length === 0) return [];
    for (const id of atomicIn(state)) ended.add(id);
    return [{ name: `at rest in ${fresh.join(', ')}`, modes, steps: events.map(event => ({ event })) }];
  });
};
