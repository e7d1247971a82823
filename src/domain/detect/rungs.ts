/**
 * One level of a quantity that gets worse: when it begins, and while it lasts. It lasts somewhat beyond where
 * it begins (hysteresis), so that noise at the threshold does not make the alarm chatter.
 */
export type Rung<Level extends string, Reading> = {
  readonly level: Level;
  readonly begins: (reading: Reading) => boolean;
  /** True wherever it begins, and on the way back for a while. */
  readonly lasts: (reading: Reading) => boolean;
};

/**
 * The level of a reading, given the level before: the worst one that begins now, or that was reached and
 * still lasts; `best` when there is none. Rungs come worst first.
 */
export const judge = <Level extends string, Reading>(
  rungs: readonly Rung<Level, Reading>[],
  best: Level,
  before: Level,
  reading: Reading,
): Level => {
  const was = rungs.findIndex(({ level }) => level === before);
  const now = rungs.find(
    ({ begins, lasts }, at) => begins(reading) || (was >= 0 && at >= was && lasts(reading)),
  );
  return now?.level ?? best;
};
