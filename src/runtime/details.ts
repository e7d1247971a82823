import { match } from 'ts-pattern';
import { isMuch, kindOf, type Ledger } from '../domain/ledger/ledger.ts';
import type { Instant } from '../domain/profile.ts';
import type { ChartEvent } from './charts.ts';
import type { Happening } from './vocabulary.ts';

/** What lacks an enumeration that the ledger knows. */
const DETAILED: ReadonlySet<Happening['type']> = new Set([
  'bolus.confirmed',
  'bolus.confirmedAgain',
  'bolus.cancelled',
] as const);

/** An event with the small enumerations that the happening lacks and the ledger knows. */
export const detailed = (
  event: ChartEvent | null,
  happening: Happening,
  ledger: Ledger,
  at: Instant,
): ChartEvent | null =>
  event === null || !DETAILED.has(happening.type)
    ? event
    : match(happening)
        .returnType<ChartEvent>()
        .with({ type: 'bolus.confirmed' }, () => ({
          ...event,
          ...kindIn(ledger),
          hour: isMuch(ledger, at) ? 'much' : 'usual',
        }))
        .with({ type: 'bolus.confirmedAgain' }, () => ({ ...event, ...kindIn(ledger) }))
        .with({ type: 'bolus.cancelled' }, ({ part = 'both' }) => ({ ...event, part }))
        .otherwise(() => event);

/** The kind of the bolus that waits; a confirmation that none waits for does not come this far. */
const kindIn = ({ bolus: { current } }: Ledger): { readonly kind: string } => {
  if (current === null) throw new Error('a confirmation reached the chart, and no bolus is known');
  return { kind: kindOf(current) };
};
