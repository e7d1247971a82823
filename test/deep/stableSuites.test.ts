import { expect, test } from 'vitest';
import { type AnyStateMachine, StateMachine } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { nameOf } from '../../src/verify/automaton.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { CRITERIA } from '../../src/verify/suites/criteria.ts';
import type { Suite } from '../../src/verify/suites/suite.ts';
import { openSystem } from '../../src/verify/system.ts';
import { timerView } from '../../src/verify/timerView.ts';

const suiteOf = (machine: AnyStateMachine): Suite => {
  const criterion = CRITERIA.find(({ name }) => name === 'transitions');
  if (criterion === undefined) throw new Error('there is no criterion of transitions');
  const view = timerView(machine);
  return criterion.suite('pump', explore(openSystem(chartOf(view), alphabetOf(view))), { n: 1, seed: 1 });
};

/** The whole pump with a state more in its reservoir, and a way there and back by events that nothing else answers. */
const edited = (): AnyStateMachine => {
  const { config, implementations } = pumpMachine;
  const reservoir = Object(Reflect.get(config.states ?? {}, 'reservoir'));
  const { low } = reservoir.states;
  const states = {
    ...reservoir.states,
    low: { ...low, on: { ...low.on, 'reservoir.heated': 'hot' } },
    hot: { on: { 'reservoir.cooled': 'low' } },
  };
  return new StateMachine(
    { ...config, states: { ...config.states, reservoir: { ...reservoir, states } } } as never,
    implementations as never,
  );
};

const textsOf = ({ tests }: Suite): readonly string[] =>
  tests.map(({ steps }) => steps.map(({ event }) => nameOf(event)).join(', '));

test('an edit of the reservoir leaves every test of the whole pump as it was but those that are for the reservoir', {
  timeout: 600_000,
}, () => {
  const [before, after] = [suiteOf(pumpMachine), suiteOf(edited())];
  const now = new Set(textsOf(after));
  const lost = textsOf(before).flatMap((text, at) => (now.has(text) ? [] : [before.tests[at]?.name ?? '']));
  console.log(
    `${before.tests.length - lost.length} of ${before.tests.length} tests of the whole pump are as they were`,
  );
  expect(after.goals.length).toBe(before.goals.length + 2);
  expect(lost.filter(name => !name.startsWith('pump.reservoir'))).toEqual([]);
});
