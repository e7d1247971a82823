import { admitsPulse, intentOf, type Ledger } from '../domain/ledger/ledger.ts';
import type { MonoMs, WallMs } from '../domain/units.ts';
import type { PumpSnapshot } from './state.ts';

/** Whether a pulse may move, or every reason why not. */
export type Gate = { readonly open: true } | { readonly open: false; readonly reasons: readonly string[] };

/**
 * The one gate (SR-001): it alone authorises motion, before every pulse. The chart asks its own half as
 * guards; this reads the same facts from the configuration, word by word, so that a guard that was
 * lost or misspelt is caught before the motor is.
 */
export const gate = (chart: PumpSnapshot, ledger: Ledger, at: { monoMs: MonoMs; wallMs: WallMs }): Gate => {
  const { channel } = intentOf(ledger);
  const reasons = [
    ...(chart.matches({ life: 'operating' }) ? [] : ['the pump is not operating']),
    ...(chart.matches({ permission: 'delivering' }) ? [] : ['delivery is suspended']),
    ...(chart.matches({ conditions: 'clear' }) ? [] : ['an alarm stops therapy']),
    ...(chart.matches({ occlusion: 'occluded' }) ? ['the line is occluded'] : []),
    ...(chart.matches({ reservoir: 'empty' }) ? ['the reservoir is empty'] : []),
    ...(chart.matches({ motor: { underway: 'moving' } }) ? [] : ['the chart has not commanded a pulse']),
    ...(chart.context.owner === channel
      ? []
      : [`the pulse belongs to ${chart.context.owner}, not to ${channel}`]),
    ...(channel !== 'bolus' || chart.matches({ bolus: 'delivering' }) ? [] : ['no bolus is being delivered']),
    ...(channel !== 'extended' || chart.matches({ extended: 'delivering' })
      ? []
      : ['no extended bolus is being delivered']),
  ];
  const admitted = admitsPulse(ledger, channel, at);
  const all = admitted.open ? reasons : [...reasons, ...admitted.reasons];
  return all.length === 0 ? { open: true } : { open: false, reasons: all };
};
