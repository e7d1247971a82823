import { and, or, setup, stateIn } from 'xstate';
import type { RequirementId } from '../../../specs/requirements/index.ts';
import type { AlarmName, GradeName } from '../../../src/domain/alarms.ts';
import { TIMING } from '../../../src/domain/limits.ts';
import type { SuspendPolicy } from '../../../src/domain/lowSuspend/policy.ts';

export type LowSuspendEvent =
  // A person: wants basal again all the same.
  | { readonly type: 'lowSuspend.overruled' }
  // The ledger: which policy a person has chosen, and that they have seen what it does.
  | { readonly type: 'lowSuspend.armed'; readonly policy: SuspendPolicy }
  | { readonly type: 'lowSuspend.disarmed' }
  | { readonly type: 'lowSuspend.answered' }
  /** No room in the 150 min for as little as the next 5. */
  | { readonly type: 'lowSuspend.exhausted' }
  // The ledger: what the policy makes of the newest reading, or that there is none.
  | { readonly type: 'glucose.predictedLow' }
  | { readonly type: 'glucose.recovering' }
  | { readonly type: 'glucose.unseen' }
  | { readonly type: 'glucose.unseenLow' }
  | { readonly type: 'glucose.seen' }
  | { readonly type: 'delivery.stopped' }
  | { readonly type: 'fault.latched' }
  | { readonly type: 'power.lost' };

type Moment = { readonly event: LowSuspendEvent };

export const lowSuspend = setup({
  types: {
    events: {} as LowSuspendEvent,
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  guards: {
    isAtThreshold: ({ event }: Moment): boolean => 'policy' in event && event.policy === 'atThreshold',
    isPredictive: ({ event }: Moment): boolean => 'policy' in event && event.policy === 'predictive',
    /** A policy after Medtronic, which wants an answer. */
    isStrict: or([stateIn('#lowSuspend.policy.atThreshold'), stateIn('#lowSuspend.policy.beforeLow')]),
    isArmed: or([stateIn('#lowSuspend.policy.predictive'), 'isStrict']),
    /** A policy is chosen, and nothing forbids it to act for now. */
    maySuspend: and(['isArmed', stateIn('#lowSuspend.lockout.free')]),
    isWithheld: stateIn('#lowSuspend.basal.withheld'),
    /** Basal-IQ tries again after 30 min whatever happens. */
    triesAgain: stateIn('#lowSuspend.policy.predictive'),
  },
  actions: {
    raiseAlarm: (_moment, _params: { readonly alarm: AlarmName; readonly grade?: GradeName }) => {},
    ceaseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
    holdBasal: () => {},
    releaseBasal: () => {},
    /** What the policy makes of glucose now is said again. */
    judgeGlucose: () => {},
  },
  delays: {
    blindness: TIMING.blindness,
    shortLockout: TIMING.shortLockout,
    longLockout: TIMING.longLockout,
  },
});

export type Region = Parameters<typeof lowSuspend.createStateConfig>[0];
