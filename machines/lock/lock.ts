import { setup, stateIn } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName } from '../../src/domain/alarms.ts';
import { TIMING } from '../../src/domain/limits.ts';

export type LockEvent =
  | { readonly type: 'screen.unlocked' }
  | { readonly type: 'screen.locked' }
  | { readonly type: 'screen.touched' }
  | { readonly type: 'entry.opened' }
  | { readonly type: 'entry.closed' }
  | { readonly type: 'fault.latched' }
  | { readonly type: 'power.lost' };

const lock = setup({
  types: {
    events: {} as LockEvent,
    tags: {} as 'locked',
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  guards: { isUnlocked: stateIn('#lock.screen.unlocked') },
  actions: {
    raiseAlarm: (_moment: unknown, _params: { readonly alarm: AlarmName }) => {},
    ceaseAlarm: (_moment: unknown, _params: { readonly alarm: AlarmName }) => {},
  },
  delays: { screenLock: TIMING.screenLock, entry: TIMING.entry },
});

type Region = Parameters<typeof lock.createStateConfig>[0];

/** Whether keys mean anything but suspend, and the answer to an alarm: those are taken from every screen. */
const screen = lock.createStateConfig({
  initial: 'locked',
  states: {
    locked: {
      description: 'Nothing can be started. Delivery can be suspended, and an alarm acknowledged.',
      tags: 'locked',
      meta: { req: ['SR-107'] },
      on: { 'screen.unlocked': 'unlocked' },
    },
    unlocked: {
      on: {
        // Re-entry restarts the delay: whoever goes on typing is not locked out.
        'screen.touched': { target: 'unlocked', reenter: true },
        'screen.unlocked': { target: 'unlocked', reenter: true },
        'screen.locked': 'locked',
        'fault.latched': 'locked',
        'power.lost': 'locked',
      },
      after: { screenLock: { target: 'locked', meta: { req: ['SR-107'] } } },
    },
  },
} satisfies Region);

/** The notice is complete when it is given: there is nothing left to wait for. */
const tellIncomplete = [
  { type: 'raiseAlarm', params: { alarm: 'entryIncomplete' } },
  { type: 'ceaseAlarm', params: { alarm: 'entryIncomplete' } },
] as const;

/** Whether a bolus or a temporary rate is being entered. What nobody goes on with is discarded. */
const entry = lock.createStateConfig({
  initial: 'none',
  states: {
    none: { on: { 'entry.opened': { guard: 'isUnlocked', target: 'open' } } },
    open: {
      description: 'Half an entry. It waits behind the lock, too, but not for longer.',
      on: {
        // Re-entry restarts the delay. A touch of the locked screen is none of the entry.
        'screen.touched': { guard: 'isUnlocked', target: 'open', reenter: true },
        'entry.closed': 'none',
        'fault.latched': 'none',
        'power.lost': 'none',
      },
      after: { entry: { target: 'none', actions: tellIncomplete } },
    },
  },
} satisfies Region);

/** The screen: its lock and the entry that is open on it. It never decides about delivery. */
export const lockMachine = lock.createMachine({
  id: 'lock',
  type: 'parallel',
  states: { screen, entry },
});
