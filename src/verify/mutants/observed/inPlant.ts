import { nameOf } from '../../automaton.ts';
import { pumpInPlant } from '../../systems.ts';
import { walkOf } from '../../walk/walk.ts';
import type { Ground } from '../ground.ts';
import type { Surroundings } from './silences.ts';

/**
 * The states that the pump's own chart comes to in its plant, and what it hears there: every reachable state of the two
 * together is walked, of which a test shows that they take all that the real ledger says. Some 22 million states, a minute or two.
 */
export const inPlant = (ground: Ground): Surroundings => {
  const { chart, alphabet, input } = ground;
  const system = pumpInPlant();
  const numbers = new Map(alphabet.map((event, number) => [nameOf(event), number]));
  /** By label: the number of its event in the alphabet and one; 0 is not yet asked, -1 is none of the pump's. */
  const eventOf: number[] = [];
  const words = Math.ceil(alphabet.length / 32);
  let heard = new Int32Array(words * 1_024);
  const note = (state: number, event: number): void => {
    const at = state * words + (event >>> 5);
    if (at >= heard.length) {
      const longer = new Int32Array(Math.max(heard.length * 2, at + words));
      longer.set(heard);
      heard = longer;
    }
    heard[at] = (heard[at] ?? 0) | (1 << (event & 31));
  };
  const eventBy = (label: number): number => {
    const known = eventOf[label] ?? 0;
    if (known !== 0) return known;
    const number = numbers.get(nameOf(system.labelAt(label).event));
    const event = number === undefined ? -1 : number + 1;
    eventOf[label] = event;
    return event;
  };
  const walk = walkOf(system, {
    state: () => {},
    step: (label, from) => {
      const event = eventBy(label);
      if (event > 0) note(system.chartState(from), event - 1);
    },
  });
  walk.goOn(Number.POSITIVE_INFINITY);
  /** By the number of a state on the ground, one and that in the plant. */
  const inPlantOf = new Map<number, number>();
  const own = system.chart;
  for (let state = 0; state < own.size(); state += 1) {
    if (!isHeardIn(heard, words, state)) continue;
    const leaves = own.shape.regions.map((_, region) => own.leafIn(state, region));
    inPlantOf.set(chart.stateOf(leaves, own.contextIn(state)), state);
  }
  const states = Int32Array.from(inPlantOf.keys());
  return {
    chart,
    alphabet,
    input,
    size: states.length,
    stateAt: position => states[position] ?? 0,
    mayCome: (state, event) => {
      const known = inPlantOf.get(state);
      return (
        known !== undefined && (((heard[known * words + (event >>> 5)] ?? 0) >>> (event & 31)) & 1) === 1
      );
    },
  };
};

const isHeardIn = (heard: Int32Array, words: number, state: number): boolean =>
  heard.subarray(state * words, (state + 1) * words).some(word => word !== 0);
