/** Does all jobs, in their order and so many at a time; their results, in the order of the jobs. */
export const inLanes = async <Result>(
  jobs: readonly (() => Promise<Result>)[],
  lanes: number,
): Promise<readonly Result[]> => {
  const queue = jobs.entries();
  const results = new Map<number, Result>();
  const work = async (): Promise<void> => {
    for (const [place, job] of queue) results.set(place, await job());
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result);
};
