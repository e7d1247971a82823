import type { Graph } from '../explore.ts';
import { componentsIn } from './components.ts';
import type { Asked } from './judging.ts';
import type { Promises } from './promises.ts';

/** Where runs may stay for ever although every promise is kept. */
export type FairPart = {
  /** The number of the fair component of a position; 0 when it is in none. */
  readonly of: Int32Array;
  /** Bits of the promises that are owed at a position. */
  readonly owed: Int32Array;
};

/**
 * Finds the components in which a run can go round for ever, or stand still, and keep every promise. All of a
 * component can be visited again and again; so a weak promise is kept there if its event is in it, or a
 * position or step that breaks off what is owed; a strong one if its event is in it, or nothing owes it. What
 * breaks a strong promise may still hold fair components without the positions that owe it, and is searched again.
 */
export const fairPartOf = (
  graph: Graph,
  positions: Int32Array,
  stays: Asked,
  promises: Promises,
): FairPart => {
  const { first, targets, labelOf, states } = graph;
  const owed = new Int32Array(states.length);
  for (const position of positions) owed[position] = promises.owedIn(position);
  /** The search that a position still belongs to; 0 is none. */
  const search = new Int32Array(states.length);
  const component = new Int32Array(states.length);
  const of = new Int32Array(states.length);
  const findIn = componentsIn(graph);
  const waiting: Int32Array[] = [positions];
  let searches = 0;
  let components = 0;

  const look = (members: Int32Array): void => {
    components += 1;
    for (const member of members) component[member] = components;
    let always = ~0;
    let ever = 0;
    let kept = 0;
    for (const from of members) {
      const owes = owed[from] ?? 0;
      always &= owes;
      ever |= owes;
      const last = first[from + 1] ?? 0;
      for (let edge = first[from] ?? 0; edge < last; edge += 1) {
        if (component[targets[edge] ?? 0] !== components || !stays(edge, from)) continue;
        kept |= promises.keptBy(labelOf[edge] ?? 0, owes);
      }
    }
    if ((always & promises.weak & ~kept) !== 0) return;
    const broken = ever & promises.strong & ~kept;
    if (broken === 0) for (const member of members) of[member] = components;
    else waiting.push(members.filter(member => ((owed[member] ?? 0) & broken) === 0));
  };

  for (let members = waiting.pop(); members !== undefined; members = waiting.pop()) {
    searches += 1;
    const now = searches;
    for (const member of members) search[member] = now;
    findIn({ members, isIn: position => search[position] === now, stays }, look);
  }
  return { of, owed };
};
