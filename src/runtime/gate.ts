import type { Command } from '../domain/commands.ts';
import type { Channel } from '../domain/facts.ts';
import { admitsPulse, intentOf, type Ledger } from '../domain/ledger/ledger.ts';
import type { MonoMs, WallMs } from '../domain/units.ts';
import { once } from './once.ts';
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
  const reasons = chartReasons(chart)[channel];
  const admitted = admitsPulse(ledger, channel, at);
  const all = admitted.open ? reasons : [...reasons, ...admitted.reasons];
  return all.length === 0 ? { open: true } : { open: false, reasons: all };
};

/** The chart's half depends on nothing but its state: asked once of each. */
const chartReasons = once(
  (chart: PumpSnapshot): Readonly<Record<Channel, readonly string[]>> => ({
    basal: reasonsFor(chart, 'basal'),
    bolus: reasonsFor(chart, 'bolus'),
    extended: reasonsFor(chart, 'extended'),
    prime: reasonsFor(chart, 'prime'),
  }),
);

const reasonsFor = (chart: PumpSnapshot, channel: Channel): readonly string[] => [
  ...(chart.matches({ life: 'operating' }) ? [] : ['the pump is not operating']),
  ...(channel === 'prime' ? primeReasons(chart) : doseReasons(chart)),
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

const doseReasons = (chart: PumpSnapshot): readonly string[] => [
  ...(chart.matches({ supply: 'ready' }) ? [] : ['the cartridge is not ready']),
  ...(chart.matches({ permission: 'delivering' }) ? [] : ['delivery is suspended']),
  ...(chart.matches({ conditions: 'clear' }) ? [] : ['an alarm stops therapy']),
];

const primeReasons = (chart: PumpSnapshot): readonly string[] =>
  chart.matches({ supply: { changing: 'primingTubing' } }) ||
  chart.matches({ supply: { changing: 'fillingCannula' } })
    ? []
    : ['nobody holds the key, and no cannula is being filled'];

/** Whether the plunger may go back: only with an open bay, whatever the chart says (SR-010). */
const reverseGate = ({ supply }: Ledger): Gate =>
  supply.bay === 'open' ? { open: true } : { open: false, reasons: ['the bay is closed'] };

/** The last lock before commands to move leave the core (SR-001); throws when one of them may not. */
export const refuseClosedGate = (
  commands: readonly Command[],
  chart: PumpSnapshot,
  ledger: Ledger,
  at: { monoMs: MonoMs; wallMs: WallMs },
): void => {
  for (const { type } of commands) {
    if (type !== 'moveMotor' && type !== 'rewindDrive') continue;
    const asked = type === 'moveMotor' ? gate(chart, ledger, at) : reverseGate(ledger);
    if (!asked.open) throw new Error(`the gate is closed to ${type}: ${asked.reasons.join('; ')}`);
  }
};
