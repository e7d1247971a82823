import { expect, test } from 'vitest';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { plantMachine } from '../../machines/plant/plant.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { factSchema } from '../../src/domain/facts.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { stateIds, transitionsOf } from '../../src/verify/coverage.ts';
import { delayOf, transitionId } from '../../src/verify/taken.ts';

const machines = [pumpMachine, ...Object.values(SMALL_MACHINES), alarmMachine, plantMachine];
const facts = new Set(factSchema.options.map(option => option.shape.type.value));

for (const machine of machines) {
  test(`every target of the ${machine.id} chart is one of its states`, () => {
    const ids = new Set(stateIds(machine));
    const targets = transitionsOf(machine).flatMap(({ target }) => target ?? []);
    expect(targets.length).toBeGreaterThan(0);
    for (const { id } of targets) expect(ids.has(id)).toBe(true);
  });

  test(`every guard, action and delay of the ${machine.id} chart is in its glossary`, () => {
    const { guards = {}, actions = {}, delays = {} } = machine.implementations;
    let checked = 0;
    for (const id of stateIds(machine)) {
      const { entry, exit } = machine.getStateNodeById(id);
      for (const action of [...entry, ...exit]) {
        const name = typeof action === 'string' ? action : 'type' in action ? String(action.type) : '';
        // A delay starts and ends by actions of XState's own.
        if (name.startsWith('xstate.')) continue;
        expect(actions, id).toHaveProperty([name]);
        checked += 1;
      }
    }
    for (const transition of transitionsOf(machine)) {
      const where = transitionId(transition);
      if (typeof transition.guard === 'string') {
        expect(guards, where).toHaveProperty([transition.guard]);
        checked += 1;
      }
      for (const action of transition.actions) {
        const name = typeof action === 'string' ? action : 'type' in action ? String(action.type) : '';
        expect(actions, where).toHaveProperty([name]);
        checked += 1;
      }
      const delay = delayOf(transition);
      if (delay === null) continue;
      // An undeclared delay fires in the same step, and nobody sees why.
      expect(delays, where).toHaveProperty([delay]);
      expect(facts, where).toContain(`timer.${delay}Elapsed`);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(0);
  });
}

test('each delay belongs to one region of one machine, so that its fact has one owner', () => {
  const owners = new Map<string, Set<string>>();
  for (const machine of machines) {
    for (const transition of transitionsOf(machine)) {
      const delay = delayOf(transition);
      if (delay === null) continue;
      const region = transition.source.id.split('.').slice(0, 2).join('.');
      owners.set(delay, new Set([...(owners.get(delay) ?? []), region]));
    }
  }
  expect(owners.size).toBeGreaterThan(8);
  for (const [delay, regions] of owners) expect([...regions], delay).toHaveLength(1);
});

test('every timer fact is the end of a delay of some chart', () => {
  const delays = new Set(
    machines.flatMap(machine => transitionsOf(machine).flatMap(each => delayOf(each) ?? [])),
  );
  for (const fact of facts) {
    const delay = /^timer\.(.+)Elapsed$/.exec(fact)?.[1];
    if (delay !== undefined) expect(delays).toContain(delay);
  }
});

test('no region holds a parallel state, and no root takes a transition: what is selected is what is taken', () => {
  for (const machine of machines) {
    expect(machine.root.transitions.size, machine.id).toBe(0);
    for (const id of stateIds(machine)) expect(machine.getStateNodeById(id).type, id).not.toBe('parallel');
  }
});
