import type { Charts } from './charts/files.ts';
import { outcomeIn } from './page/send-outcome.ts';
import type { Frame, PageRequest, Source } from './protocol.ts';

/** What became of a request; `unknown` where it was accepted and no step has taken its fact in time. */
export type Became =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The step follows at once, whatever the pump's time is: so much real time is for a busy machine. */
const MOST_WAIT_MS = 5_000;

/**
 * Carries out a request and waits, at most `mostMs` of real time, for the step that takes its fact: ledger and charts may refuse
 * what the program has accepted. What changes the world around the pump is no fact, and is taken once it is accepted.
 */
export const becameOf = async (
  source: Pick<Source, 'submit' | 'subscribe'>,
  request: PageRequest,
  charts: Charts,
  mostMs: number = MOST_WAIT_MS,
): Promise<Became> => {
  const heard: Frame[] = [];
  let hear = (frame: Frame): void => void heard.push(frame);
  // Before it is asked for: the step may follow while it is.
  const leave = source.subscribe({ frame: frame => hear(frame), status: () => {} });
  try {
    const answer = await source.submit(request);
    if (!answer.accepted) return { kind: 'refused', reason: answer.reason };
    const { fact } = answer;
    if (fact === undefined) return { kind: 'taken' };
    const step = await new Promise<Frame | null>(resolve => {
      hear = frame => {
        if (frame.fact === fact) resolve(frame);
      };
      heard.forEach(hear);
      AbortSignal.timeout(mostMs).addEventListener('abort', () => resolve(null));
    });
    return step === null ? unknown(request, mostMs) : inStep(step, charts);
  } finally {
    leave();
  }
};

const inStep = (step: Frame, charts: Charts): Became => {
  const outcome = outcomeIn(step, null, charts);
  return outcome.kind === 'refused'
    ? { kind: 'refused', reason: outcome.problems.map(({ words }) => words).join(' ') }
    : { kind: 'taken' };
};

const unknown = ({ type }: PageRequest, mostMs: number): Became => ({
  kind: 'unknown',
  reason: `${type} was accepted, and no step of the pump has taken it within ${mostMs / 1_000} s: what became of it is not known. Look at the page before it is asked for again.`,
});
