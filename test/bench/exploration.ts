import { getAdjacencyMap } from 'xstate/graph';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { automaton, keyOf } from '../../src/verify/automaton.ts';
import { explore } from '../../src/verify/explore.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import type { Contender } from './compare.ts';

/** Both sides must have found the same states, or their rates mean nothing. */
const found = new Map<string, number>();

const statesOf = (name: string, states: number): number => {
  const before = found.get(name) ?? states;
  if (before !== states) throw new Error(`${name}: ${states} states, and ${before} before`);
  found.set(name, states);
  return states;
};

/** The same walk with XState asked once for each state and event: what tables are to save. */
const eachStateAndEvent = (): number => {
  const view = timerView(pumpMachine);
  const chart = automaton(view);
  const events = alphabetOf(view);
  for (let state = 0; state < chart.size(); state += 1) for (const event of events) chart.step(state, event);
  return chart.size();
};

/**
 * Exploration of the open pump by tables, by XState for each state and event, and by `xstate/graph`, from
 * nothing each time. The larger pump in its plant has no counterpart: `xstate/graph` takes one machine.
 */
export const exploration: readonly Contender[] = [
  { name: 'the open pump', run: () => statesOf('open', explore(openPump()).states.length) },
  { name: 'the pump in its plant', run: () => statesOf('closed', explore(pumpInPlant()).states.length) },
  { name: 'the open pump, each state and event', run: () => statesOf('open', eachStateAndEvent()) },
  {
    name: 'baseline: xstate/graph on the open pump',
    run: () => {
      const view = timerView(pumpMachine);
      const map = getAdjacencyMap(view, { events: alphabetOf(view), serializeState: state => keyOf(state) });
      return statesOf('open', Object.keys(map).length);
    },
  },
];
