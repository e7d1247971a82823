import type { BolusEnd } from '../commands.ts';
import { TIMING } from '../limits.ts';
import type { Instant } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { after, type Microunits, type MonoMs, milliseconds, plus } from '../units.ts';
import { isHeld } from './lowSuspendState.ts';
import { type Boluses, type Ledger, type Step, step, uncounted } from './state.ts';

/** The part of a confirmed bolus that is given now: its first pulse is due at once. */
export const startNormal = (ledger: Ledger, at: Instant): Ledger => {
  const { current } = ledger.bolus;
  if (current?.phase !== 'pending') throw new Error('a bolus was started that is not pending');
  return withBolus(ledger, { current: { ...current, phase: 'active', spread: null }, nextAt: at.monoMs });
};

/** No further pulse of it, ever. Harmless when there is none: the wish is fulfilled. */
export const endBolus = (ledger: Ledger, reason: BolusEnd): Step => {
  const { current } = ledger.bolus;
  if (current === null) return step(ledger);
  const { bolus, requestedUu, deliveredUu } = current;
  const ended = withoutOffer(
    withBolus(ledger, {
      current: null,
      nextAt: null,
      last: {
        bolus,
        requestedUu,
        deliveredUu,
        reason: current.automatic && isHeld(ledger) ? 'lowGlucose' : reason,
      },
    }),
  );
  return uncounted(ended)?.intent.channel === 'bolus'
    ? step(ended)
    : step(ended, { type: 'bolus.settled', bolus });
};

/** Forgets the pending bolus, if there is one. Only `endBolus` ends an active one. */
export const discardBolus = (ledger: Ledger): Ledger => {
  const { current } = ledger.bolus;
  if (current === null) return ledger;
  if (current.phase === 'active')
    throw new Error(`the bolus ${current.bolus} is active and cannot be discarded`);
  return withBolus(ledger, { current: null, nextAt: null });
};

/** A pulse of the bolus starts now; the next one may start an interval later (SR-036). */
export const spaceBolus = (ledger: Ledger, at: Instant): Ledger =>
  withBolus(ledger, { nextAt: spacing(ledger, at) });

/** When the next pulse may start after one that starts now: twice as late while an occlusion is suspected. */
export const spacing = ({ occlusion }: Ledger, { monoMs }: Instant): MonoMs =>
  after(monoMs, milliseconds((occlusion.phase === 'clear' ? 1 : 2) * TIMING.bolusInterval));

/** The pulse in flight of this bolus counts, even when the bolus has ended meanwhile (SR-025). */
export const countForBolus = (ledger: Ledger, bolus: string): Step => {
  const { current, last } = ledger.bolus;
  if (current?.bolus === bolus) {
    const deliveredUu = plus<Microunits>(current.deliveredUu, PULSE);
    const counted = withBolus(ledger, { current: { ...current, deliveredUu } });
    return deliveredUu >= current.requestedUu
      ? step(counted, { type: 'bolus.completed', bolus })
      : step(counted);
  }
  if (last?.bolus !== bolus)
    throw new Error(`a pulse of the bolus ${bolus} was counted, and nobody knows that bolus`);
  const settled = withBolus(ledger, {
    last: { ...last, deliveredUu: plus<Microunits>(last.deliveredUu, PULSE) },
  });
  return step(settled, { type: 'bolus.settled', bolus });
};

/** The pulse in flight of this bolus never moved. */
export const voidForBolus = (ledger: Ledger, bolus: string): Step =>
  ledger.bolus.current?.bolus === bolus ? step(ledger) : step(ledger, { type: 'bolus.settled', bolus });

/** When the next pulse of the active bolus may start; null when it wants none. */
export const bolusDueAt = ({ bolus: { current, nextAt } }: Ledger): MonoMs | null =>
  current?.phase === 'active' && current.deliveredUu < current.requestedUu ? nextAt : null;

/** The ledger with this changed of its boluses. */
export const withBolus = (ledger: Ledger, change: Partial<Boluses>): Ledger => ({
  ...ledger,
  bolus: { ...ledger.bolus, ...change },
});

const withoutOffer = (ledger: Ledger): Ledger =>
  ledger.offered === 'bolus' ? { ...ledger, offered: null } : ledger;
