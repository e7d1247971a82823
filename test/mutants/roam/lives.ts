import { cartridgeOf } from '../../../src/domain/change.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import type { Tape } from '../../../src/verify/mutants/observed/tape.ts';
import { type Random, random } from '../../fuzz/random.ts';
import { EPISODES } from './episodes.ts';
import { settingsBy } from './settings.ts';
import { beginning, CONTROLLERS, pass, type Spot, settle, take, tapeTo } from './spot.ts';

export const LIVES = 'lives';

/** So many are lived, of so many episodes each. */
const LIVED = 400;
const EPISODES_OF_ONE = 9;

/**
 * Lives of people with a sensor, a loop and devices that sometimes say nothing: episodes that are told whole, such as a sensor
 * that is silent for a quarter of an hour and returns, in an order that is left to chance. Ways that are left to chance step by step seldom
 * do one such thing, and hardly ever two in a row. The same for every chart.
 */
export const lives = (): readonly Tape[] => {
  lived ??= Array.from({ length: LIVED }, (_, index) => tapeOfLife(index + 1));
  return lived;
};
let lived: readonly Tape[] | null = null;

/** One of them, lived anew. */
export const tapeOfLife = (seed: number): Tape => tapeTo(lifeOf(seed), `life, seed ${seed}`, LIVES);

const lifeOf = (seed: number): Spot => {
  const choose = random(seed);
  let spot = startBy(choose);
  for (let count = 0; count < EPISODES_OF_ONE; count += 1) spot = choose.pick(EPISODES)(spot, choose);
  return pass(spot, 60_000);
};

/** A pump that is worn, with automation in the settings, and a little basal: many hours in few steps. */
const startBy = (choose: Random): Spot => {
  const settings = {
    ...settingsBy(choose),
    automation: 'islet' as const,
    quickBolusStepUu: 500_000,
    basalProfile: [{ fromMinute: 0, rateUuPerHour: choose.pick([50_000, 100_000, 300_000]) }],
  };
  const opening: readonly Fact[] = [
    { type: 'settings.changed', settings },
    cartridgeOf(200_000_000),
    { type: 'power.applied', boot: 'the first', gapMs: 0 },
  ];
  const began = { ...beginning(true, true), controller: choose.pick(CONTROLLERS) };
  const on = opening.reduce((spot, fact) => take(spot, fact), began);
  return settle(take(pass(settle(on), 1_000), { type: 'resume.requested' }));
};
