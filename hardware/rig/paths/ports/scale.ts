import { milliseconds } from '../../../../src/domain/units.ts';
import type { BareLines } from '../../bench/session.ts';
import { type Evaporation, evaporationOf, type WeighingProfile, type Weight } from '../../measure/mass.ts';
import { RigTrouble } from '../../run/phases.ts';
import type { Finding } from '../looks.ts';
import type { Ordered } from '../oracle.ts';
import { excessIn, type Mark, type Meanwhile, shortfallIn, type Window, windowOf } from './volume.ts';

/** Until the line has emptied itself, and nothing drips any more. */
const DRIPS_MS = 20_000;
/** So long a pump is watched in the state in which a path has ended. */
const REST_MS = 120_000;
/** A balance that has not come to rest after so long will not. */
const SETTLES = milliseconds(60_000);
const EVAPORATION_LOOKS = 12;
const MINUTE_MS = 60_000;
/** So often a balance is asked once more before it is called stuck: one that lives has noise of its own. */
const LOOKS_AGAIN = 5;

/** The balance below the pumps of generated paths. */
export type Scale = {
  /** Before the first life of a pump: what lies on the pan, and once what its beaker loses. */
  readonly begin: () => Promise<void>;
  /** A motor was ordered to move. */
  readonly moved: () => void;
  /** When a path is over: what has come of it, and then what comes of the state in which it has ended. */
  readonly rest: (moment: Moment) => Promise<readonly Finding[]>;
  /** All windows of all paths that could be judged. */
  readonly windows: () => readonly Window[];
  readonly profile: WeighingProfile;
  readonly evaporation: () => Evaporation | null;
  /** States of the chart in which it was weighed while nothing was ordered. */
  readonly restedIn: () => ReadonlySet<string>;
  /** Why windows were not judged, or not wholly, and how many. */
  readonly uncovered: () => ReadonlyMap<string, number>;
};

/** A path that is over. */
export type Moment = {
  readonly ordered: () => Ordered;
  readonly meanwhile: () => Meanwhile;
  /** Ids of the states of the chart. */
  readonly states: () => readonly string[];
};

export type ScaleOptions = Pick<BareLines, 'balance' | 'time'> & {
  readonly profile: WeighingProfile;
  readonly evaporationMinutes: number;
};

export const scaleBelow = ({ balance, time, profile, evaporationMinutes }: ScaleOptions): Scale => {
  let evaporation: Evaporation | null = null;
  let from: Mark | null = null;
  let movedAt: number | null = null;
  const windows: Window[] = [];
  const rested = new Set<string>();
  const uncovered = new Map<string, number>();
  const skip = (why: string): void => void uncovered.set(why, (uncovered.get(why) ?? 0) + 1);
  const drips = (): boolean => movedAt !== null && time.clock.now() - movedAt < DRIPS_MS;

  const weigh = async (): Promise<Weight> => {
    const weighed = await time.answered(drips() ? balance.read() : balance.settled(SETTLES));
    if (!weighed.ok) throw new RigTrouble(weighed.trouble.message);
    return { atMs: weighed.weighing.at, massUg: weighed.weighing.massUg };
  };
  const mark = async (ordered: () => Ordered): Promise<Mark> => {
    const before = ordered();
    const weight = await weigh();
    // A pulse that began while it was weighed has come in part, or not at all.
    return { weight, least: before.least, most: ordered().most, drips: drips() };
  };
  const loss = async (): Promise<Evaporation> => {
    const weights = [await weigh()];
    for (let look = 1; look <= EVAPORATION_LOOKS; look += 1) {
      await time.wait((evaporationMinutes * MINUTE_MS) / EVAPORATION_LOOKS);
      weights.push(await weigh());
    }
    const { value, standard } = evaporationOf(weights, profile);
    // Under oil nothing condenses into a beaker: what comes while no pump has power is insulin, and no evaporation.
    return { value: Math.max(0, value), standard };
  };

  /** Nothing at all comes, to the digit: it cannot be told from a balance that is stuck. */
  const demandAlive = async (one: Mark, other: Mark, missing: number): Promise<void> => {
    if (one.weight.massUg !== other.weight.massUg) return;
    for (let look = 0; look < LOOKS_AGAIN; look += 1)
      if ((await weigh()).massUg !== one.weight.massUg) return;
    throw new RigTrouble(
      `balance: it shows ${one.weight.massUg} µg, the same to the digit, after ${missing.toFixed(3)} U that the encoder has seen. It is stuck, or nothing at all arrives. Put a finger on the pan: if it shows nothing, switch it off and on; if it does, look at the tip and the line.`,
    );
  };
  const judged = async (to: Mark, meanwhile: Meanwhile, during: string): Promise<readonly Finding[]> => {
    if (from === null || evaporation === null) return [];
    const window = windowOf(from, to, meanwhile, { profile, evaporation });
    if (window === null || window.least === null) skip(meanwhile.unknown ?? meanwhile.heldBack ?? during);
    if (window === null) return [];
    const [excess, shortfall] = [excessIn(window), shortfallIn(window)];
    if (shortfall > 0) await demandAlive(from, to, shortfall);
    windows.push(window);
    const inWords = (): string =>
      `${during} the balance has gained ${window.gain.toFixed(4)} U, ordered ${(window.least ?? 0).toFixed(4)} to ${window.most.toFixed(4)} U, within ${window.limit.toFixed(4)} U`;
    return [{ look: 'volume', amiss: excess > 0 || shortfall > 0 ? inWords() : null }];
  };

  return {
    begin: async () => {
      await time.wait(DRIPS_MS);
      evaporation ??= await loss();
      from = await mark(() => ({ least: 0, most: 0 }));
    },
    moved: () => {
      movedAt = time.clock.now();
    },
    rest: async ({ ordered, meanwhile, states }) => {
      await time.wait(DRIPS_MS);
      const end = await mark(ordered);
      const path = await judged(end, meanwhile(), 'on the path');
      // A pulse that was verified while it was weighed lies on the pan already.
      from = { ...end, least: ordered().least };
      const before = states();
      await time.wait(REST_MS);
      const { heldBack } = meanwhile();
      const later = await mark(ordered);
      const rest = await judged(
        later,
        { creptU: 0, heldBack, unknown: null },
        'in the state in which it ended',
      );
      const stayed = states();
      if (windows.at(-1)?.isQuiet) for (const id of before) if (stayed.includes(id)) rested.add(id);
      return [...path, ...rest];
    },
    windows: () => windows,
    profile,
    restedIn: () => rested,
    evaporation: () => evaporation,
    uncovered: () => uncovered,
  };
};
