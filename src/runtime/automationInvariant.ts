import { profileAt } from '../domain/profile.ts';
import { automaticAmounts } from './automaticAmounts.ts';
import type { Invariant } from './invariants.ts';

/** A low reading is the last word on glucose for so long. */
const LOW_HOLDS_MS = 20 * 60_000;
const NEVER_BELOW = 60;

/** I15, from the outside: of the envelope it knows nothing, only what basal follows, the profile, and the newest reading. */
const automaticRates: Invariant = {
  id: 'I15',
  breaks: ({ state, envelope: { monoMs, wallMs } }) => {
    const { automation, temp, settings, glucose } = state.ledger;
    const { rate } = automation;
    if (rate === null || temp.running !== null || settings === null || monoMs >= rate.endsAt) return null;
    if (!('rate' in rate.level) || rate.by !== 'controller') return null;
    const now = profileAt(settings, wallMs).rate;
    const highest = Math.max(...settings.basalProfile.map(({ rateUuPerHour }) => rateUuPerHour));
    const most = Math.min(settings.maxBasalUuPerHour, 3 * highest, 4 * now);
    const wanted = rate.level.rate;
    if (wanted > most) return `automation gives ${wanted} µU/h, more than ${most}`;
    const { latest } = glucose;
    const isLow = latest !== null && latest.mgPerDl < NEVER_BELOW && monoMs - latest.atMonoMs <= LOW_HOLDS_MS;
    return isLow && wanted > 0 ? `automation gives ${wanted} µU/h at ${latest.mgPerDl} mg/dL` : null;
  },
};

/** What holds of automation besides: its rates, and what they and its boluses add. */
export const AUTOMATIC: readonly Invariant[] = [automaticRates, automaticAmounts];
