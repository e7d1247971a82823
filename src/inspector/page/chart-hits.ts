import { batch, signal } from '@preact/signals';
import type { Covered } from '../overlay.ts';
import type { Frame } from '../protocol.ts';
import { countedWords, type Hit, hitCount, isWhole } from './chart-hits-count.ts';
import { follow, isIndexed, latest, runSource } from './store.ts';

/** What the run met of the charts, in the records that this page has counted. */

let count = hitCount();
/** Goes up now and then while hits come in: whoever shows them need not follow every frame. */
export const hitsVersion = signal(0);
/** How many records of the whole run are counted by now, while that goes on; null while it does not. */
export const counting = signal<number | null>(null);
const REFRESH_MS = 500;
let isWaiting = false;

follow((frame: Frame) => {
  count.take(frame);
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    hitsVersion.value += 1;
  }, REFRESH_MS);
});

export const hitOf = (key: string): Hit | undefined => count.of(key);

/** Of which records, in words. */
export const countedHere = (): string => countedWords(count.counted());
/** Whether more of the run can be counted. */
export const canCountWhole = (): boolean => isIndexed.value && !isWhole(count.counted());

/** The same, as a coverage tells it; nothing of what may have been met in a record that was not counted. Nobody has looked for ways to what was not met. */
export const coveredHere = (key: string): Covered | undefined => {
  const times = count.of(key)?.times ?? 0;
  return times > 0 || isWhole(count.counted()) ? { times, way: 'unknown' } : undefined;
};

/** So many records are asked for at once. */
const CHUNK = 1_024;

/** Counts the whole run by taking its steps again, from the first to where it is by then. */
export const countWhole = async (): Promise<void> => {
  if (counting.value !== null || runSource === null) return;
  const { frames: framesOf } = runSource;
  counting.value = 0;
  const whole = hitCount();
  try {
    for (let seq = 1; seq <= (latest.peek()?.seq ?? 0); ) {
      const frames = await framesOf(seq, Math.min(seq + CHUNK - 1, latest.peek()?.seq ?? 0));
      const last = frames.at(-1);
      if (last === undefined) break;
      for (const frame of frames) whole.take(frame);
      seq = last.seq + 1;
      counting.value = last.seq;
    }
    if (whole.counted().from === 1) count = whole;
  } finally {
    batch(() => {
      counting.value = null;
      hitsVersion.value += 1;
    });
  }
};
