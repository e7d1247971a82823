import { plant, type Region } from './setup.ts';

/** The way of the insulin. A blocked line is felt as force, sooner or later. */
export const line = plant.createStateConfig({
  initial: 'open',
  states: {
    open: { on: { 'line.blocked': 'blocked' } },
    blocked: { on: { 'line.opened': 'open' } },
  },
} satisfies Region);
