import { setup } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName, GradeName } from '../../src/domain/alarms.ts';
import { TIMING } from '../../src/domain/limits.ts';

export type SensorEvent =
  // A reading was believed, and how old the newest one is now.
  | { readonly type: 'glucose.accepted' }
  | { readonly type: 'glucose.fresh' }
  | { readonly type: 'glucose.late' }
  | { readonly type: 'glucose.stale' }
  | { readonly type: 'glucose.lost' }
  // What the sensor says of itself, and what its end and its noise come to.
  | { readonly type: 'sensor.removed' }
  | { readonly type: 'sensor.warming' }
  | { readonly type: 'sensor.started' }
  | { readonly type: 'sensor.failed' }
  | { readonly type: 'sensor.expiring' }
  | { readonly type: 'sensor.expired' }
  | { readonly type: 'sensor.doubted' }
  | { readonly type: 'sensor.trusted' }
  | { readonly type: 'power.lost' };

export const sensor = setup({
  types: {
    events: {} as SensorEvent,
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  actions: {
    raiseAlarm: (_moment, _params: { readonly alarm: AlarmName; readonly grade?: GradeName }) => {},
    ceaseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
  },
  delays: {
    lossNotice: TIMING.lossNotice,
    lossRepeat: TIMING.lossRepeat,
  },
});

export type Region = Parameters<typeof sensor.createStateConfig>[0];
