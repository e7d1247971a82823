import type { Frame } from './protocol.ts';

/** Glucose of the body at an instant, in monotonic s. `isApart`: of what was between this one and the one before nothing is known. */
type Point = { readonly at: number; readonly mgPerDl: number; readonly isApart?: true };
type Meal = { readonly at: number; readonly carbsG: number };

/** What a virtual patient lived up to a step. */
export type Lived = {
  readonly seq: number;
  readonly glucose: readonly Point[];
  readonly meals: readonly Meal[];
  /** Eaten since it began, g; null before anything is known. */
  readonly eatenG: number | null;
};

/** What a virtual patient lived, where one wears the pump: no journal tells of it. */
export type BodyHistory = {
  /** Frames that it has heard of already are left out. */
  readonly take: (frame: Frame) => void;
  /** Goes on from what somebody else has kept. */
  readonly load: (lived: Lived) => void;
  readonly lived: () => Lived;
};

const MOST_POINTS = 6_000;

/** Of points that are too many every second one goes, but none that is apart. */
const thinned = (points: readonly Point[]): readonly Point[] =>
  points.length <= MOST_POINTS
    ? points
    : points.filter(({ isApart }, index) => index % 2 === 0 || isApart === true);

/** Knows nothing yet. */
export const bodyHistory = (): BodyHistory => {
  let lived: Lived = { seq: 0, glucose: [], meals: [], eatenG: null };
  return {
    take: ({ body, monoMs, seq }) => {
      if (seq <= lived.seq) return;
      const isApart = lived.glucose.length > 0 && seq > lived.seq + 1;
      lived = { ...lived, seq };
      if (body === undefined) return;
      const at = monoMs / 1_000;
      const { glucoseMgDl: mgPerDl, eatenG } = body;
      const { glucose, meals } = lived;
      const isNews = isApart || glucose.at(-1)?.mgPerDl !== mgPerDl;
      const carbsG = eatenG - (lived.eatenG ?? 0);
      lived = {
        seq,
        glucose: isNews ? thinned([...glucose, { at, mgPerDl, ...(isApart ? { isApart } : {}) }]) : glucose,
        meals: carbsG > 0 ? [...meals, { at, carbsG }] : meals,
        eatenG,
      };
    },
    load: known => {
      lived = known;
    },
    lived: () => lived,
  };
};
