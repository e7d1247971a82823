import { changing } from './change.ts';
import { pump, type Region } from './setup.ts';

const fault = { type: 'raiseAlarm', params: { alarm: 'cartridgeFault' } } as const;

/** The cartridge, from bay to body. Each step needs a person, and doses need all of them. */
export const supply = pump.createStateConfig({
  initial: 'unknown',
  states: {
    unknown: {
      description: 'The journal is not read yet: nothing counts as prepared.',
      on: {
        'supply.found': [
          { guard: 'isFoundReady', target: 'ready' },
          { guard: 'isFoundEmpty', target: 'changing.empty' },
          { guard: 'isFoundMoved', target: 'changing.occupied', actions: fault, meta: { req: ['SR-070'] } },
          { target: 'changing.occupied' },
        ],
      },
    },
    ready: {
      description: 'Seated, primed and connected, and not touched since.',
      entry: [
        { type: 'ceaseAlarm', params: { alarm: 'cartridgeRemoved' } },
        { type: 'ceaseAlarm', params: { alarm: 'cartridgeFault' } },
      ],
      on: {
        'change.requested': 'changing.unloading',
        'cartridge.removed': {
          target: 'changing.empty',
          actions: [{ type: 'raiseAlarm', params: { alarm: 'cartridgeRemoved' } }, 'stopTherapy'],
          meta: { req: ['SR-056'] },
        },
      },
    },
    changing,
  },
  on: {
    // A step that is not the next one changes nothing, and the person hears which one is.
    'change.requested': { actions: 'refuseChange' },
    'change.cancelled': { actions: 'refuseChange' },
    'set.disconnected': { actions: 'refuseChange' },
    'rewind.requested': { actions: 'refuseChange' },
    'cartridge.accepted': { actions: 'refuseChange' },
    'cartridge.refused': { actions: 'refuseChange', meta: { req: ['SR-055'] } },
    'prime.started': { actions: 'refuseChange' },
    'prime.skipped': { actions: 'refuseChange' },
    'fill.requested': { actions: 'refuseChange' },
    'fill.skipped': { actions: 'refuseChange' },
    'fault.*': '.unknown',
    'power.lost': '.unknown',
  },
} satisfies Region);
