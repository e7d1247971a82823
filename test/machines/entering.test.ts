import { expect, test } from 'vitest';
import { smallNames } from '../../src/runtime/machines.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { enteredBy } from '../../src/verify/entering.ts';
import { explore } from '../../src/verify/explore.ts';
import { draftOf, viewOf } from '../../src/verify/mutants/draft.ts';
import { chartOf as smallChart } from '../../src/verify/mutants/fields.ts';
import { transitionsAt, within } from '../../src/verify/shape.ts';
import { openSystem } from '../../src/verify/system.ts';
import { alarmAlphabet, alarmSorts, smallAlphabet } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';

/** In this view a chart asks for each delay that begins. */
const shown = (name: (typeof smallNames)[number] | 'alarm') => viewOf(draftOf(smallChart(name)));

const systems = [
  ...smallNames.map(name => ({
    name: name as string,
    system: openSystem(chartOf(shown(name)), smallAlphabet(name, timerView(smallChart(name)))),
  })),
  ...alarmSorts.slice(0, 4).map(sort => ({
    name: `alarm ${JSON.stringify(sort)}`,
    system: openSystem(chartOf(shown('alarm'), sort), alarmAlphabet(sort, timerView(smallChart('alarm')))),
  })),
];

test('what is said to enter a state, or to enter it anew, begins its delays, and nothing else does', () => {
  let begun = 0;
  for (const { name, system } of systems) {
    const { machine } = system.chart;
    const entered = enteredBy(machine);
    const delays = new Map(
      within(machine.root).map(node => [
        node.id,
        transitionsAt(node)
          .map(({ eventType }) => /^timer\.(.*)Elapsed$/.exec(eventType)?.[1])
          .filter(delay => delay !== undefined),
      ]),
    );
    for (const { asked, taken } of explore(system).labels) {
      const said = taken.flatMap(id => [...(entered.get(id) ?? [])]).flatMap(id => delays.get(id) ?? []);
      const done = asked.flatMap(({ type, params }) =>
        type === 'timer.started' ? [String(params.delay)] : [],
      );
      expect([name, taken, [...new Set(said)].sort()]).toEqual([name, taken, [...new Set(done)].sort()]);
      begun += done.length;
    }
  }
  expect(begun).toBeGreaterThan(100);
});
