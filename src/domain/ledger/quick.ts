import { HARD } from '../limits.ts';
import type { Instant } from '../profile.ts';
import type { Quick } from '../quick.ts';
import { requestBolus } from './request.ts';
import { type Ledger, type Step, step } from './state.ts';

/** A press is worth the same to the end of the count, whatever becomes of the settings meanwhile. */
export const clearQuick = (ledger: Ledger): Ledger =>
  withQuick(ledger, { steps: 0, eachUu: ledger.settings?.quickBolusStepUu ?? 0, bolus: null });

/** One step more, up to the largest bolus: what is above it is not counted, and so not sounded. */
export const addQuickStep = (ledger: Ledger): Ledger => {
  const { quick, settings } = ledger;
  const most = Math.min(settings?.maxBolusUu ?? 0, HARD.maxBolusUu);
  return (quick.steps + 1) * quick.eachUu <= most ? withQuick(ledger, { steps: quick.steps + 1 }) : ledger;
};

/** The button is not believed while it may be stuck (SR-035). */
export const trustButton = (ledger: Ledger, isTrusted: boolean): Ledger => withQuick(ledger, { isTrusted });

/** What was counted is requested as any other bolus is, under a name that no other has. */
export const requestQuick = (ledger: Ledger, at: Instant): Step => {
  const { quick } = ledger;
  const bolus = `quick-${at.monoMs}`;
  const amountUu = quick.steps * quick.eachUu;
  const reasons = [
    ...(quick.isTrusted ? [] : ['the button may be stuck; release it for five seconds.']),
    ...(amountUu > 0 ? [] : ['the quick bolus is switched off; set its step first.']),
  ];
  if (reasons.length > 0) return step(ledger, { type: 'bolus.refused', bolus, reasons });
  return requestBolus(
    withQuick(ledger, { bolus }),
    { type: 'bolus.requested', bolus, amountUu, origin: 'quick' },
    at,
  );
};

/** The second hold is the person's word, if what was counted still waits for it. */
export const confirmQuick = (ledger: Ledger): Step => {
  const { bolus, isTrusted } = ledger.quick;
  const { current } = ledger.bolus;
  return isTrusted && bolus !== null && current?.bolus === bolus && current.phase === 'pending'
    ? step(ledger, { type: 'bolus.confirmed', bolus })
    : step(ledger);
};

const withQuick = (ledger: Ledger, change: Partial<Quick>): Ledger => ({
  ...ledger,
  quick: { ...ledger.quick, ...change },
});
