import { getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { explore } from '../../src/verify/explore.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import type { Contender } from './compare.ts';

/** States per second of the whole pump chart: our explorer beside the traversal that comes with XState. */
export const exploring = (): readonly Contender[] => {
  const view = timerView(pumpMachine);
  const events = alphabetOf(view).map(event => ({ ...event }));
  return [
    { name: 'explore, pump in its plant', run: () => explore(pumpInPlant()).states.length },
    { name: 'explore, pump alone', run: () => explore(openPump()).states.length },
    {
      name: 'xstate/graph getAdjacencyMap, pump alone',
      run: () => Object.keys(getAdjacencyMap(view, { events })).length,
    },
  ];
};

/** What `xstate/graph` calls paths: one shortest run to each state. Used for the decision record. */
export const graphPaths = (): number => {
  const view = timerView(pumpMachine);
  return getShortestPaths(view, { events: alphabetOf(view).map(event => ({ ...event })) }).length;
};
