import { writeSync } from 'node:fs';
import { z } from 'zod';

/** The other end has no room left: nothing is wrong, it has not read yet. */
const isFull = (error: unknown): boolean => z.object({ code: z.literal('EAGAIN') }).safeParse(error).success;

/**
 * Writes to a non-blocking descriptor: at once what there is room for, and the rest, in order, in later turns of the loop. A stream on
 * the master of a pseudo-terminal would wait for room instead (libuv: it can reopen none, and falls back to writes that block), and
 * for ever where whoever reads lives in the same process. `isOver` ends it; what else goes wrong is told once, as an error in words.
 */
export const unblocked = (
  descriptor: number,
  isOver: () => boolean,
  tell: (problem: string) => void,
): ((bytes: Uint8Array) => void) => {
  const waiting: Uint8Array[] = [];
  const writeOn = (): void => {
    for (let [first] = waiting; first !== undefined && !isOver(); [first] = waiting) {
      const written = attempt(first);
      if (written === null) return;
      if (written < first.length) waiting[0] = first.subarray(written);
      else waiting.shift();
    }
  };
  /** How many bytes were taken; null if it goes on in another turn, or never. */
  const attempt = (bytes: Uint8Array): number | null => {
    try {
      return writeSync(descriptor, bytes);
    } catch (error) {
      if (isFull(error)) setImmediate(writeOn);
      else tell(error instanceof Error ? error.message : String(error));
      return null;
    }
  };
  return bytes => {
    if (isOver()) return;
    waiting.push(bytes);
    if (waiting.length === 1) writeOn();
  };
};
