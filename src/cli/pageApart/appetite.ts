import type { Worker } from 'node:worker_threads';

/** Of heap: Node ends a thread that takes more, and sometimes the whole process with it. */
export const HEAP_MB = 6_144;
/** Of heap and buffers: a page needs a tenth of it, and a journal of a million records not half. It must be well below the heap, as it grows on while it is measured. */
export const MOST_BYTES = 2_500_000_000;

/**
 * Measures a thread each time that it is called, even one that hangs, and tells in words when it holds more memory than a page can need.
 * Before Node 22.16 nobody can measure a thread: there it is what the whole process has grown by since, of which the page is the most.
 */
export const appetite = (
  worker: Partial<Pick<Worker, 'getHeapStatistics'>>,
  tooMuch: (words: string) => void,
  most: number,
  resident: () => number = process.memoryUsage.rss,
): (() => void) => {
  const before = resident();
  const judge = (bytes: number): void => {
    if (bytes > most) tooMuch(`it holds ${Math.round(bytes / 1e6)} MB`);
  };
  let isMeasuring = false;
  return () => {
    if (isMeasuring) return;
    if (worker.getHeapStatistics === undefined) return judge(resident() - before);
    isMeasuring = true;
    worker.getHeapStatistics().then(
      ({ used_heap_size: heap, external_memory: buffers }) => {
        isMeasuring = false;
        judge(heap + buffers);
      },
      // It is not running yet, or has ended, which is told elsewhere.
      () => {
        isMeasuring = false;
      },
    );
  };
};
