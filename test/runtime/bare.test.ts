import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { address, type Circumstance } from '../../src/runtime/asked.ts';
import { bare } from '../../src/runtime/bare.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { blankState } from '../../src/runtime/state.ts';

/** What the actions of a chart are called that ask for something; the others change the chart itself. */
const askedBy = ({ implementations: { actions } }: AnyStateMachine): readonly string[] =>
  Object.keys(actions).filter(name => !Object.hasOwn(actions[name] ?? {}, 'resolve'));

const charts: readonly AnyStateMachine[] = [pumpMachine, ...Object.values(SMALL_MACHINES), alarmMachine];
const names = [...new Set(charts.flatMap(askedBy))];

/** Whether something obeys it, or could if it had its particulars. */
const isObeyed = (action: string): boolean => {
  const { ledger, pump, alarms } = blankState();
  const at = { ledger, pump, alarms, happening: { type: 'clock.reached' }, envelope: { seq: 1 } };
  try {
    address({ type: 'asked', action, params: {} }, at as Circumstance);
    return true;
  } catch (error) {
    return !String(error).includes('which nothing obeys');
  }
};

test('whatever a chart asks for is obeyed, and nothing else', () => {
  expect(names.length).toBeGreaterThan(70);
  expect(names.filter(name => !isObeyed(name))).toEqual([]);
  expect(isObeyed('moveMountains')).toBe(false);
});

test('what is asked for with nothing but its name goes under this name to the ledger, or into the world', () => {
  const going = names.flatMap(name => {
    const to = bare(name);
    return to === undefined ? [] : [{ name, to }];
  });
  for (const { name, to } of going) {
    if (to.to === 'alarms') throw new Error(`${name} goes to the alarms`);
    expect(to).toEqual(
      to.to === 'ledger' ? { to: 'ledger', order: { type: name } } : { to: 'world', command: { type: name } },
    );
  }
  expect(
    going
      .filter(({ to }) => to.to === 'world')
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual([
    'closePairing',
    'measureForce',
    'readEncoder',
    'rewindDrive',
    'runCheck',
    'runSelfTest',
    'seatPlunger',
    'shutDown',
    'stopMotor',
    'testSounder',
  ]);
  expect(bare('moveMotor')).toBeUndefined();
});
