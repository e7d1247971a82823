import { setup } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName } from '../../src/domain/alarms.ts';

export type StormEvent = { readonly type: 'storm.detected' } | { readonly type: 'storm.ended' };

const storm = setup({
  types: {
    events: {} as StormEvent,
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  actions: {
    raiseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
    ceaseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
  },
});

type Region = Parameters<typeof storm.createStateConfig>[0];

const alarmStorm = { alarm: 'alarmStorm' } as const;

/** Whether a person resumes again and again what the same alarm stops. The ledger counts. */
const repetition = storm.createStateConfig({
  initial: 'calm',
  states: {
    calm: { on: { 'storm.detected': 'raging' } },
    raging: {
      description:
        'Delivery stays stopped until the cartridge or the site was changed. A restart changes nothing.',
      meta: { req: ['SR-086'] },
      entry: { type: 'raiseAlarm', params: alarmStorm },
      exit: { type: 'ceaseAlarm', params: alarmStorm },
      on: { 'storm.ended': 'calm' },
    },
  },
} satisfies Region);

/** The same alarm, the same stop, the same resume, for the third time in ten minutes. */
export const stormMachine = storm.createMachine({
  id: 'storm',
  type: 'parallel',
  states: { repetition },
});
