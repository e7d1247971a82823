import { setup } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import { TIMING } from '../../src/domain/limits.ts';

export type QuickEvent =
  | { readonly type: 'button.pressed' }
  | { readonly type: 'button.released' }
  | { readonly type: 'bolus.refused' }
  | { readonly type: 'fault.latched' }
  | { readonly type: 'power.lost' };

/** Asked of the ledger, and of whatever sounds: named here, done elsewhere. */
const asked = () => {};

const quick = setup({
  types: { events: {} as QuickEvent, meta: {} as { readonly req: readonly RequirementId[] } },
  actions: {
    clearQuick: asked,
    addQuickStep: asked,
    requestQuick: asked,
    confirmQuick: asked,
    soundReady: asked,
    soundStep: asked,
    soundCount: asked,
    soundRefusal: asked,
  },
  delays: { quickHold: TIMING.quickHold, quickPause: TIMING.quickPause, quickWait: TIMING.quickWait },
});

type Region = Parameters<typeof quick.createStateConfig>[0];

const refused = { target: 'idle', actions: 'soundRefusal' } as const;

/**
 * A bolus by the button alone, for hands in a pocket: hold, count, listen, hold again. How many steps were
 * counted, and whether the button is to be believed, the ledger knows; what may be delivered, the pump.
 */
const entry = quick.createStateConfig({
  initial: 'idle',
  states: {
    idle: { on: { 'button.pressed': 'holding' } },
    holding: {
      description: 'A short press means nothing: pockets press buttons.',
      meta: { req: ['SR-035'] },
      on: { 'button.released': 'idle' },
      after: { quickHold: { target: 'ready', actions: ['clearQuick', 'soundReady'] } },
    },
    ready: {
      on: { 'button.pressed': 'counting' },
      after: { quickPause: 'idle' },
    },
    counting: {
      description: 'Each press is one step more, and is heard.',
      meta: { req: ['SR-035'] },
      entry: ['addQuickStep', 'soundStep'],
      // Re-entry restarts the pause: the count ends when nobody has pressed for so long.
      on: { 'button.pressed': { target: 'counting', reenter: true } },
      after: { quickPause: { target: 'asking', actions: ['requestQuick', 'soundCount'] } },
    },
    asking: {
      description: 'The count is sounded back. Only a second hold confirms it.',
      meta: { req: ['SR-026', 'SR-035'] },
      on: { 'button.pressed': 'confirming', 'bolus.refused': refused },
      after: { quickWait: 'idle' },
    },
    confirming: {
      meta: { req: ['SR-035'] },
      on: { 'button.released': 'asking', 'bolus.refused': refused },
      after: { quickHold: { target: 'idle', actions: 'confirmQuick' } },
    },
  },
  on: {
    'fault.latched': '.idle',
    'power.lost': '.idle',
  },
} satisfies Region);

/** The quick bolus. */
export const quickMachine = quick.createMachine({ id: 'quick', type: 'parallel', states: { entry } });
