import { batch, signal } from '@preact/signals';
import type { Frame } from '../protocol.ts';
import type { Noted, RunSource } from './run-source.ts';

/** What is shown of an instant that the page does not hold: asked of the source, the newest wish first. */
export type Looking = {
  /** Looks at an instant, in monotonic ms; what was wished before and is not there yet is given up. */
  readonly at: (monoMs: number) => void;
  /** The frame that was found last, and for which instant. */
  readonly found: { readonly value: { readonly at: number; readonly frame: Frame } | null };
  /** The steps up to it, and the notable ones, oldest first; they come once a person stays. */
  readonly before: { readonly value: readonly Frame[] };
  readonly noted: { readonly value: readonly Noted[] };
  readonly forget: () => void;
};

export type LookingOptions = {
  readonly source: RunSource;
  /** Told why an instant cannot be shown. */
  readonly failed: (why: string) => void;
  /** Told of frames that tell what was expected at the instant. */
  readonly learn: (frame: Frame) => void;
};

/** A log shows so many. */
const MOST_BEFORE = 120;
const MOST_NOTED = 200;
/** Who stays so long at an instant wants to read what led to it, in ms. */
const STAYS_MS = 150;
/** While the instant goes on and on, as in a run that is played, it is read anew so often, in ms. */
const READ_ANEW_MS = 1_000;

export const createLooking = ({ source, failed, learn }: LookingOptions): Looking => {
  const found = signal<{ readonly at: number; readonly frame: Frame } | null>(null);
  const before = signal<readonly Frame[]>([]);
  const noted = signal<readonly Noted[]>([]);
  let wanted: number | null = null;
  let isAsking = false;
  let staying: ReturnType<typeof setTimeout> | undefined;
  /** When it was due first that what led to the instant be read, on the clock of the page. */
  let dueSince: number | null = null;

  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      while (wanted !== null) {
        const at: number = wanted;
        wanted = null;
        const answer = await source.frameAt(at);
        if ('why' in answer) failed(answer.why);
        else show(at, answer.frame);
      }
    } catch (failure) {
      failed(failure instanceof Error ? failure.message : String(failure));
    } finally {
      isAsking = false;
    }
  };

  const show = (at: number, frame: Frame): void => {
    found.value = { at, frame };
    clearTimeout(staying);
    dueSince ??= performance.now();
    const wait = Math.max(0, Math.min(STAYS_MS, dueSince + READ_ANEW_MS - performance.now()));
    staying = setTimeout(() => {
      dueSince = null;
      readUpTo(frame).catch(() => {});
    }, wait);
  };

  let asked = 0;
  let answered = 0;

  const readUpTo = async (frame: Frame): Promise<void> => {
    asked += 1;
    const mine = asked;
    const [steps, notable] = await Promise.all([
      source.frames(frame.seq - MOST_BEFORE, frame.seq),
      source.notable(frame.monoMs, MOST_NOTED),
    ]);
    // What led to an instant led to a later one, too.
    if (mine < answered || found.value === null || found.value.frame.seq < frame.seq) return;
    answered = mine;
    batch(() => {
      for (const one of notable) learn(one.frame);
      before.value = steps;
      noted.value = notable;
    });
    const readAt = frame.readings?.glucoseAtMonoMs ?? null;
    if (readAt === null) return;
    // What was expected came with the reading, and others may have come in the same millisecond.
    const reading = await source.frameAt(readAt);
    if (!('frame' in reading)) return;
    const { seq, monoMs } = reading.frame;
    for (const one of await source.frames(seq - 8, seq)) if (one.monoMs === monoMs) learn(one);
  };

  return {
    at: monoMs => {
      wanted = monoMs;
      void ask();
    },
    found,
    before,
    noted,
    forget: () => {
      wanted = null;
      clearTimeout(staying);
      dueSince = null;
      batch(() => {
        found.value = null;
        before.value = [];
        noted.value = [];
      });
    },
  };
};
