/** What a part of the work may ask for while it is done. */
export type Surroundings = {
  readonly mayGoOn: () => boolean;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** A line for a person; null where there is none. */
  readonly say: ((line: string) => void) | null;
};
