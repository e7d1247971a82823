import { and, not, or, setup, stateIn } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName, GradeName } from '../../src/domain/alarms.ts';
import { TIMING } from '../../src/domain/limits.ts';

export type TherapyEvent =
  // A person.
  | { readonly type: 'automation.enabled' }
  | { readonly type: 'automation.disabled' }
  | { readonly type: 'glucose.entered' }
  | { readonly type: 'sleep.started' }
  | { readonly type: 'exercise.started' }
  | { readonly type: 'activity.ended' }
  // The ledger: where automation stands, what it was told, and what it was too long at.
  | { readonly type: 'automation.obstructed' }
  | { readonly type: 'automation.unready' }
  | { readonly type: 'automation.ready' }
  | { readonly type: 'automation.accepted' }
  | { readonly type: 'automation.refused' }
  | { readonly type: 'automation.lapsed' }
  | { readonly type: 'automation.saturated' }
  | { readonly type: 'automation.ended' }
  | { readonly type: 'activity.expired' }
  // Glucose, as old as it is, and the sensor that may be gone.
  | { readonly type: 'glucose.accepted' }
  | { readonly type: 'glucose.fresh' }
  | { readonly type: 'glucose.late' }
  | { readonly type: 'glucose.stale' }
  | { readonly type: 'glucose.lost' }
  | { readonly type: 'glucose.contradicted' }
  | { readonly type: 'sensor.warming' }
  | { readonly type: 'sensor.started' }
  | { readonly type: 'sensor.failed' }
  | { readonly type: 'sensor.expired' }
  | { readonly type: 'sensor.removed' }
  | { readonly type: 'power.lost' };

export const therapy = setup({
  types: {
    events: {} as TherapyEvent,
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  guards: {
    /** Nothing excludes automation, and three fresh readings speak for it. */
    isReady: stateIn('#therapy.footing.ready'),
    isAutomated: stateIn('#therapy.mode.closedLoop'),
    /** It is wanted, and nothing excludes it whatever glucose is. */
    mayAsk: and(['isAutomated', not(stateIn('#therapy.footing.obstructed'))]),
    isRunning: or([stateIn('#therapy.mode.closedLoop.active'), stateIn('#therapy.mode.closedLoop.late')]),
  },
  actions: {
    raiseAlarm: (_moment, _params: { readonly alarm: AlarmName; readonly grade?: GradeName }) => {},
    ceaseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
    /** Whose rate basal follows from now on; one that a person has set goes before all of them. */
    followProfile: () => {},
    followController: () => {},
    /** The controller's as long as it is at most the profile's. */
    onlyLower: () => {},
    /** The profile's, or what the controller has needed on average if that is less. */
    limitBasal: () => {},
    /** A bolus that the controller has asked for ends; one of a person does not. */
    endMicrobolus: () => {},
    endAutomation: () => {},
    /** The controller of the settings is asked, by a number that no other question has; or its answer counts no longer. */
    openQuestion: () => {},
    askController: () => {},
    closeQuestion: () => {},
    /** Says why automation does not start, or not yet. */
    refuseAutomation: () => {},
  },
  delays: {
    answer: TIMING.answer,
    attempt: TIMING.attempt,
    limitation: TIMING.limitation,
  },
});

export type Region = Parameters<typeof therapy.createStateConfig>[0];
