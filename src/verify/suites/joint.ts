import { pairs } from '../packed.ts';
import type { Hunt } from './hunt.ts';
import { NOTHING, type Observer } from './observer.ts';

/** No number of a goal or a symbol. */
const SEPARATOR = -1;

/** Several observers as one that remembers what each of them does, and wants what any of them wants. */
const jointOf = (one: Observer, other: Observer): Observer => {
  const known = pairs();
  const shift = one.goals.length;
  const moved = (goals: readonly number[]): readonly number[] => goals.map(goal => goal + shift);
  const both = (first: readonly number[], second: readonly number[]): readonly number[] =>
    second.length === 0 ? first : [...first, ...moved(second)];
  return {
    name: `${one.name}, ${other.name}`,
    goals: [...one.goals, ...other.goals],
    whyNot: goal => (goal < shift ? one.whyNot(goal) : other.whyNot(goal - shift)),
    reads: 'all',
    alike: edge => [...one.alike(edge), SEPARATOR, ...other.alike(edge)],
    memories: one.memories * other.memories,
    begin: known.numberOf(one.begin, other.begin),
    atOnce: both(one.atOnce, other.atOnce),
    next: (memory, edge) =>
      known.numberOf(one.next(known.first(memory), edge), other.next(known.second(memory), edge)),
    meets: (memory, edge) =>
      both(one.meets(known.first(memory), edge), other.meets(known.second(memory), edge)),
    demands: () => ({ reads: 'label', counts: NOTHING, serves: () => NOTHING }),
  };
};

/** The same hunt with all observers in one. */
export const jointHunt = ({ net, observers, nearest }: Hunt): Hunt => ({
  net,
  lanes: [net],
  observers: observers.length === 0 ? [] : [observers.reduce(jointOf)],
  nearest: [nearest.flat()],
});
