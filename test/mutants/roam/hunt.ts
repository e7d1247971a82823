import type { Place } from '../../../src/verify/mutants/observed/observe.ts';
import type { Tape, Taped } from '../../../src/verify/mutants/observed/tape.ts';
import { random } from '../../fuzz/random.ts';
import type { Focus } from '../walkTapes.ts';
import { pass, type Spot, spotOn, tapeTo } from './spot.ts';
import { wayOn } from './ways.ts';

export const HUNTS = 'hunts';

/** Places of a mutant that are hunted on from, and ways that are gone from each. */
const MOST_PLACES = 4;
const WAYS = 8;
/** Legs of a way: what one begins another may show. */
const LEGS = 3;

/** Finds what shows mutants beyond the places where they answer otherwise: to be asked of one after the other. */
export type Hunter = {
  /** The first way on from one of these places that shows it; null where none does. */
  readonly seek: (shows: (tape: Tape, at: number) => boolean, places: readonly Place[]) => Tape | null;
  readonly tests: () => number;
  readonly steps: () => number;
};

/**
 * What nothing has shown yet, and answers some step otherwise: from the pump that ships after that very step, other ways
 * are gone on, until one of them shows it. Ways are gone once, whichever mutant asks for them. `spots`: where what is known of a
 * step is more than its tape tells.
 */
export const hunter = (focus: Focus, spots: ReadonlyMap<Taped, Spot>): Hunter => {
  const known = new Map<Taped, Tape[]>();
  let steps = 0;
  let tests = 0;
  const wayFrom = ({ tape, at }: Place, way: number): Tape | null => {
    const step = tape.steps[at];
    if (step === undefined) return null;
    const own = known.get(step) ?? [];
    known.set(step, own);
    if (own[way] !== undefined) return own[way];
    const gone = tapeBy(spots.get(step) ?? spotOn(tape, at), way, focus);
    own[way] = gone;
    tests += 1;
    steps += gone.steps.length - at - 1;
    return gone;
  };
  return {
    seek: (shows, places) => {
      for (let way = 0; way < WAYS; way += 1)
        for (const place of places) {
          const tape = wayFrom(place, way);
          if (tape !== null && shows(tape, place.at)) return tape;
        }
      return null;
    },
    tests: () => tests,
    steps: () => steps,
  };
};

const LONG_MS = 5 * 3_600_000;

const tapeBy = (from: Spot, way: number, focus: Focus): Tape => {
  const name = `${focus.name}, on from step ${from.seq} by way ${way + 1}`;
  if (way === 0) return tapeTo(pass(from, LONG_MS), name, HUNTS);
  const choose = random(from.seq * 1_009 + way);
  let spot = from;
  for (let leg = 0; leg < LEGS; leg += 1) spot = wayOn(spot, choose, focus.facts);
  return tapeTo(pass(spot, 60_000), name, HUNTS);
};

/** As many of these as are hunted on from, from all over them. */
export const spread = (places: readonly Place[]): readonly Place[] =>
  places.filter(
    (_, index) =>
      Math.floor((index * MOST_PLACES) / places.length) !==
      Math.floor(((index - 1) * MOST_PLACES) / places.length),
  );
