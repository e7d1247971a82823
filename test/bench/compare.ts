/** One side of a comparison: does its work once and says how many things it did. */
export type Contender = { readonly name: string; readonly run: () => Promise<number> | number };

export type Rate = { readonly name: string; readonly perSecond: number };

/** Rounds in which both sides take turns, so that whatever else the machine does hits them alike. */
const ROUNDS = 5;

/**
 * Runs contenders side by side and gives the median rate of each. Only ratios between them mean
 * anything: the machine may be busy.
 */
export const compare = async (
  contenders: readonly Contender[],
  rounds = ROUNDS,
): Promise<readonly Rate[]> => {
  const rates = contenders.map((): number[] => []);
  // One round that is not counted warms everything up.
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, { run }] of contenders.entries()) {
      const start = performance.now();
      const done = await run();
      if (round >= 0) rates[index]?.push((done * 1_000) / (performance.now() - start));
    }
  }
  return contenders.map(({ name }, index) => ({ name, perSecond: median(rates[index] ?? []) }));
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A table for a person: each rate, and its ratio to the last one, which is the baseline. */
export const report = (title: string, unit: string, rates: readonly Rate[]): readonly string[] => {
  const baseline = rates.at(-1)?.perSecond ?? Number.NaN;
  return [
    title,
    ...rates.map(({ name, perSecond }) => {
      const rate = Math.round(perSecond).toLocaleString('en').padStart(12);
      return `  ${name.padEnd(44)}${rate} ${unit}/s   ${(perSecond / baseline).toFixed(2)} of the baseline`;
    }),
  ];
};
