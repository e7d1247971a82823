import type { Milliseconds } from '../../domain/units.ts';
import { expectationSchema, type ForecastAsked } from '../../inspector/expectation.ts';
import type { Expectation } from '../../inspector/protocol.ts';
import type { Clock } from '../../ports.ts';
import { PATIENCE, threadApart } from './threadApart.ts';

export type ForecastsApart = {
  /** Never waits; each question is told of once, in the end: with its forecast, or why there is none. */
  readonly ask: (asked: ForecastAsked) => void;
  readonly close: () => Promise<void>;
};

export type ForecastsOptions = {
  readonly tell: (expectation: Expectation) => void;
  /** Real time, by which a thread is given up on. */
  readonly desk: Clock;
  /** The code of the thread, where it is not the one that ships. */
  readonly thread?: URL;
  readonly patience?: Milliseconds;
};

const THREAD = new URL('./forecastThread.ts', import.meta.url);
/** Four hours of readings, in a time that is hurried. */
const MOST_WAITING = 48;

/** What controllers expect, reckoned in a thread of its own: a picture for the page never holds up the pump, and its time does not stand still for one. */
export const forecastsApart = ({
  tell,
  desk,
  thread = THREAD,
  patience = PATIENCE,
}: ForecastsOptions): ForecastsApart => {
  const waiting: ForecastAsked[] = [];
  const { ask, isOpen, close } = threadApart<ForecastAsked, Expectation>({
    code: thread,
    desk,
    patience,
    read: ({ atMonoMs }, said) => {
      const expectation = expectationSchema.safeParse(said).data;
      return expectation?.atMonoMs === atMonoMs ? expectation : null;
    },
    failed: ({ atMonoMs }, _how, why) => ({ kind: 'missing', atMonoMs, why }),
    tell: expectation => {
      tell(expectation);
      const next = waiting.shift();
      if (next !== undefined) ask(next);
    },
  });
  return {
    ask: asked => {
      if (!isOpen()) return ask(asked);
      waiting.push(asked);
      if (waiting.length <= MOST_WAITING) return;
      const left = waiting.shift();
      if (left !== undefined)
        tell({
          kind: 'missing',
          atMonoMs: left.atMonoMs,
          why: 'readings came faster than they could be forecast from.',
        });
    },
    close: async () => {
      waiting.length = 0;
      await close();
    },
  };
};
