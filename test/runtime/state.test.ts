import { expect, test } from 'vitest';
import { type AnyMachineSnapshot, createMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { alarmNames } from '../../src/domain/alarms.ts';
import { SMALL_MACHINES, smallNames } from '../../src/runtime/machines.ts';
import { blankState } from '../../src/runtime/state.ts';

/** Each chart by the machine that it is a snapshot of. */
const machinesOf = ({ pump, machines, alarms }: ReturnType<typeof blankState>) =>
  new Map<string, unknown>(
    [
      ['pump', pump],
      ...Object.entries(machines),
      ...Object.entries(alarms).map(([name, each]) => [`alarm:${name}`, each]),
    ].map(([name, snapshot]) => [String(name), (snapshot as AnyMachineSnapshot).machine]),
  );

const asWritten = () => machinesOf(blankState());

test('a pump that begins has all its charts as they are written', () => {
  const charts = asWritten();
  expect([...charts.keys()]).toEqual(['pump', ...smallNames, ...alarmNames.map(name => `alarm:${name}`)]);
  expect(charts.get('pump')).toBe(pumpMachine);
  for (const name of smallNames) expect(charts.get(name)).toBe(SMALL_MACHINES[name]);
  for (const name of alarmNames) expect(charts.get(`alarm:${name}`)).toBe(alarmMachine);
});

test.each(['pump', ...smallNames, 'alarm', 'somebody else'])(
  'a chart stands in for the one of its name and for no other: %s',
  id => {
    const chart = createMachine({ id, initial: 'on', states: { on: {} } });
    const now = machinesOf(blankState(chart));
    const before = asWritten();
    const changed = [...now].filter(([name, machine]) => machine !== before.get(name));
    const expected =
      id === 'alarm' ? alarmNames.map(name => `alarm:${name}`) : [...now.keys()].filter(name => name === id);
    expect(changed.map(([name]) => name)).toEqual(expected);
    for (const [, machine] of changed) expect(machine).toBe(chart);
  },
);
