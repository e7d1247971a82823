import { TIMING } from '../../../src/domain/limits.ts';
import { after, type Milliseconds, type MonoMs, milliseconds } from '../../../src/domain/units.ts';
import type { Clock, FactSink } from '../../../src/ports.ts';

/** A contact bounces for some milliseconds; no finger taps so fast. */
const BOUNCE = milliseconds(30);
/** With the patience below: what has gone unseen for 0.34 s is not a hold any more. */
const LOOK_EVERY = milliseconds(100);
const ANSWER = milliseconds(120);
const TRIES = 2;
/** Longer than any entry waits for the next press: whatever had been begun before the doubt is over. */
const ENTRY_OVER_MS = 2 * (TIMING.quickHold + TIMING.quickPause + TIMING.quickWait);

export type WatchedButton = {
  /** Takes what the inputs say; `asked` when it is an answer and no word of the board's own. */
  readonly read: (isDown: boolean, asked: boolean) => void;
  /** Something was said that nobody understood. */
  readonly damaged: () => void;
  /** Nobody can say how it is. */
  readonly unseen: () => void;
  /** Resolves when what the inputs say has been told, or is not believed. */
  readonly settled: () => Promise<void>;
  readonly end: () => void;
};

export type WatchedButtonOptions = {
  readonly clock: Clock;
  /** Asks the board for its inputs. */
  readonly ask: () => void;
  readonly sink: FactSink;
};

/**
 * A button whose holding confirms a dose. A change is told when an answer, `BOUNCE` after the first word of it, says the same. While
 * it is down the board is asked; without an answer, or with a line that is damaged, it counts as let go, and as no new press before it was seen
 * up: a doubt ends a press, and never makes two of it. Only what is down long after is told as down, for it may be stuck.
 */
export const watchedButton = ({ clock, ask, sink }: WatchedButtonOptions): WatchedButton => {
  let told: 'up' | 'down' | 'doubted' = 'up';
  let doubtedSince: MonoMs = clock.now();
  /** Since when the inputs have said otherwise than what is told. */
  let otherwiseSince: MonoMs | null = null;
  /** When something is done about it by itself; null when nothing is. */
  let nextAt: MonoMs | null = null;
  let isOver = false;
  let cancel = (): void => {};
  const waiting: (() => void)[] = [];

  const agree = (): void => {
    otherwiseSince = null;
    for (const done of waiting.splice(0)) done();
  };
  const rest = (): void => {
    cancel();
    nextAt = null;
  };
  const wake = (wait: Milliseconds, then: () => void): void => {
    rest();
    if (isOver) return;
    nextAt = after(clock.now(), wait);
    cancel = clock.wakeAt(nextAt, then);
  };
  const question = (tries: number): void => {
    wake(ANSWER, () => (tries > 1 ? question(tries - 1) : unseen()));
    ask();
  };
  const lookIn = (wait: Milliseconds): void => wake(wait, () => question(TRIES));

  const doubt = (): void => {
    const was = told;
    told = 'doubted';
    doubtedSince = clock.now();
    agree();
    if (was === 'down') sink({ type: 'button.released' });
  };
  const unseen = (): void => {
    // Whoever speaks next begins the looks again.
    rest();
    doubt();
  };
  const change = (isDown: boolean): void => {
    const was = told;
    told = isDown ? 'down' : 'up';
    agree();
    if (isDown) sink({ type: 'button.pressed' });
    else if (was === 'down') sink({ type: 'button.released' });
  };

  /** Whether these inputs are now to be told; notes since when they have said so. */
  const isNews = (isDown: boolean, asked: boolean): boolean => {
    const now = clock.now();
    if (isDown === (told !== 'up')) {
      agree();
      return told === 'doubted' && asked && now - doubtedSince >= ENTRY_OVER_MS;
    }
    otherwiseSince ??= now;
    return asked && now - otherwiseSince >= BOUNCE;
  };

  return {
    read: (isDown, asked) => {
      if (isOver) return;
      if (isNews(isDown, asked)) change(isDown);
      const looksBy = after(clock.now(), otherwiseSince === null ? LOOK_EVERY : BOUNCE);
      // One that bounces without end does not put off the look either.
      if (!asked && nextAt !== null && nextAt <= looksBy) return;
      if (otherwiseSince !== null) lookIn(BOUNCE);
      else if (told !== 'up') lookIn(LOOK_EVERY);
      else rest();
    },
    damaged: () => {
      if (isOver) return;
      doubt();
      lookIn(LOOK_EVERY);
    },
    unseen,
    settled: () =>
      new Promise(done => {
        if (otherwiseSince === null || isOver) done();
        else waiting.push(done);
      }),
    end: () => {
      isOver = true;
      rest();
      agree();
    },
  };
};
