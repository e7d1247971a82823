import { type Fact, factSchema } from '../domain/facts.ts';
import { glucoseDeadline, nextDeadline } from '../domain/ledger/ledger.ts';
import type { MonoMs } from '../domain/units.ts';
import { lifeOf } from './service.ts';
import type { PumpState, Timer } from './state.ts';

/** While the pump is out of service the ledger watches glucose, and sleeps otherwise. */
const ledgerDeadline = ({ pump, ledger }: PumpState): MonoMs | null =>
  lifeOf(pump).isFailSafe ? glucoseDeadline(ledger) : nextDeadline(ledger);

/** When the pump next wants to be woken; null when it waits for nothing but facts. */
export const deadlineOf = (state: PumpState): MonoMs | null => {
  let first = ledgerDeadline(state);
  for (const { at } of state.timers) if (first === null || at < first) first = at;
  return first;
};

/** The facts that are due by now: each timer that has ended, and the ledger's own waking. */
export const dueFacts = (state: PumpState, now: MonoMs): readonly Fact[] => {
  const ledgerAt = ledgerDeadline(state);
  return [
    ...state.timers.filter(timer => timer.at <= now).map(factOf),
    ...(ledgerAt !== null && ledgerAt <= now ? [{ type: 'clock.reached' } as const] : []),
  ];
};

/** One spelling everywhere: the delay `pulse` ends as `timer.pulseElapsed`. */
const factOf = ({ machine, delay }: Timer): Fact =>
  factSchema.parse({
    type: `timer.${delay}Elapsed`,
    ...(machine.startsWith('alarm:') ? { alarm: machine.slice('alarm:'.length) } : {}),
  });
