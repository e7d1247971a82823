import { chartOf } from '../../src/verify/mutants/fields.ts';
import type { Fate } from '../../src/verify/mutants/observed/fate.ts';
import type { Tape } from '../../src/verify/mutants/observed/tape.ts';
import { FOCUSED_WALKED, ROAMED, WALKED } from './observeAll.ts';
import { LIVES, tapeOfLife } from './roam/lives.ts';
import { ROAMS, roam } from './roam/roam.ts';
import { TALES, talesNamed } from './roam/tales.ts';
import { FOCUSED, focusOn, tapeOfFocused, tapeOfWalk, WALKS } from './walkTapes.ts';

/** The tape on which a mutant was seen, recorded anew; null where it was a drive on the bench, a story, or the end of a hunt. */
export const tapeAnew = ({ machine, seen }: Fate): Tape | null => {
  if (seen === null) return null;
  const seed = Number(/seed (\d+)$/.exec(seen.test)?.[1]);
  if (seen.suite === WALKS) return tapeOfWalk(seed, WALKED);
  if (seen.suite === FOCUSED) return tapeOfFocused(focusOn(chartOf(machine)), seed, FOCUSED_WALKED);
  if (seen.suite === LIVES) return tapeOfLife(seed);
  if (seen.suite === TALES) return talesNamed(seen.test).find(({ name }) => name === seen.test) ?? null;
  return seen.suite === ROAMS ? (roamedOf(machine).get(seen.test) ?? null) : null;
};

const roamed = new Map<string, ReadonlyMap<string, Tape>>();

const roamedOf = (machine: string): ReadonlyMap<string, Tape> => {
  const tapes =
    roamed.get(machine) ??
    new Map(roam(focusOn(chartOf(machine)), ROAMED).tapes.map(tape => [tape.name, tape]));
  roamed.set(machine, tapes);
  return tapes;
};
