import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { chartOf } from '../../src/verify/chart.ts';
import { explore, type Graph } from '../../src/verify/explore.ts';
import { describe, type Subject } from '../../src/verify/export/describe.ts';
import { machineFrom } from '../../src/verify/export/machineFrom.ts';
import { documentFromScxml } from '../../src/verify/export/readScxml.ts';
import { scxmlOf } from '../../src/verify/export/scxml.ts';
import { subjectNames, subjectOf } from '../../src/verify/export/subjects.ts';
import { openSystem } from '../../src/verify/system.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';

/** States of a chart that are compared, with all their steps; `test/deep` compares the pump and the plant in full. */
const MOST = 200;

/** Each way out and back in again. What comes back knows nothing of the chart but the text. */
const WAYS: Readonly<Record<string, (subject: Subject) => AnyStateMachine>> = {
  'JSON, with what its names stand for': subject =>
    machineFrom(JSON.parse(JSON.stringify(describe(subject))), subject.machine.implementations),
  'JSON alone': subject => machineFrom(JSON.parse(JSON.stringify(describe(subject)))),
  SCXML: subject => machineFrom(documentFromScxml(scxmlOf(describe(subject)))),
};

const exploredFrom = (machine: AnyStateMachine, { events, input }: Subject, most: number): Graph =>
  explore(openSystem(chartOf(timerView(machine), input), events), most);

/** Everything that an exploration finds, and what each state is: its value and its context. */
const foundIn = ({ system, states, first, targets, labelOf, labels, parents }: Graph) => ({
  states: [...states].map(state => system.chart.key(state)),
  first: first.join(),
  targets: targets.join(),
  labelOf: labelOf.join(),
  labels,
  parents: parents.join(),
});

/** Every machine, and one alarm of each sort: more would be the same. */
const names = [
  ...new Map(
    subjectNames.map(name => [JSON.stringify([name.replace(/:.*/, ''), subjectOf(name)?.input]), name]),
  ).values(),
];

for (const name of names) {
  test(`SR-046 the chart of ${name} comes back from JSON and from SCXML with the same states and steps`, {
    timeout: 60_000,
  }, () => {
    const subject = subjectOf(name);
    if (subject === null) throw new Error(`no chart ${name}`);
    const original = exploredFrom(subject.machine, subject, MOST);
    expect(original.targets.length).toBeGreaterThan(original.states.length / 2);
    const found = foundIn(original);
    for (const [way, again] of Object.entries(WAYS))
      expect(foundIn(exploredFrom(again(subject), subject, MOST)), way).toEqual(found);
  });
}

/** How many steps came back the same, by every way; null for a chart whose raised events never end. */
const compared = (subject: Subject): number | null => {
  try {
    const original = exploredFrom(subject.machine, subject, 40);
    const found = foundIn(original);
    for (const [way, again] of Object.entries(WAYS))
      expect(foundIn(exploredFrom(again(subject), subject, 40)), way).toEqual(found);
    return original.targets.length;
  } catch (thrown) {
    if (thrown instanceof Error && /Infinite loop|without end/.test(thrown.message)) return null;
    throw thrown;
  }
};

test('charts drawn at random come back the same', { timeout: 240_000 }, () => {
  let steps = 0;
  let charts = 0;
  fc.assert(
    fc.property(randomRegions, regions => {
      const same = compared({ machine: chartWith(regions), events: EVENTS });
      if (same === null) return;
      steps += same;
      charts += 1;
    }),
    { numRuns: 50 },
  );
  console.log(`round trips: ${steps} steps of ${charts} random charts came back the same`);
  expect(charts).toBeGreaterThan(20);
});

/** What could go wrong on the way, planted in the text. */
const FAULTS: readonly (readonly [what: string, spoil: (text: string) => string])[] = [
  ['a condition is lost', text => text.replace(/(<transition[^>]*) cond="[^"]+"/, '$1')],
  [
    'a target is another',
    text => text.replace(/target="alarm\.signal\.sounding"/, 'target="alarm.signal.paused"'),
  ],
  [
    'a value that is remembered is another',
    text => text.replace(/expr="'never'" islet:action/, `expr="'once'" islet:action`),
  ],
  [
    'an event that was raised is another',
    text => text.replace(/<raise event="alarm\.lapsed"/, '<raise event="alarm.joined"'),
  ],
];

test.each(FAULTS)('a text is told from the right one when %s', (_, spoil) => {
  const subject = subjectOf('alarm:remoteChange');
  if (subject === null) throw new Error('no such chart');
  const text = scxmlOf(describe(subject));
  const wrong = spoil(text);
  expect(wrong).not.toBe(text);
  const found = foundIn(exploredFrom(subject.machine, subject, MOST));
  expect(foundIn(exploredFrom(machineFrom(documentFromScxml(wrong)), subject, MOST))).not.toEqual(found);
});
