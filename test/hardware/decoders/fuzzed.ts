import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { z } from 'zod';
import type { FuzzedDecoder } from './decoder.ts';
import { mangled } from './mangled.ts';

/**
 * Works in a thread of its own, so that a decoder that never returns is found by who waits for it. `module` exports `DECODERS`,
 * and each is answered by a report, in their order; `beats` counts what was tried.
 */
const job = z
  .object({ module: z.string(), seed: z.int(), runs: z.int(), beats: z.instanceof(SharedArrayBuffer) })
  .parse(workerData);

export type FuzzReport = {
  readonly tried: number;
  /** Of those, how many held something to believe, and how many something to refuse. */
  readonly believed: number;
  readonly refused: number;
  /** Frames with a damaged checksum that were to be refused; null for a protocol without one. */
  readonly damaged: number | null;
  /** In words, with what it takes to see it again. */
  readonly defect: string | null;
};

const { DECODERS } = (await import(job.module)) as { readonly DECODERS: readonly FuzzedDecoder[] };
const beats = new Int32Array(job.beats);

const fuzzed = (decoder: FuzzedDecoder): FuzzReport => {
  const counts = { tried: 0, believed: 0, refused: 0, damaged: 0 };
  const result = fc.check(
    fc.property(mangled(decoder.samples), bytes => {
      Atomics.add(beats, 0, 1);
      const believed = decoder.believed(bytes).length;
      const sound = decoder.sound?.(bytes);
      counts.tried += 1;
      if (believed > 0) counts.believed += 1;
      else counts.refused += 1;
      if (sound === 0) counts.damaged += 1;
      if (sound !== undefined && believed > sound)
        throw new Error(`${believed} believed, and ${sound} have the right checksum`);
    }),
    { seed: job.seed, numRuns: job.runs },
  );
  return {
    ...counts,
    damaged: decoder.sound === undefined ? null : counts.damaged,
    defect: result.failed
      ? `${result.errorInstance} for ${Buffer.from(result.counterexample?.[0] ?? []).toString('hex')} (seed ${result.seed}, path ${result.counterexamplePath})`
      : null,
  };
};

for (const decoder of DECODERS) parentPort?.postMessage(fuzzed(decoder));
