import { energyObjections } from '../detect/battery.ts';
import { HARD, TIMING } from '../limits.ts';
import type { Instant } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { after, type Microunits, type MonoMs, microunits, milliseconds, minus, plus } from '../units.ts';
import { type Ledger, type Step, step } from './state.ts';
import type { Prime } from './supplyState.ts';

/**
 * The key is held: pulse after pulse until it is let go. A set that has taken enough says so again. The tubing
 * is off the body, so that whatever cannula comes after has taken nothing.
 */
export const startPrime = (ledger: Ledger, at: Instant): Step => {
  const started = withPrime(ledger, {
    running: 'tubing',
    into: 'tubing',
    nextAt: at.monoMs,
    cannulaUu: microunits(0),
  });
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

/** What the cannula has not taken yet of what was wanted; µU. The site is in: whatever is above it is a dose. */
const missingUu = ({ prime: { wantedUu, cannulaUu } }: Ledger): number => Math.max(0, wantedUu - cannulaUu);

/** Why the cannula must not be filled now: this one has taken so much already (SR-049). Empty when it may. */
export const fillObjections = (ledger: Ledger): readonly string[] => {
  const { prime, supply } = ledger;
  return supply.prepared || prime.cannulaUu === 0 || missingUu(ledger) > 0
    ? []
    : [
        `The cannula has taken ${prime.cannulaUu / 1_000_000} U since the tubing was primed, no less than the ${prime.wantedUu / 1_000_000} U that it takes: say that it was filled before. For another site, take the set off and prime the tubing again.`,
      ];
};

/** The cannula takes what it lacks of what was wanted: what an interrupted fill has given is in the body. */
export const startFill = (ledger: Ledger, at: Instant): Ledger => {
  const leftUu = missingUu(ledger);
  if (leftUu === 0) throw new Error('a cannula is filled that has taken all it takes');
  return withPrime(ledger, {
    running: 'cannula',
    into: 'cannula',
    nextAt: at.monoMs,
    leftUu: microunits(leftUu),
  });
};

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
  const { running, into } = ledger.prime;
  if (into === 'cannula') return countForCannula(ledger);
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

/** The last pulse of a fill that was interrupted is in the cannula, too, and completes nothing. */
const countForCannula = (ledger: Ledger): Step => {
  const counted = withPrime(ledger, {
    leftUu: minus<Microunits>(ledger.prime.leftUu, PULSE),
    cannulaUu: plus<Microunits>(ledger.prime.cannulaUu, PULSE),
  });
  if (ledger.prime.running === 'nothing' || counted.prime.leftUu > 0) return step(counted);
  return step(withPrime(counted, { running: 'nothing', nextAt: null }), { type: 'fill.completed' });
};

const withPrime = (ledger: Ledger, change: Partial<Prime>): Ledger => ({
  ...ledger,
  prime: { ...ledger.prime, ...change },
});
