import { z } from 'zod';
import { fact, reason } from './fact.ts';
import { settingsFields } from './settings.ts';

/**
 * How settings change. A person changes them in two steps (SR-105); a file is imported while the pump is still
 * off. Versions and proposals are counted from 1 since the journal began.
 */
export const settingsFacts = [
  /** A new pump, or a file that was named at its start: before power is applied, these are the settings. */
  fact('settings.changed', { settings: settingsFields }),
  /** Those of the journal do not pass their checks: nothing is delivered by them, nor by others (SR-073). */
  fact('settings.lost', { reason }),
  /**
   * A person would have these instead of the ones of version `replaces`, which were looked at; 0 where there are
   * none. `insteadOf`: the proposal of this number waits, was seen, and is given up for this one.
   */
  fact('settings.proposed', {
    replaces: z.int().nonnegative(),
    settings: settingsFields,
    insteadOf: z.int().positive().optional(),
  }),
  /** What was shown is wanted. */
  fact('settings.confirmed', { proposal: z.int().positive() }),
  fact('settings.discarded', {}),
] as const;
