import { match } from 'ts-pattern';
import { type Milliseconds, milliseconds } from '../../../src/domain/units.ts';
import type { ServiceTrouble } from './service.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** Whatever a server asks for, it is looked at again after this. */
const PATIENCE_MS = 15 * MINUTE_MS;

/** First wait and longest, by why there was nothing. An account that is asked for too often with a wrong password gets locked. */
const waits = (kind: ServiceTrouble['kind']): { readonly first: number; readonly most: number } =>
  match(kind)
    .with('unreachable', () => ({ first: 2 * SECOND_MS, most: MINUTE_MS }))
    .with('busy', 'damaged', () => ({ first: 10 * SECOND_MS, most: 5 * MINUTE_MS }))
    .with('refused', () => ({ first: 5 * MINUTE_MS, most: 60 * MINUTE_MS }))
    .exhaustive();

/**
 * How long to wait after so many failures in a row (1 is the first). Doubles each time; `chance`, from 0 to 1, spreads it over its upper
 * half, so that pumps which lost a server together do not come back together. Never sooner than the server asked for.
 */
export const waitAfter = (
  { kind, retryAfterMs }: Pick<ServiceTrouble, 'kind' | 'retryAfterMs'>,
  failures: number,
  chance: number,
): Milliseconds => {
  const { first, most } = waits(kind);
  const whole = Math.min(most, first * 2 ** Math.min(failures - 1, 20));
  const spread = whole * (0.5 + 0.5 * chance);
  return milliseconds(Math.round(Math.max(spread, Math.min(retryAfterMs ?? 0, PATIENCE_MS))));
};
