import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName, GradeName } from '../../src/domain/alarms.ts';

/** What every small machine may ask of the alarms: named here, done elsewhere. */
export const alarming = {
  raiseAlarm: (_moment: unknown, _params: { readonly alarm: AlarmName; readonly grade?: GradeName }) => {},
  ceaseAlarm: (_moment: unknown, _params: { readonly alarm: AlarmName }) => {},
};

export type Meta = { readonly req: readonly RequirementId[] };
