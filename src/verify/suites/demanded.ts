import type { Hunt } from './hunt.ts';
import type { Net } from './net.ts';
import { NOTHING } from './observer.ts';

/** What a suite must do, how often, and what of it a step does: the demands of all observers, numbered together. */
export type Demanded = {
  readonly demands: readonly number[];
  readonly serves: (edge: number) => readonly number[];
};

export const demandedOf = ({ net, observers, nearest }: Hunt): Demanded => {
  const demands: number[] = [];
  const servers = observers.map((observer, index) => {
    const { reads, counts, serves } = observer.demands(goal => (nearest[index]?.[goal]?.length ?? 0) > 0);
    const base = demands.length;
    demands.push(...counts);
    return { base, reads, serves };
  });
  const { labelOf, targets } = net.graph;
  const isDemanded = (demand: number): boolean => (demands[demand] ?? 0) > 0;
  const from = (reads: 'label' | 'target' | 'all') => {
    const own = servers.filter(server => server.reads === reads);
    return (edge: number): readonly number[] =>
      own.flatMap(({ base, serves }) =>
        serves(edge)
          .map(each => base + each)
          .filter(isDemanded),
      );
  };
  const byLabel = remembered(from('label'), edge => labelOf[edge] ?? 0);
  const byTarget = remembered(from('target'), edge => targets[edge] ?? 0);
  const byAll = servers.some(({ reads }) => reads === 'all') ? from('all') : () => NOTHING;
  const join = joinedOnce();
  const lists: (readonly number[] | undefined)[] = [];
  const numbers = new Map<readonly number[], number>();
  /** By step, the number of its list and one: some are dear to make, and bounds ask again and again. */
  const known = new Int32Array(targets.length);
  return {
    demands,
    serves: edge => {
      const list = lists[(known[edge] ?? 0) - 1];
      if (list !== undefined) return list;
      const made = join(join(byLabel(edge), byTarget(edge)), byAll(edge));
      const number = numbers.get(made) ?? lists.length;
      if (number === lists.length) lists.push(made);
      numbers.set(made, number);
      known[edge] = number + 1;
      return made;
    },
  };
};

/** Lists one after the other; of those that are equal one, for there are millions of steps and few lists. */
const joinedOnce = (): ((one: readonly number[], other: readonly number[]) => readonly number[]) => {
  const byText = new Map<string, readonly number[]>();
  /** Most lists are the very same as before: these are found without their text. */
  const known = new WeakMap<readonly number[], WeakMap<readonly number[], readonly number[]>>();
  const textual = (one: readonly number[], other: readonly number[]): readonly number[] => {
    const key = `${one.join()} ${other.join()}`;
    const list = byText.get(key) ?? [...one, ...other];
    byText.set(key, list);
    return list;
  };
  return (one, other) => {
    if (other.length === 0) return one;
    const withOne = known.get(one) ?? new WeakMap<readonly number[], readonly number[]>();
    known.set(one, withOne);
    const list = withOne.get(other) ?? textual(one, other);
    withOne.set(other, list);
    return list;
  };
};

const emptyAsOne = (list: readonly number[]): readonly number[] => (list.length === 0 ? NOTHING : list);

/** Asked once for each of what decides it. */
const remembered = (
  serves: (edge: number) => readonly number[],
  keyOf: (edge: number) => number,
): ((edge: number) => readonly number[]) => {
  const known: (readonly number[] | undefined)[] = [];
  return edge => {
    const key = keyOf(edge);
    const found = known[key] ?? emptyAsOne(serves(edge));
    known[key] = found;
    return found;
  };
};

export const eachStep = ({ graph, first, edges }: Net, tell: (from: number, edge: number) => void): void => {
  for (let from = 0; from < graph.states.length; from += 1) {
    const end = first[from + 1] ?? 0;
    for (let index = first[from] ?? 0; index < end; index += 1)
      tell(from, edges === null ? index : (edges[index] ?? 0));
  }
};
