import { afterAll, expect, test } from 'vitest';
import { SMALL_MACHINES, smallNames } from '../../src/runtime/machines.ts';
import { coverageOf } from '../../src/verify/coverage.ts';
import { explore, type Graph } from '../../src/verify/explore.ts';
import { findingsOf } from '../../src/verify/reports/reports.ts';
import { alarmAlone, alarmSorts, machineAlone } from '../../src/verify/systems.ts';
import { noteExplored } from '../support/met.ts';
import { expectOnlyWhatIsExpected } from '../support/reports.ts';
import { req } from '../support/req.ts';

/** Small is small: a machine that grows beyond this hides a quantity, or is two machines. */
const MOST_STATES = 2_000;

const graphs: (readonly [string, Graph])[] = [];
afterAll(() => noteExplored('small machines', graphs));

for (const name of smallNames) {
  test(
    `SR-046 SR-047 the ${name} chart is explored completely and met as a whole`,
    req('SR-046', 'SR-047'),
    () => {
      const graph = explore(machineAlone(name), MOST_STATES);
      graphs.push([name, graph]);
      const coverage = coverageOf(graph);
      expect(graph.complete).toBe(true);
      expect(graph.states.length).toBeGreaterThan(1);
      expect(coverage.statesNeverActive).toEqual([]);
      expect(coverage.transitionsNeverTaken).toEqual([]);
      expect(coverage.eventsNeverAnswered).toEqual([]);
      expect(coverage.deadlocks).toEqual([]);
      expectOnlyWhatIsExpected(name, findingsOf([{ graph }]));
    },
  );

  test(`the ${name} chart goes by its own name, so that its states are found by it`, () => {
    expect(SMALL_MACHINES[name].id).toBe(name);
  });
}

test('the alarm chart has no finding in any sort that nobody expects', () => {
  const [first, ...others] = alarmSorts.map(input => ({ graph: explore(alarmAlone(input)), input }));
  if (first === undefined) throw new Error('there is no sort of alarm');
  expectOnlyWhatIsExpected('alarm', findingsOf([first, ...others]));
});
