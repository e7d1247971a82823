import type { Intent } from '../domain/commands.ts';
import { HARD } from '../domain/limits.ts';
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
/** A bolus pulse each second and the fastest basal make no more than this in a minute (SR-036, SR-017). */
const PULSES_A_MINUTE = 60 + Math.ceil(HARD.maxBasalUuPerHour / PULSE / 60);

/**
 * A supervisor that has let nothing pass and holds to the hard limits until `limitTo` names lower ones.
 * Amounts are µU, times monotonic ms. Its cap of the rolling hour is that of SR-015, reckoned anew from pulses.
 */
export const supervise = (): Supervisor => {
  let passed: readonly { readonly pulse: number; readonly at: MonoMs }[] = [];
  let hourlyUu: number = HARD.maxBasalUuPerHour + 1.5 * HARD.maxBolusUu;

  const note = ({ pulse }: Intent, at: MonoMs): void => {
    passed = [...passed.filter(each => at - each.at < HOUR), { pulse, at }];
  };
  const within = (ms: number, now: MonoMs): number => passed.filter(each => now - each.at < ms).length;

  return {
    limitTo: ({ maxBasalUuPerHour, maxBolusUu }) => {
      hourlyUu = Math.min(
        maxBasalUuPerHour + 1.5 * maxBolusUu,
        HARD.maxBasalUuPerHour + 1.5 * HARD.maxBolusUu,
      );
    },
    remember: note,
    admit: (intent, at) => {
      const last = passed.at(-1)?.pulse ?? 0;
      if (intent.pulse <= last)
        throw new Error(`supervisor: pulse ${intent.pulse} after pulse ${last}: a pulse may move once`);
      if ((within(HOUR, at) + 1) * PULSE > hourlyUu)
        throw new Error(`supervisor: more than ${hourlyUu} µU within an hour`);
      if (within(60_000, at) + 1 > PULSES_A_MINUTE)
        throw new Error(`supervisor: more than ${PULSES_A_MINUTE} pulses within a minute`);
      note(intent, at);
    },
  };
};
