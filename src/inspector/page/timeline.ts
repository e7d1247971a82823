import { batch, computed, signal } from '@preact/signals';
import { turnedTo, zoomed } from './moments.ts';
import { history, insight, latest, pinned, status, version } from './store.ts';
import { storedNumber } from './stored.ts';
import type { Fineness } from './words.ts';

/** The stretch of time all plots share, and the one cursor over them. Times are monotonic seconds. */

export const WINDOWS = [
  { seconds: 3_600, words: '1 h' },
  { seconds: 3 * 3_600, words: '3 h' },
  { seconds: 8 * 3_600, words: '8 h' },
  { seconds: 24 * 3_600, words: '24 h' },
  { seconds: 0, words: 'all' },
] as const;

/** 0 is the whole run. */
export const windowSeconds = storedNumber('islet-window', 0, 3 * 3_600);
/** A picture of less would be all jumps. */
const LEAST_SECONDS = 900;
/** Where the pointer is, or null. */
export const hovered = signal<number | null>(null);
/** The range held while a person looks back, so that the picture stays still under the pointer. */
const held = signal<{ readonly from: number; readonly to: number } | null>(null);

/** Records of one second are told apart while a person looks back, and by nobody else. */
export const fineness = computed<Fineness>(() => (pinned.value === null ? 'seconds' : 'milliseconds'));

export const range = computed(() => {
  version.value;
  // A replay stands still by itself: it may be held without an instant that is looked at.
  if (held.value && (pinned.value !== null || status.value?.kind === 'replay')) return held.value;
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

/** Holds the picture and looks at this instant; the picture turns to it where it is outside. */
export const pinAt = (seconds: number): void => {
  const { from, to } = history.span();
  const at = Math.max(Math.min(from, to), Math.min(seconds, to));
  batch(() => {
    held.value = turnedTo(range.peek(), at);
    pinned.value = at * 1_000;
  });
};

/** To the beginning of what is known of the run, or to its end: of a running pump, that is now. */
export const goToEnd = (end: -1 | 1): void => {
  if (end === 1 && status.peek()?.kind === 'live') backToNow();
  else pinAt(end === -1 ? history.span().from : history.span().to);
};

/** A picture of less shows nothing that a step by record does not. */
const LEAST_WINDOW_S = 10;

/** Makes the time that the plots show longer or shorter by a factor, around an instant or the one looked at. */
export const zoomTime = (factor: number, around?: number): void => {
  const now = range.peek();
  const span = history.span();
  const most = Math.max(LEAST_SECONDS, (span.to - span.from) * 1.05);
  const isNow = pinned.peek() === null && status.peek()?.kind !== 'replay';
  const centre = around ?? (pinned.peek() === null ? span.to : (pinned.peek() ?? 0) / 1_000);
  const next = zoomed(now, isNow ? span.to : centre, factor, LEAST_WINDOW_S, most);
  windowSeconds.value = Math.round(next.to - next.from);
  held.value = isNow ? null : next;
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
