import type { Standing } from '../admission.ts';
import type { Instant } from '../profile.ts';
import { ROLLING_HOUR_MS } from '../rolling.ts';
import { uncountedDose } from './doses.ts';
import { owedWithin } from './extended.ts';
import type { Ledger } from './state.ts';
import { overrideOf } from './steering.ts';

export const NO_SETTINGS = 'no settings are known; import settings first.';

/** Why delivery cannot start, as far as it is counted: by no rate there is none (SR-073). Empty when it can. */
export const resumeObjections = ({ settings }: Ledger): readonly string[] =>
  settings === null ? [NO_SETTINGS] : [];

/** What a request is held against; null before settings are known. */
export const standingOf = (ledger: Ledger, at: Instant): Standing | null =>
  ledger.settings === null
    ? null
    : {
        settings: ledger.settings,
        at,
        temp: overrideOf(ledger),
        history: ledger.doses.history,
        inFlight: uncountedDose(ledger) !== null,
        reservoir: ledger.reservoir.volumeUu,
        owed: owedWithin(ledger, Number.POSITIVE_INFINITY),
        owedInHour: owedWithin(ledger, ROLLING_HOUR_MS),
      };
