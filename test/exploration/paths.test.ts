import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { activeStates, stateIds, transitionIds } from '../../src/verify/coverage.ts';
import { explore } from '../../src/verify/explore.ts';
import { pathsOf } from '../../src/verify/paths.ts';
import { pumpInPlant } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';

const graph = explore(pumpInPlant());
const paths = pathsOf(graph);

test('the paths meet every state and every transition of the pump that can be met', () => {
  const { machine } = graph.system.chart;
  const met = new Set(paths.flatMap(({ covers }) => [...covers]));
  // Whatever would close the gate has already ended the confirmation.
  const wanted = [...stateIds(machine), ...transitionIds(machine)].filter(
    id =>
      id !== 'pump.bolus.confirming.once bolus.confirmed 0' &&
      id !== 'pump.bolus.confirming.again bolus.confirmedAgain 0',
  );
  expect(wanted.filter(id => !met.has(id))).toEqual([]);
  const steps = paths.reduce((sum, path) => sum + path.steps.length, 0);
  console.log(
    `paths: ${paths.length} with ${steps} steps, the longest ${Math.max(...paths.map(path => path.steps.length))}`,
  );
});

test('the same chart gives the same paths', () => {
  expect(pathsOf(graph)).toEqual(paths);
});

test('every path is a run of the pump chart, with the states it says', () => {
  const view = timerView(pumpMachine);
  let checked = 0;
  for (const { steps } of paths) {
    let [snapshot] = initialTransition(view);
    for (const { event, states } of steps) {
      [snapshot] = transition(view, snapshot, event);
      expect(activeStates(snapshot)).toEqual(states);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(paths.length);
});
