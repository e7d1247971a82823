import { Worker } from 'node:worker_threads';
import type { FuzzReport } from './fuzzed.ts';

/** A decoder that takes so long over one message hangs, however busy the machine. */
const HANG_MS = 60_000;
const LOOK_MS = 100;

export type FuzzOptions = {
  readonly module: URL;
  /** How many decoders it exports. */
  readonly count: number;
  readonly seed: number;
  readonly runs: number;
  readonly hangMs?: number;
};

/**
 * Fuzzes the decoders of a module in a thread of their own, and answers with a report for each. `'hung'`: it did not come back from
 * some message; those behind it were not tried.
 */
export const fuzz = ({
  hangMs = HANG_MS,
  module,
  count,
  ...job
}: FuzzOptions): Promise<readonly (FuzzReport | 'hung')[]> => {
  const beats = new SharedArrayBuffer(4);
  const seen = new Int32Array(beats);
  const worker = new Worker(new URL('./fuzzed.ts', import.meta.url), {
    workerData: { ...job, module: module.href, beats },
  });
  const reports: (FuzzReport | 'hung')[] = [];
  return new Promise((resolve, reject) => {
    let last = 0;
    let since = performance.now();
    const look = setInterval(() => {
      const now = Atomics.load(seen, 0);
      // Until the first one it loads its code.
      if (now !== last || now === 0) since = performance.now();
      last = now;
      if (performance.now() - since > hangMs) end(() => resolve([...reports, 'hung']));
    }, LOOK_MS);
    const end = (then: () => void): void => {
      clearInterval(look);
      void worker.terminate().then(then);
    };
    worker.on('message', (report: FuzzReport) => {
      reports.push(report);
      if (reports.length === count) end(() => resolve(reports));
    });
    worker.once('error', failure => end(() => reject(failure)));
  });
};
