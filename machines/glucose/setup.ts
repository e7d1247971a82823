import { setup } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName, GradeName } from '../../src/domain/alarms.ts';

export type GlucoseEvent =
  | { readonly type: 'glucose.notLow' }
  | { readonly type: 'glucose.low' }
  | { readonly type: 'glucose.urgentlyLow' }
  | { readonly type: 'glucose.notHigh' }
  | { readonly type: 'glucose.high' }
  | { readonly type: 'glucose.highLasting' }
  | { readonly type: 'glucose.highUndelivered' }
  | { readonly type: 'glucose.notVeryHigh' }
  | { readonly type: 'glucose.veryHigh' }
  | { readonly type: 'glucose.steady' }
  | { readonly type: 'glucose.falling' }
  | { readonly type: 'glucose.rising' }
  | { readonly type: 'power.lost' };

export const glucose = setup({
  types: {
    events: {} as GlucoseEvent,
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  actions: {
    raiseAlarm: (_moment, _params: { readonly alarm: AlarmName; readonly grade?: GradeName }) => {},
    ceaseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
  },
});

export type Region = Parameters<typeof glucose.createStateConfig>[0];

export const raise = <Name extends AlarmName>(alarm: Name) =>
  ({ type: 'raiseAlarm', params: { alarm } }) as const;
export const cease = <Name extends AlarmName>(alarm: Name) =>
  ({ type: 'ceaseAlarm', params: { alarm } }) as const;
