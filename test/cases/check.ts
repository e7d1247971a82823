/** What is compared within a tolerance: an absolute one in `unit`, or a relative one. */
export type Measure = {
  readonly tolerance: number;
  readonly unit: string;
  /** The tolerance is a share of the expected value, and of no less than this. */
  readonly relativeTo?: number;
};

/** How one case ended: the worst difference by measure, what was wrong, and where the reference is known to be. */
export type Verdict<M extends string> = {
  readonly id: string;
  readonly worst: ReadonlyMap<M, number>;
  readonly wrong: readonly string[];
  /** How many comparisons were made; a case without one has not been checked. */
  readonly compared: number;
  /** Why the reference is not to be trusted here, and what was compared instead. */
  readonly disputed: string | null;
};

/** Takes the comparisons of one case, each named in words. */
export type Check<M extends string> = {
  /** One number within the tolerance of its measure. */
  readonly near: (measure: M, what: string, got: number, expected: number) => void;
  /** As many numbers as expected, each within the tolerance. */
  readonly series: (measure: M, what: string, got: ArrayLike<number>, expected: ArrayLike<number>) => void;
  /** Exactly equal: words, counts, absence. */
  readonly same: (what: string, got: string | number | boolean | null, expected: typeof got) => void;
  /** The reference is known to be wrong in this case, for this reason; what follows is compared with something better. */
  readonly dispute: (argument: string) => void;
};

const differenceBy = ({ relativeTo }: Measure, got: number, expected: number): number => {
  const difference = Math.abs(got - expected);
  return relativeTo === undefined ? difference : difference / Math.max(Math.abs(expected), relativeTo);
};

/** A check and the verdict it comes to. What is not a number is never near. */
export const checking = <M extends string>(
  id: string,
  measures: Readonly<Record<M, Measure>>,
): { readonly check: Check<M>; readonly verdict: () => Verdict<M> } => {
  const worst = new Map<M, number>();
  const wrong: string[] = [];
  let compared = 0;
  let disputed: string | null = null;
  const near: Check<M>['near'] = (measure, what, got, expected) => {
    compared += 1;
    const difference = differenceBy(measures[measure], got, expected);
    if (!(difference <= (worst.get(measure) ?? -1))) worst.set(measure, difference);
    if (!(difference <= measures[measure].tolerance))
      wrong.push(`${what}: ${got}, expected ${expected} (${measure})`);
  };
  const same: Check<M>['same'] = (what, got, expected) => {
    compared += 1;
    if (got !== expected) wrong.push(`${what}: ${got}, expected ${expected}`);
  };
  return {
    check: {
      near,
      same,
      series: (measure, what, got, expected) => {
        same(`how many of ${what}`, got.length, expected.length);
        const length = Math.min(got.length, expected.length);
        for (let index = 0; index < length; index += 1)
          near(measure, `${what} [${index}]`, got[index] ?? Number.NaN, expected[index] ?? Number.NaN);
      },
      dispute: argument => {
        disputed = argument;
      },
    },
    verdict: () => ({ id, worst, wrong, compared, disputed }),
  };
};
