import { plantMachine } from '../../machines/plant/plant.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import type { Event } from '../../src/verify/automaton.ts';
import { type Chart, chartOf } from '../../src/verify/chart.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { walkOf } from '../../src/verify/walk/walk.ts';
import { stepDifference } from '../support/plainSteps.ts';
import type { Found } from './alone.ts';

/** Of the steps that the tables answer from what they know already, one in so many is compared, too; a prime number. */
const EACH = 1_999;

/**
 * Compares with XState's own `transition()` the step in which each projection was first met: each situation
 * of each part of each event, those of raised events included; and a sample of all other steps, where a
 * footprint that is too small would show. `states` are all the steps compared. `world` is the pump's world, all of whose
 * states were met.
 */
export const equality = (world: Chart = worldMet()): Found => {
  const open = openPump().chart;
  const ofPump = comparedOn(open, alphabetOf(open.machine), Number.POSITIVE_INFINITY);
  const fresh = chartOf(plantMachine);
  const read = fresh.reader(world.contexts());
  for (let state = 0; state < world.size(); state += 1) read(...world.wordsOf(state));
  const ofPlant = comparedOn(fresh, world.tables.events(), world.size());
  return { states: ofPump.projections + ofPlant.projections, steps: ofPump.steps + ofPlant.steps, bytes: 0 };
};

const worldMet = (): Chart => {
  const system = pumpInPlant();
  walkOf(system, { state: () => {}, step: () => {} }).goOn(Number.POSITIVE_INFINITY);
  if (system.world === null) throw new Error('the pump is in no plant');
  return system.world;
};

const comparedOn = (chart: Chart, events: readonly Event[], most: number) => {
  const numbers = events.map(event => chart.tables.eventNumber(event));
  const heard = chart.heard(numbers);
  let steps = 0;
  let projections = 0;
  for (let state = 0; state < Math.min(most, chart.size()); state += 1) {
    const bits = heard(state).slice();
    for (const [index, event] of numbers.entries()) {
      if ((((bits[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 0) continue;
      const before = chart.calls();
      chart.take(state, event);
      steps += 1;
      if (chart.calls() === before && steps % EACH !== 0) continue;
      projections += 1;
      const difference = stepDifference(chart, state, chart.tables.eventOf(event));
      if (difference !== null) throw new Error(difference);
    }
  }
  return { projections, steps };
};
