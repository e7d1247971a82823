/** What is wrong with a recording, and where, so that a person can put it right. */
export type TraceProblem = {
  readonly file: string;
  /** The first line is 1; null where the format has no lines to speak of. */
  readonly line: number | null;
  readonly field: string;
  readonly value: string;
  readonly unit: string | null;
  /** What would be right, in words. */
  readonly allowed: string | null;
  readonly problem: string;
  readonly remedy: string;
};
