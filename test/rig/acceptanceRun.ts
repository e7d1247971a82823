import { realClock } from '../../hardware/clock/real.ts';
import { acceptancePlan } from '../../hardware/rig/acceptance/plan.ts';
import type { RigProfile } from '../../hardware/rig/profile/schema.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { type RigRun, runRig } from '../../hardware/rig/run/runRig.ts';

/** The method in a few simulated hours: every kind of measurement, and few of each. */
export const SHORT: RigProfile = {
  ...SIMULATED_RIG,
  method: {
    ...SIMULATED_RIG.method,
    evaporationMinutes: 12,
    stabilisationMinutes: 30,
    analysisMinutes: 120,
    boluses: 3,
    basalRatesUPerHour: [5],
    basalHours: 1,
  },
};

/** A run of the acceptance plan in this process; `told` are its lines of progress. */
export const acceptance = async (out: string, more: Partial<RigRun> = {}) => {
  const time = realClock();
  const told: string[] = [];
  const result = await runRig({
    plan: 'acceptance',
    profile: SHORT,
    transport: 'memory',
    fault: null,
    station: 'nobody',
    out,
    signal: new AbortController().signal,
    tell: line => void told.push(line),
    time,
    ...more,
  });
  time.close();
  return { ...result, told };
};

/** A plan of which nothing but its phases is wanted. */
export const NOTHING_KEPT = {
  keep: { curve: () => {}, weights: () => {}, note: () => {} },
  suite: () => {},
  tell: () => {},
  failures: () => 0,
} as const;

/** The phases of the plan with these names, and set-up and teardown. */
export const only =
  (...names: readonly string[]): NonNullable<RigRun['phases']> =>
  stand =>
    acceptancePlan({ ...NOTHING_KEPT, time: realClock(), stand, profile: SHORT }).filter(
      ({ group, name }) => group !== 'main' || names.includes(name),
    );
