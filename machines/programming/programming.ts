import { setup } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName } from '../../src/domain/alarms.ts';
import { TIMING } from '../../src/domain/limits.ts';

export type ProgrammingEvent =
  /** The ledger holds a proposal that nothing speaks against, or has found that it cannot be any more. */
  | { readonly type: 'settings.admitted' }
  | { readonly type: 'settings.refused' }
  | { readonly type: 'settings.withdrawn' }
  /** The proposal that waits was confirmed, and still nothing speaks against it. */
  | { readonly type: 'settings.agreed' }
  | { readonly type: 'settings.discarded' }
  /** Whole settings have come into use. */
  | { readonly type: 'settings.accepted' }
  | { readonly type: 'settings.lost' }
  | { readonly type: 'fault.latched' }
  | { readonly type: 'power.lost' };

/** Asked of the ledger and of the person's screen: named here, done elsewhere. */
const asked = () => {};

const programming = setup({
  types: { events: {} as ProgrammingEvent, meta: {} as { readonly req: readonly RequirementId[] } },
  actions: {
    askSettings: asked,
    refuseSettings: asked,
    applySettings: asked,
    discardProposal: asked,
    raiseAlarm: (_moment: unknown, _params: { readonly alarm: AlarmName }) => {},
    ceaseAlarm: (_moment: unknown, _params: { readonly alarm: AlarmName }) => {},
  },
  delays: { proposal: TIMING.proposal },
});

type Region = Parameters<typeof programming.createStateConfig>[0];

const dropped = { target: 'idle', actions: 'discardProposal' } as const;

/** A change of settings in two steps: proposed and shown, then confirmed. The ledger holds what is proposed. */
const proposal = programming.createStateConfig({
  initial: 'idle',
  states: {
    idle: {
      on: { 'settings.admitted': 'proposed', 'settings.refused': { actions: 'refuseSettings' } },
    },
    proposed: {
      description: 'Shown field by field, old and new. Delivery goes on by the old settings.',
      meta: { req: ['SR-105'] },
      entry: 'askSettings',
      on: {
        // Another one, instead of the one that was seen: it is shown, and has its own time.
        'settings.admitted': { target: 'proposed', reenter: true },
        'settings.agreed': { target: 'idle', actions: 'applySettings', meta: { req: ['SR-105'] } },
        'settings.refused': { actions: 'refuseSettings', meta: { req: ['SR-105', 'SR-106'] } },
        'settings.withdrawn': dropped,
        'settings.discarded': dropped,
        'fault.latched': dropped,
        'power.lost': dropped,
      },
      after: {
        proposal: {
          target: 'idle',
          actions: [
            'discardProposal',
            // The notice is complete when it is given: there is nothing left to wait for.
            { type: 'raiseAlarm', params: { alarm: 'entryIncomplete' } },
            { type: 'ceaseAlarm', params: { alarm: 'entryIncomplete' } },
          ],
        },
      },
    },
  },
} satisfies Region);

const settingsInvalid = { alarm: 'settingsInvalid' } as const;

/** Whether there are settings to deliver by. */
const memory = programming.createStateConfig({
  initial: 'kept',
  states: {
    kept: { on: { 'settings.lost': 'lost' } },
    lost: {
      description:
        'Nothing is delivered, whatever the last rate was. Whole settings end it, and nothing else.',
      meta: { req: ['SR-073'] },
      entry: { type: 'raiseAlarm', params: settingsInvalid },
      exit: { type: 'ceaseAlarm', params: settingsInvalid },
      on: { 'settings.accepted': 'kept' },
    },
  },
} satisfies Region);

/** The settings: how they change, and whether they are there. */
export const programmingMachine = programming.createMachine({
  id: 'programming',
  type: 'parallel',
  states: { proposal, memory },
});
