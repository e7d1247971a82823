import { plant, type Region } from './setup.ts';

/** The way of the insulin. A blocked line is felt as force, sooner or later. */
export const line = plant.createStateConfig({
  initial: 'open',
  states: {
    open: { on: { 'line.blocked': 'blocked' } },
    blocked: { on: { 'line.opened': 'open' } },
  },
} satisfies Region);

/** The plunger behind an open-loop motor: stuck, it stays where it is, and only the encoder sees it. */
export const plunger = plant.createStateConfig({
  initial: 'free',
  states: {
    free: { on: { 'plunger.stuck': 'stuck' } },
    stuck: { on: { 'plunger.freed': 'free' } },
  },
} satisfies Region);
