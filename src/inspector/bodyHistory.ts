import type { Frame } from './protocol.ts';

/** Glucose of the body at an instant, in monotonic s. `isApart`: of what was between this one and the one before nothing is known. */
type Point = { readonly at: number; readonly mgPerDl: number; readonly isApart?: true };
type Meal = { readonly at: number; readonly carbsG: number };

/** What a virtual patient lived from one step to another, of all that told of it. */
export type Lived = {
  readonly from: number;
  readonly seq: number;
  readonly glucose: readonly Point[];
  readonly meals: readonly Meal[];
  /** Eaten by the last step since the patient began, g. */
  readonly eatenG: number;
};

/** What a virtual patient lived, where one wears the pump: no journal tells of it. */
export type BodyHistory = {
  /** Frames that it has heard of already, and such as tell of no body, are left out. */
  readonly take: (frame: Frame) => void;
  /** Goes on from what somebody else has kept, after what only this one knows. */
  readonly load: (lived: Lived) => void;
  /** Null before anything is known. */
  readonly lived: () => Lived | null;
};

const MOST_POINTS = 6_000;

/** Of points that are too many, so many at most are left, evenly in time. A gap before one that goes is one before the next. */
const thinned = (points: readonly Point[]): readonly Point[] => {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= MOST_POINTS || first === undefined || last === undefined) return points;
  const spacing = (last.at - first.at) / (MOST_POINTS / 2);
  const kept: Point[] = [];
  let isApart = false;
  for (const point of points) {
    isApart ||= point.isApart === true;
    const before = kept.at(-1);
    if (before !== undefined && point.at - before.at < spacing && point !== last) continue;
    kept.push(isApart ? { ...point, isApart } : point);
    isApart = false;
  }
  return kept;
};

const pointsAfter = (known: Lived, next: Point): readonly Point[] =>
  next.isApart || known.glucose.at(-1)?.mgPerDl !== next.mgPerDl
    ? thinned([...known.glucose, next])
    : known.glucose;

/** What one knows up to where the other begins, and then what that one knows. */
const joined = (early: Lived, late: Lived): Lived => {
  const [first, ...others] = late.glucose;
  if (first === undefined) return early;
  const { at, mgPerDl } = first;
  const isApart = early.seq < late.from - 1;
  const isBefore = (each: Point | Meal): boolean => each.at < at;
  return {
    ...late,
    from: early.from,
    glucose: thinned([
      ...early.glucose.filter(isBefore),
      { at, mgPerDl, ...(isApart ? { isApart } : {}) },
      ...others,
    ]),
    meals: [...early.meals.filter(isBefore), ...late.meals],
  };
};

/** Knows nothing yet. */
export const bodyHistory = (): BodyHistory => {
  let lived: Lived | null = null;
  return {
    take: ({ body, monoMs, seq }) => {
      if (body === undefined || (lived !== null && seq <= lived.seq)) return;
      const { glucoseMgDl: mgPerDl, eatenG } = body;
      const at = monoMs / 1_000;
      if (lived === null) {
        // What was eaten before anybody listened was eaten nobody knows when.
        lived = { from: seq, seq, glucose: [{ at, mgPerDl }], meals: [], eatenG };
        return;
      }
      const isApart = seq > lived.seq + 1;
      const carbsG = eatenG - lived.eatenG;
      lived = {
        ...lived,
        seq,
        glucose: pointsAfter(lived, { at, mgPerDl, ...(isApart ? { isApart } : {}) }),
        meals: carbsG > 0 && !isApart ? [...lived.meals, { at, carbsG }] : lived.meals,
        eatenG,
      };
    },
    load: known => {
      lived = lived !== null && lived.from < known.from ? joined(lived, known) : known;
    },
    lived: () => lived,
  };
};
