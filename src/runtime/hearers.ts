import { afterPump, beforePump, SMALL_MACHINES, type SmallName } from './machines.ts';
import { isNamedBy } from './vocabulary.ts';

type Hearers = { readonly before: readonly SmallName[]; readonly after: readonly SmallName[] };

const known = new Map<string, Hearers>();

/**
 * The small machines that have something to do with a happening of this type, before the pump and after it: those
 * that name it. A timer may be anybody's: XState's own event for it has another name.
 */
export const hearersOf = (type: string): Hearers => {
  const hearers = known.get(type);
  if (hearers !== undefined) return hearers;
  const hears = (name: SmallName): boolean =>
    type.startsWith('timer.') || isNamedBy(SMALL_MACHINES[name], type);
  const found = { before: beforePump.filter(hears), after: afterPump.filter(hears) };
  known.set(type, found);
  return found;
};
