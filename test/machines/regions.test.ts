import { expect, test } from 'vitest';
import { initialTransition, matchesState, transition } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { stateIds } from '../../src/verify/coverage.ts';
import { isolated, regionPaths } from '../support/regionPaths.ts';

const charts = [
  ...Object.keys(pumpMachine.states).flatMap(region =>
    [true, false].map(permitted => ({
      machine: isolated(pumpMachine, region, permitted),
      region,
      permitted,
    })),
  ),
  ...Object.values(SMALL_MACHINES).flatMap(machine =>
    Object.keys(machine.states).map(region => ({
      machine: isolated(machine, region, true),
      region: `${region} of the ${machine.id}`,
      permitted: true,
    })),
  ),
];

/** XState's own name of the event that a fact stands for in the running chart. */
const realEvent = (
  machine: (typeof charts)[number]['machine'],
  active: readonly string[],
  type: string,
): string => {
  const delay = /^timer\.(.+)Elapsed$/.exec(type)?.[1];
  if (delay === undefined) return type;
  const running = active.flatMap(id => machine.getStateNodeById(id).after).find(each => each.delay === delay);
  return running?.eventType ?? type;
};

for (const { machine, region, permitted } of charts) {
  test(`paths of the region ${region} alone, ${permitted ? 'all' : 'nothing'} permitted by the others`, () => {
    const paths = regionPaths(machine);
    const reached = new Set<string>();
    let checked = 0;
    for (const { steps, description } of paths) {
      let [snapshot] = initialTransition(machine);
      for (const { id } of snapshot._nodes) reached.add(id);
      for (const { event, value } of steps) {
        const active = snapshot._nodes.map(({ id }) => id);
        // The paths come from the timer view; the chart that runs has real delays.
        [snapshot] = transition(machine, snapshot, {
          ...event,
          type: realEvent(machine, active, event.type),
        });
        expect(matchesState(value, snapshot.value), `${description}: ${event.type}`).toBe(true);
        checked += 1;
        for (const { id } of snapshot._nodes) reached.add(id);
      }
      for (const { id } of snapshot._nodes) reached.add(id);
    }
    expect(paths.length).toBeGreaterThan(0);
    // Where the others permit nothing, a region may have nowhere to go.
    if (!permitted) return;
    expect(checked).toBeGreaterThan(0);
    expect(stateIds(machine).filter(id => !reached.has(id))).toEqual([]);
  });
}
