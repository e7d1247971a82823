import { setup } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName } from '../../src/domain/alarms.ts';
import { TIMING } from '../../src/domain/limits.ts';

export type AutoOffEvent =
  | { readonly type: 'autoOff.armed' }
  | { readonly type: 'autoOff.near' }
  | { readonly type: 'autoOff.reached' }
  | { readonly type: 'autoOff.answered' }
  | { readonly type: 'autoOff.disarmed' }
  | { readonly type: 'power.lost' };

const autoOff = setup({
  types: {
    events: {} as AutoOffEvent,
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  actions: {
    raiseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
    ceaseAlarm: (_moment, _params: { readonly alarm: AlarmName }) => {},
  },
  delays: { countdown: TIMING.countdown },
});

type Region = Parameters<typeof autoOff.createStateConfig>[0];

const warning = { alarm: 'autoOffWarning' } as const;
const stop = { alarm: 'autoOff' } as const;

/** Whether somebody is there. The ledger knows since when nobody was; any act of a person answers. */
const attendance = autoOff.createStateConfig({
  initial: 'off',
  states: {
    off: {
      description: 'Not wanted, or delivery does not run.',
      on: { 'autoOff.armed': 'counting' },
    },
    counting: {
      on: { 'autoOff.near': 'warning', 'autoOff.disarmed': 'off' },
    },
    warning: {
      description: 'Within a quarter of an hour delivery stops, unless somebody touches the pump.',
      meta: { req: ['SR-044'] },
      entry: { type: 'raiseAlarm', params: warning },
      exit: { type: 'ceaseAlarm', params: warning },
      on: { 'autoOff.answered': 'counting', 'autoOff.reached': 'expired', 'autoOff.disarmed': 'off' },
      // Said again each minute: whoever sleeps through one may wake at the next.
      after: { countdown: { target: 'warning', reenter: true } },
    },
    expired: {
      description: 'Nobody was there for the whole time. The alarm has stopped delivery.',
      meta: { req: ['SR-044', 'SR-080'] },
      entry: { type: 'raiseAlarm', params: stop },
      exit: { type: 'ceaseAlarm', params: stop },
      on: { 'autoOff.answered': 'off' },
    },
  },
  on: { 'power.lost': '.off' },
} satisfies Region);

/** Auto-off (SR-044): off unless the settings want it. */
export const autoOffMachine = autoOff.createMachine({
  id: 'autoOff',
  type: 'parallel',
  states: { attendance },
});
