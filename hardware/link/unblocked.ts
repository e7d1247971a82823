import { writeSync } from 'node:fs';
import { z } from 'zod';
import { soon } from '../clock/soon.ts';

/** More than any device has to say: whoever left so much unread reads no more, bytes. */
const MOST_WAITING = 4_000_000;

/** The other end has no room left: nothing is wrong, it has not read yet. */
const isFull = (error: unknown): boolean => z.object({ code: z.literal('EAGAIN') }).safeParse(error).success;

/**
 * Writes to a non-blocking descriptor: at once what there is room for, and the rest, in order, in a moment. A stream on
 * the master of a pseudo-terminal would wait for room instead (libuv: it can reopen none, and falls back to writes that block), and
 * for ever where whoever reads lives in the same process. `isOver` ends it; what else goes wrong is told once, as an error in words.
 */
export const unblocked = (
  descriptor: number,
  isOver: () => boolean,
  tell: (problem: string) => void,
): ((bytes: Uint8Array) => void) => {
  let waiting: Uint8Array[] = [];
  let left = 0;
  const give = (bytes: Uint8Array): number => {
    try {
      return writeSync(descriptor, bytes);
    } catch (error) {
      if (isFull(error)) return 0;
      tell(error instanceof Error ? error.message : String(error));
      return bytes.length;
    }
  };
  const writeOn = (): void => {
    for (let [first] = waiting; first !== undefined && !isOver(); [first] = waiting) {
      const given = give(first);
      left -= given;
      if (given < first.length) {
        waiting[0] = first.subarray(given);
        soon(writeOn);
        return;
      }
      waiting.shift();
    }
    waiting = [];
    left = 0;
  };
  return bytes => {
    if (isOver()) return;
    // Whoever speaks may use the array again.
    waiting.push(bytes.slice());
    left += bytes.length;
    if (waiting.length === 1) writeOn();
    if (left > MOST_WAITING) tell(`nobody has read the last ${MOST_WAITING} bytes`);
  };
};
