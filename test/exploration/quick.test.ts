import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, StateMachine } from 'xstate';
import { quickMachine } from '../../machines/quick/quick.ts';
import { activeIn } from '../../src/verify/coverage.ts';
import { explore, stepOf } from '../../src/verify/explore.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { req } from '../support/req.ts';

type Taken = {
  readonly from: number;
  readonly to: number;
  readonly before: string;
  readonly after: string;
  readonly event: string;
  readonly asked: readonly string[];
};

const stepsOf = (machine: AnyStateMachine): readonly Taken[] => {
  const graph = explore(machineAlone('quick', machine));
  const leaf = (place: number): string => activeIn(graph, place).at(-1)?.split('.').at(-1) ?? '';
  return [...graph.targets.keys()].map(edge => {
    const { from, to, label } = stepOf(graph, edge);
    const asked = label.asked.map(({ type }) => type);
    return { from, to, before: leaf(from), after: leaf(to), event: label.event.type, asked };
  });
};

const asks =
  (action: string) =>
  ({ asked }: Taken): boolean =>
    asked.includes(action);

/** Whether a step that asks for one thing can come, from the start or after another such, without one that asks for the other. */
const comesWithout = (steps: readonly Taken[], action: string, needed: string): boolean => {
  const reached = new Set([0, ...steps.filter(asks(action)).map(({ to }) => to)]);
  for (const place of reached)
    for (const each of steps) if (each.from === place && !asks(needed)(each)) reached.add(each.to);
  return steps.some(each => reached.has(each.from) && asks(action)(each) && !asks(needed)(each));
};

/** Each property, by what it says: whether the steps keep it. A property that was asked of no step keeps nothing. */
const PROPERTIES: Readonly<Record<string, (steps: readonly Taken[]) => boolean>> = {
  'nothing is counted before the button was held': steps =>
    steps.some(asks('addQuickStep')) &&
    !comesWithout(
      steps.filter(e => e.before !== 'counting'),
      'addQuickStep',
      'clearQuick',
    ),
  'each step that is counted is heard, and nothing else sounds like one': steps =>
    steps.some(asks('addQuickStep')) &&
    steps.every(each => asks('addQuickStep')(each) === asks('soundStep')(each)),
  'the count is sounded back when it is asked for, and only then': steps =>
    steps.some(asks('requestQuick')) &&
    steps.every(each => asks('requestQuick')(each) === asks('soundCount')(each)),
  'no bolus is confirmed without a request of its own': steps =>
    steps.some(asks('confirmQuick')) && !comesWithout(steps, 'confirmQuick', 'requestQuick'),
  'only a button that is held to the end confirms': steps => {
    const confirming = steps.filter(asks('confirmQuick'));
    return (
      confirming.length > 0 &&
      confirming.every(
        ({ before, event }) => before === 'confirming' && event === 'timer.quickHoldElapsed',
      ) &&
      steps.every(
        ({ before, event, after }) =>
          before !== 'confirming' || event !== 'button.released' || after === 'asking',
      )
    );
  },
  'a refusal, a fault and a loss of power end the entry and confirm nothing': steps => {
    const ends = steps.filter(
      ({ before, event }) =>
        ['fault.latched', 'power.lost'].includes(event) ||
        (event === 'bolus.refused' && ['asking', 'confirming'].includes(before)),
    );
    return ends.length > 2 && ends.every(each => each.after === 'idle' && !asks('confirmQuick')(each));
  },
};

/** The quick bolus with one of its states changed. */
const quickWith = (state: string, change: object): AnyStateMachine => {
  const { config, implementations } = quickMachine;
  const entry = config.states?.entry;
  const states = entry?.states ?? {};
  const found = Object.entries(states).find(([name]) => name === state);
  if (found === undefined) throw new Error(`the quick bolus has no state ${state}`);
  const changed = { ...entry, states: { ...states, [state]: { ...found[1], ...change } } };
  return new StateMachine({ ...config, states: { entry: changed } }, implementations);
};

/** For each property, a small mistake that it must find. */
const MISTAKES: Readonly<Record<keyof typeof PROPERTIES, AnyStateMachine>> = {
  'nothing is counted before the button was held': quickWith('idle', {
    on: { 'button.pressed': 'counting' },
  }),
  'each step that is counted is heard, and nothing else sounds like one': quickWith('counting', {
    entry: 'addQuickStep',
  }),
  'the count is sounded back when it is asked for, and only then': quickWith('counting', {
    after: { quickPause: { target: 'asking', actions: 'requestQuick' } },
  }),
  'no bolus is confirmed without a request of its own': quickWith('ready', {
    on: { 'button.pressed': 'confirming' },
  }),
  'only a button that is held to the end confirms': quickWith('confirming', {
    on: { 'button.released': { target: 'idle', actions: 'confirmQuick' } },
  }),
  'a refusal, a fault and a loss of power end the entry and confirm nothing': quickWith('confirming', {
    on: { 'button.released': 'asking' },
  }),
};

describe('SR-035 the quick bolus', () => {
  const steps = stepsOf(quickMachine);
  for (const [name, holds] of Object.entries(PROPERTIES)) {
    test(`SR-035 ${name}`, req('SR-035'), () => {
      expect(steps.length).toBeGreaterThan(20);
      expect(holds(steps)).toBe(true);
    });

    test(`SR-035 a chart that breaks it is found: ${name}`, req('SR-035'), () => {
      const broken = MISTAKES[name];
      expect(broken && holds(stepsOf(broken))).toBe(false);
    });
  }

  test('each property has its mistake, and no mistake is planted for nothing', () => {
    expect(Object.keys(MISTAKES)).toEqual(Object.keys(PROPERTIES));
  });
});
