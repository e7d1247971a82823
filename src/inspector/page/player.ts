import { effect, signal } from '@preact/signals';
import { instantBeside, notableBeside } from './beside.ts';
import { broken } from './judged-run.ts';
import { alarmOnsets, neighbour, nextSpeed, PLAY_SPEEDS, played } from './moments.ts';
import { framesOf, history, latest, pinned, status } from './store.ts';
import { storedNumber } from './stored.ts';
import { backToNow, pinAt } from './timeline.ts';

/** Going through a run as with a recorder: played at any speed, or from one moment to the next. */

export const isPlaying = signal(false);
export const playSpeed = storedNumber('islet-play-speed', PLAY_SPEEDS[0], 60);

/** Often enough for the eye. Where motion is to be reduced, the picture turns once a second. */
const TICK_MS = 50;
const CALM_TICK_MS = 1_000;

const end = (): number => latest.peek()?.monoMs ?? 0;
const lookedAtMs = (): number => pinned.peek() ?? end();

/** Plays from the instant that is looked at, or stops; at the end of a replay from its beginning. In a running pump that is not looked back at it holds the picture. */
export const togglePlay = (): void => {
  if (isPlaying.value) {
    isPlaying.value = false;
    return;
  }
  if (pinned.peek() === null || lookedAtMs() >= end()) {
    if (status.peek()?.kind === 'live') {
      pinAt(end() / 1_000);
      return;
    }
    pinAt(history.span().from);
  }
  isPlaying.value = true;
};

export const changePlaySpeed = (by: -1 | 1): void => {
  playSpeed.value = nextSpeed(playSpeed.value, by);
};

effect(() => {
  if (!isPlaying.value) return;
  let before = performance.now();
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const timer = setInterval(
    () => {
      const now = performance.now();
      const at = pinned.peek();
      // Whoever goes back to now has stopped it.
      if (at === null) {
        isPlaying.value = false;
        return;
      }
      const next = played(at, playSpeed.peek(), now - before, end());
      before = now;
      pinAt(next.at / 1_000);
      if (!next.isOver) return;
      isPlaying.value = false;
      if (status.peek()?.kind === 'live') backToNow();
    },
    isCalm ? CALM_TICK_MS : TICK_MS,
  );
  return () => clearInterval(timer);
});

const goTo = (monoMs: number | null): void => {
  if (monoMs !== null) pinAt(monoMs / 1_000);
};

/** A key that is held down goes on as fast as it is answered, and stops when it is let go. */
const MOST_WAITING = 3;
let waiting = 0;
let going: Promise<void> = Promise.resolve();
/** One after the other, each from where the one before has led: whoever presses three times goes on by three. */
const inTurn = (go: () => Promise<void>): void => {
  if (waiting >= MOST_WAITING) return;
  waiting += 1;
  going = going
    .then(go)
    .catch(() => {})
    .finally(() => {
      waiting -= 1;
    });
};

/** To the record before or after; from the last one back to now. */
const toRecord = async (by: -1 | 1): Promise<void> => {
  const at = await instantBeside(by);
  if (at !== null) pinAt(at / 1_000);
  else if (by === 1) backToNow();
};

/** To the notable frame before or after. */
const toMoment = async (by: -1 | 1): Promise<void> => goTo(await notableBeside(by));

/** To the last record before something began, when it was not there yet. */
export const toBefore = (monoMs: number): void =>
  goTo(framesOf('all').findLast(frame => frame.monoMs < monoMs)?.monoMs ?? monoMs - 1);

/** Each kind of moment, and how to go to the one before or after. */
export const GO = {
  record: (by: -1 | 1) => inTurn(() => toRecord(by)),
  moment: (by: -1 | 1) => inTurn(() => toMoment(by)),
  alarm: (by: -1 | 1) => goTo(neighbour(alarmOnsets(history.alarms()), lookedAtMs(), by)),
  violation: (by: -1 | 1) =>
    goTo(
      neighbour(
        broken.peek().map(({ atMonoMs }) => atMonoMs),
        lookedAtMs(),
        by,
      ),
    ),
} as const;
