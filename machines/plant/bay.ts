import { plant, type Region } from './setup.ts';

/** The bay of the cartridge, by its switch. It says how it is at each self-test, and whenever it changes. */
export const bay = plant.createStateConfig({
  initial: 'closed',
  states: {
    closed: { on: { 'cartridge.inserted': { guard: 'isOn', actions: 'offer' } } },
    open: { on: { 'cartridge.inserted': { guard: 'isOn', target: 'closed' } } },
  },
  on: { 'cartridge.removed': { guard: 'isOn', target: '.open' } },
} satisfies Region);
