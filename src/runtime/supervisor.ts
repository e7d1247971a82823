import { type Channel, channels } from '../domain/channels.ts';
import type { Intent } from '../domain/commands.ts';
import { HARD, hourlyMostUu, TIMING } from '../domain/limits.ts';
import { PULSE } from '../domain/pulses.ts';
import type { Settings } from '../domain/settings.ts';
import type { MonoMs } from '../domain/units.ts';

/** A second opinion on every pulse: counts for itself, from nothing but the pulses it let pass. */
export type Supervisor = {
  /** The limits in force. Hard limits bind whatever the settings say. */
  readonly limitTo: (settings: Settings) => void;
  /** Notes a pulse that was commanded in an earlier life of this journal. */
  readonly remember: (intent: Intent, at: MonoMs) => void;
  /** Notes the pulse and returns; throws a veto when it must not move (SR-113, SR-114). */
  readonly admit: (intent: Intent, at: MonoMs) => void;
};

const HOUR = 3_600_000;
/** No bolus gives its pulses closer than 950 ms (SR-036), and basal is never faster than its hard limit (SR-017). */
const PULSES_A_MINUTE: Readonly<Record<Channel, number>> = {
  // A pulse that waited behind one of a bolus comes closer to the next.
  basal: Math.ceil(HARD.maxBasalUuPerHour / PULSE / 60) + 1,
  bolus: Math.floor(60_000 / 950),
  extended: Math.floor(60_000 / 950),
  // Filling tubing and cannula, a pulse each half second.
  prime: 60_000 / TIMING.primeInterval,
};
/** What fills tubing and cannula is no dose: nothing of it reaches the body (SR-050). */
const DOSES: readonly Channel[] = channels.filter(channel => channel !== 'prime');

/**
 * A supervisor that has let nothing pass and holds to the hard limits until `limitTo` names lower ones.
 * Amounts are µU, times monotonic ms. Its cap of the rolling hour is that of SR-015, reckoned anew from pulses.
 */
export const supervise = (): Supervisor => {
  /** In order of time. */
  const passed: { readonly pulse: number; readonly channel: Channel; readonly at: MonoMs }[] = [];
  let hourlyUu: number = hourlyMostUu(HARD);

  const note = ({ pulse, channel }: Intent, at: MonoMs): void => {
    const old = passed.findIndex(each => at - each.at < HOUR);
    passed.splice(0, old < 0 ? passed.length : old);
    passed.push({ pulse, channel, at });
  };
  const within = (ms: number, now: MonoMs, of: readonly Channel[] = DOSES): number => {
    let count = 0;
    for (let index = passed.length - 1; index >= 0; index -= 1) {
      const each = passed[index];
      if (each === undefined || now - each.at >= ms) break;
      if (of.includes(each.channel)) count += 1;
    }
    return count;
  };

  return {
    limitTo: settings => {
      hourlyUu = hourlyMostUu(settings);
    },
    remember: note,
    admit: (intent, at) => {
      const last = passed.at(-1)?.pulse ?? 0;
      if (intent.pulse <= last)
        throw new Error(`supervisor: pulse ${intent.pulse} after pulse ${last}: a pulse may move once`);
      if (DOSES.includes(intent.channel) && (within(HOUR, at) + 1) * PULSE > hourlyUu)
        throw new Error(`supervisor: more than ${hourlyUu} µU within an hour`);
      const most = PULSES_A_MINUTE[intent.channel];
      if (within(60_000, at, [intent.channel]) + 1 > most)
        throw new Error(`supervisor: more than ${most} ${intent.channel} pulses within a minute`);
      note(intent, at);
    },
  };
};
