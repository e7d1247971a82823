import { computed, signal } from '@preact/signals';
import { history, insight, latest, pinned, version } from './store.ts';

/** The stretch of time all plots share, and the one cursor over them. Times are monotonic seconds. */

export const WINDOWS = [
  { seconds: 3_600, words: '1 h' },
  { seconds: 3 * 3_600, words: '3 h' },
  { seconds: 8 * 3_600, words: '8 h' },
  { seconds: 24 * 3_600, words: '24 h' },
  { seconds: 0, words: 'all' },
] as const;

export const windowSeconds = signal<number>(3 * 3_600);
/** A picture of less would be all jumps. */
const LEAST_SECONDS = 900;
/** Where the pointer is, or null. */
export const hovered = signal<number | null>(null);
/** The range held while a person looks back, so that the picture stays still under the pointer. */
const held = signal<{ readonly from: number; readonly to: number } | null>(null);

export const range = computed(() => {
  version.value;
  if (pinned.value !== null && held.value) return held.value;
  return current();
});

const current = (): { readonly from: number; readonly to: number } => {
  const span = history.span();
  const seen = Math.max(LEAST_SECONDS, (span.to - span.from) * 1.05);
  // A young pump fills the picture; an empty day beside ten minutes would hide them.
  const length = windowSeconds.value === 0 ? seen : Math.min(windowSeconds.value, seen);
  // A little room at the right keeps the newest point off the edge; what is expected needs more.
  const room = insight.expectedAt(span.to) === null ? 0.015 : 0.3;
  return { from: span.to - length, to: span.to + length * room };
};

/** Holds the picture and looks at this instant. */
export const pinAt = (seconds: number): void => {
  if (pinned.value === null) held.value = current();
  pinned.value = Math.max(0, Math.min(seconds, history.span().to)) * 1_000;
};

export const backToNow = (): void => {
  pinned.value = null;
  held.value = null;
};

export const chooseWindow = (seconds: number): void => {
  windowSeconds.value = seconds;
  held.value = pinned.value === null ? null : around(pinned.value / 1_000);
};

const around = (seconds: number): { readonly from: number; readonly to: number } => {
  const now = current();
  const length = now.to - now.from;
  const from = Math.min(now.from, seconds - length / 2);
  return { from, to: from + length };
};

/** Wall clock minus monotonic clock, in seconds, at the latest frame. */
export const wallOffsetSeconds = (): number => {
  const frame = latest.value;
  return frame ? (frame.wallMs - frame.monoMs) / 1_000 : 0;
};
