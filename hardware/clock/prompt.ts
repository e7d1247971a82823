import { type MonoMs, monoMs, type WallMs, wallMs } from '../../src/domain/units.ts';
import type { Clock } from '../../src/ports.ts';
import { wakeUps } from './wakeups.ts';

/** Time that passes within calls: nothing waits for the event loop, and nothing happens beside it. */
export type PromptClock = Clock & {
  /** After what is being done now, before anything else: where the event loop would take a microtask. */
  readonly defer: (work: () => void) => void;
  /** What a device answers within this moment: after all that was deferred, and in order. */
  readonly answer: (work: () => void) => void;
  /** As fast as possible to `at`, wake-up by wake-up, each after the effects of the one before have settled. */
  readonly advanceTo: (at: MonoMs) => void;
};

export type PromptOptions = { readonly zeroMono?: MonoMs; readonly zeroWall?: WallMs };

/** As `lockStepClock`, for a world in which every answer is known at once or by a wake-up. It stands still between calls. */
export const promptClock = ({
  zeroMono = monoMs(0),
  zeroWall = wallMs(0),
}: PromptOptions = {}): PromptClock => {
  const pending = wakeUps();
  const deferred: (() => void)[] = [];
  const answers: (() => void)[] = [];
  let current: MonoMs = zeroMono;

  const settle = (): void => {
    for (let work = deferred.shift() ?? answers.shift(); work; work = deferred.shift() ?? answers.shift())
      work();
  };

  return {
    now: () => current,
    wall: () => wallMs(zeroWall + (current - zeroMono)),
    wakeAt: pending.add,
    defer: work => void deferred.push(work),
    answer: work => void answers.push(work),
    advanceTo: at => {
      settle();
      for (let next = pending.next(); next && next.at <= at; next = pending.next()) {
        pending.take();
        if (next.at > current) current = next.at;
        next.then();
        settle();
      }
      if (at > current) current = at;
    },
  };
};
