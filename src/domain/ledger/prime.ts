import { energyObjections } from '../detect/battery.ts';
import { HARD, TIMING } from '../limits.ts';
import type { Instant } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { after, type Microunits, type MonoMs, microunits, milliseconds, minus, plus } from '../units.ts';
import { type Ledger, type Step, step } from './state.ts';
import type { Prime } from './supplyState.ts';

/** The key is held: pulse after pulse until it is let go. A set that has taken enough says so again. */
export const startPrime = (ledger: Ledger, at: Instant): Step => {
  const started = withPrime(ledger, { running: 'tubing', nextAt: at.monoMs });
  return ledger.prime.sufficed ? step(started, { type: 'prime.sufficed' }) : step(started);
};

/** How long the longest step of filling takes, in minutes. */
const PRIME_MINUTES = Math.ceil(((HARD.primeMostUu / PULSE) * TIMING.primeInterval) / 60_000);

/** Why tubing or cannula must not be filled now: the battery would not last. Empty when it does. */
export const primeObjections = ({ conditions: { battery } }: Ledger): readonly string[] =>
  battery === null ? [] : energyObjections(battery, PRIME_MINUTES);

/** What the user wants the cannula to take, in µU; nothing moves before the charts say so. */
export const wantFill = (ledger: Ledger, amountUu: number): Ledger =>
  withPrime(ledger, { wantedUu: microunits(amountUu) });

/** The cannula takes what was wanted, from the beginning: an interrupted fill never goes on. */
export const startFill = (ledger: Ledger, at: Instant): Ledger =>
  withPrime(ledger, { running: 'cannula', nextAt: at.monoMs, leftUu: ledger.prime.wantedUu });

/** No further pulse. One that is under way still counts. */
export const stopPrime = (ledger: Ledger): Ledger => {
  const stopped = withPrime(ledger, { running: 'nothing', nextAt: null });
  return ledger.offered === 'prime' ? { ...stopped, offered: null } : stopped;
};

/** When the next pulse may start; null when none is wanted. */
export const primeDueAt = ({ prime }: Ledger): MonoMs | null => prime.nextAt;

/** A pulse starts now; the next one may start an interval later, if there is to be one. */
export const spacePrime = (ledger: Ledger, at: Instant): Ledger =>
  ledger.prime.running === 'nothing'
    ? ledger
    : withPrime(ledger, { nextAt: after(at.monoMs, milliseconds(TIMING.primeInterval)) });

/** One pulse was counted: the tubing may be full, the step at its end, the cannula filled. */
export const countForPrime = (ledger: Ledger): Step => {
  const { running } = ledger.prime;
  if (running === 'cannula') return countForCannula(ledger);
  const tubingUu = plus<Microunits>(ledger.prime.tubingUu, PULSE);
  const sufficed = ledger.prime.sufficed || tubingUu >= HARD.tubingUu;
  if (running === 'nothing') return step(withPrime(ledger, { tubingUu, sufficed }));
  if (tubingUu >= HARD.primeMostUu) {
    const exhausted = withPrime(ledger, {
      running: 'nothing',
      nextAt: null,
      tubingUu: microunits(0),
      sufficed,
    });
    return step(exhausted, { type: 'prime.exhausted' });
  }
  const counted = withPrime(ledger, { tubingUu, sufficed });
  return sufficed && !ledger.prime.sufficed ? step(counted, { type: 'prime.sufficed' }) : step(counted);
};

const countForCannula = (ledger: Ledger): Step => {
  const leftUu = minus<Microunits>(ledger.prime.leftUu, PULSE);
  if (leftUu > 0) return step(withPrime(ledger, { leftUu }));
  return step(withPrime(ledger, { running: 'nothing', nextAt: null, leftUu }), { type: 'fill.completed' });
};

const withPrime = (ledger: Ledger, change: Partial<Prime>): Ledger => ({
  ...ledger,
  prime: { ...ledger.prime, ...change },
});
