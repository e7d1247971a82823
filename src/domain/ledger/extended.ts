import { spreadWithin } from '../admission.ts';
import type { BolusEnd, Spread } from '../commands.ts';
import { TIMING } from '../limits.ts';
import type { Instant } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { after, type Microunits, type MonoMs, microunits, milliseconds, plus } from '../units.ts';
import { spacing, withBolus } from './bolus.ts';
import { forbidsExtended } from './lowSuspendState.ts';
import { type ExtendedRecord, type Ledger, type Step, step, uncounted } from './state.ts';

/** The part that is spread over time begins: nothing of it is due yet. */
export const startSpread = (ledger: Ledger, bolus: string, spread: Spread, at: Instant): Ledger => {
  if (ledger.bolus.extended !== null) throw new Error('an extended bolus was started beside another');
  const durationMs = milliseconds(spread.durationMs);
  return withBolus(ledger, {
    extended: {
      bolus,
      requestedUu: microunits(spread.amountUu),
      deliveredUu: microunits(0),
      durationMs,
      endsAt: after(at.monoMs, durationMs),
      accumulated: 0,
      owed: false,
      nextAt: at.monoMs,
    },
  });
};

/** One pulse in the accumulator's unit, µU·ms. */
const pulseAccumulated = ({ durationMs }: ExtendedRecord): number => PULSE * durationMs;

/**
 * Accounts for the extended part between the last fact and `now`, exactly: over its whole duration as
 * many pulses ripen as were requested. At most one is owed, and one more ripens behind it; what a stall
 * of more than a minute has cost is dropped, never caught up.
 */
export const accumulateExtended = (ledger: Ledger, now: Instant): Ledger => {
  const { at, delivering } = ledger;
  const { extended } = ledger.bolus;
  if (!delivering || extended === null || at === null) return ledger;
  const elapsed = Math.min(
    now.monoMs - at.monoMs,
    TIMING.absorbMost,
    Math.max(0, extended.endsAt - at.monoMs),
  );
  if (elapsed === 0) return ledger;
  const pulse = pulseAccumulated(extended);
  const sum = extended.accumulated + extended.requestedUu * elapsed;
  const ripens = !extended.owed && sum >= pulse;
  const accumulated = Math.min(ripens ? sum - pulse : sum, pulse - 1);
  return withBolus(ledger, { extended: { ...extended, accumulated, owed: extended.owed || ripens } });
};

/**
 * Says so when it ends before all of it was given, and none is in flight: its time is over and none is owed, or basal
 * is off because of low glucose, which it must not feed (SR-090).
 */
export const lapse = (ledger: Ledger, { monoMs }: Instant): Step => {
  const { extended } = ledger.bolus;
  if (extended === null || flies(ledger)) return step(ledger);
  const isOver = monoMs >= extended.endsAt && !extended.owed;
  if (!isOver && !forbidsExtended(ledger)) return step(ledger);
  return step(ledger, { type: 'extended.lapsed', bolus: extended.bolus });
};

/** No further pulse of it, ever. Harmless when there is none: the wish is fulfilled. */
export const endExtended = (ledger: Ledger, reason: BolusEnd): Step => {
  const { extended } = ledger.bolus;
  if (extended === null) return step(ledger);
  const { bolus, requestedUu, deliveredUu } = extended;
  const why = reason === 'lapsed' && forbidsExtended(ledger) ? 'lowGlucose' : reason;
  const ended = withBolus(ledger.offered === 'extended' ? { ...ledger, offered: null } : ledger, {
    extended: null,
    lastExtended: { bolus, requestedUu, deliveredUu, reason: why },
  });
  return flies(ended) ? step(ended) : step(ended, { type: 'extended.settled', bolus });
};

/** Its pulse that was due is answered for; the next one may start an interval later (SR-036). */
export const consumeExtended = (ledger: Ledger, at: Instant): Ledger => {
  const { extended } = ledger.bolus;
  return extended === null
    ? ledger
    : withBolus(ledger, { extended: { ...extended, owed: false, nextAt: spacing(ledger, at) } });
};

/** The pulse in flight counts for it, even when it has ended meanwhile (SR-025). */
export const countForExtended = (ledger: Ledger, bolus: string): Step => {
  const { extended, lastExtended } = ledger.bolus;
  if (extended?.bolus === bolus) {
    const deliveredUu = plus<Microunits>(extended.deliveredUu, PULSE);
    const counted = withBolus(ledger, { extended: { ...extended, deliveredUu } });
    return deliveredUu >= extended.requestedUu
      ? step(counted, { type: 'extended.completed', bolus })
      : step(counted);
  }
  if (lastExtended?.bolus !== bolus)
    throw new Error(`a pulse of the extended bolus ${bolus} was counted, and nobody knows that bolus`);
  const deliveredUu = plus<Microunits>(lastExtended.deliveredUu, PULSE);
  return step(withBolus(ledger, { lastExtended: { ...lastExtended, deliveredUu } }), {
    type: 'extended.settled',
    bolus,
  });
};

/** The pulse in flight of it never moved. */
export const voidForExtended = (ledger: Ledger, bolus: string): Step =>
  ledger.bolus.extended?.bolus === bolus ? step(ledger) : step(ledger, { type: 'extended.settled', bolus });

/** When its next pulse may start; null while none is owed. */
export const extendedDueAt = (ledger: Ledger): MonoMs | null => {
  const { extended } = ledger.bolus;
  const isOwed = extended?.owed && extended.deliveredUu < extended.requestedUu;
  return isOwed && !forbidsExtended(ledger) ? extended.nextAt : null;
};

/** How long until its next pulse ripens or its time is over, in ms from the last fact; null without one. */
export const extendedWaitMs = (ledger: Ledger): number | null => {
  const { at } = ledger;
  const { extended } = ledger.bolus;
  if (extended === null || at === null || extended.owed || flies(ledger)) return null;
  const ripe = Math.ceil((pulseAccumulated(extended) - extended.accumulated) / extended.requestedUu);
  return Math.max(0, Math.min(ripe, extended.endsAt - at.monoMs));
};

/** What of it may still be given within `ms`; µU, rounded up. */
export const owedWithin = ({ bolus: { extended } }: Ledger, ms: number): Microunits => {
  if (extended === null) return microunits(0);
  const { requestedUu, deliveredUu, durationMs } = extended;
  // One pulse may be owed already, and another be nearly ripe.
  const due = spreadWithin({ amountUu: requestedUu, durationMs }, ms) + 2 * PULSE;
  return microunits(Math.min(requestedUu - deliveredUu, due));
};

const flies = (ledger: Ledger): boolean => uncounted(ledger)?.intent.channel === 'extended';
