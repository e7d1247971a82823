/** Motion at a speed: it changes evenly from one to the other, and stays. Speeds in microsteps per 10 000 s, signed. */
export type Run = {
  readonly position: number;
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly changeMs: number;
};

const PER_MS = 10_000_000;

/** `acceleration` in microsteps per 100 s², as the Tic counts it. */
export const run = ({
  acceleration,
  ...way
}: Omit<Run, 'changeMs'> & { readonly acceleration: number }): Run => ({
  ...way,
  // 1/10 000 s² over 1/100 s²: hundredths of a second, hence tens of ms.
  changeMs: (Math.abs(way.to - way.from) / acceleration) * 10,
});

/** When it has the speed that it goes on with. */
export const runSettledMs = ({ startMs, changeMs }: Run): number => startMs + changeMs;

/** Whole microsteps reached at `atMs`. */
export const runPositionAt = ({ position, from, to, startMs, changeMs }: Run, atMs: number): number => {
  const elapsed = Math.max(0, atMs - startMs);
  const changing = Math.min(elapsed, changeMs);
  const slope = changeMs === 0 ? 0 : (to - from) / changeMs;
  const way = from * changing + (slope * changing * changing) / 2 + to * (elapsed - changing);
  return position + Math.trunc(way / PER_MS);
};

export const runVelocityAt = ({ from, to, startMs, changeMs }: Run, atMs: number): number => {
  const elapsed = Math.max(0, atMs - startMs);
  return elapsed >= changeMs ? to : Math.round(from + ((to - from) * elapsed) / changeMs);
};
