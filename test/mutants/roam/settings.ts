import { suspendModes } from '../../../src/domain/lowSuspend/policy.ts';
import { type Settings, settingsSchema } from '../../../src/domain/settings.ts';
import type { Random } from '../../fuzz/random.ts';
import { AUTOMATED } from '../../support/automated.ts';

/** Settings under which as much as possible may happen, of each kind one of its ways. A little basal makes few steps of long times. */
export const settingsBy = (choose: Random): Settings =>
  settingsSchema.parse({
    ...AUTOMATED,
    basalProfile: [{ fromMinute: 0, rateUuPerHour: choose.pick([100_000, 300_000, 1_000_000, 3_000_000]) }],
    automation: choose.pick(['islet', 'islet', 'off'] as const),
    automaticBolus: choose.pick(['micro', 'none'] as const),
    lowSuspend: choose.pick(suspendModes),
    lowSuspendLimitMgDl: choose.pick([70, 80, 90]),
    lowSuspendEndsExtended: choose.oneIn(2),
    autoOffHours: choose.pick([0, 5, 5, 6]),
    resumesAfterRestart: choose.oneIn(2),
    glucoseCheckMinutes: choose.pick([0, 60, 120]),
    siteChangeHours: choose.pick([0, 48, 72]),
    lowReservoirUu: choose.pick([10_000_000, 50_000_000]),
    maxDailyUu: choose.pick([72_000_000, 100_000_000]),
    maxBolusUu: choose.pick([500_000, 10_000_000, 17_000_000]),
    quickBolusStepUu: choose.pick([0, 500_000, 1_000_000]),
    missedBolusWindows: choose.oneIn(2) ? [] : [{ fromMinute: 30, untilMinute: 90 }],
  });

/** One thing that a person changes. */
export const changeBy = (choose: Random): Partial<Settings> =>
  choose.pick<Partial<Settings>>([
    { lowSuspend: choose.pick(suspendModes) },
    { lowSuspend: 'off' },
    { autoOffHours: choose.pick([0, 5, 6]) },
    { automation: choose.pick(['islet', 'off'] as const) },
    { quickBolusStepUu: choose.pick([0, 500_000]) },
    { lowReservoirUu: choose.pick([10_000_000, 50_000_000]) },
    { siteChangeHours: choose.pick([0, 48]) },
    { maxDailyUu: choose.pick([72_000_000, 80_000_000]) },
  ]);
