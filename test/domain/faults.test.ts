import { expect, test } from 'vitest';
import { alarmNames } from '../../src/domain/alarms.ts';
import { FAULT_NAMES, isFaultName, WORLD_FAULTS } from '../../src/domain/worldFaults.ts';

const rows = FAULT_NAMES.map(name => ({ name, ...WORLD_FAULTS[name] }));
const SENTENCE = /^[A-Z].{15,}\.$/;

test('each fault of the world says in a sentence what is done, of which device, under a title of its own', () => {
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(({ tells }) => !SENTENCE.test(tells)).map(({ name }) => name)).toEqual([]);
  expect(rows.filter(({ device, title }) => device === '' || title === '')).toEqual([]);
  expect(new Set(rows.map(({ device, title }) => `${device}: ${title}`)).size).toBe(rows.length);
});

test('the faults of a device stand together, and each device has its name', () => {
  const runs = rows.map(({ device }) => device).filter((device, index, all) => device !== all[index - 1]);
  expect(runs).toEqual([
    'Line and plunger',
    'Motor driver',
    'Encoder',
    'Force sensor',
    'Cartridge bay',
    'Glucose sensor',
    'Sound board',
    'Power',
    'Second channel',
    'Button',
    'Storage',
    'Self-test',
  ]);
});

test('of each fault an alarm tells a person, or a sentence says why none does', () => {
  const told = rows.filter(({ comes }) => 'alarm' in comes && alarmNames.includes(comes.alarm));
  const untold = rows.filter(({ comes }) => 'none' in comes && SENTENCE.test(comes.none));
  expect(told.length + untold.length).toBe(rows.length);
  expect(Math.min(told.length, untold.length)).toBeGreaterThan(10);
});

test('a name is that of a fault or of none', () => {
  expect(FAULT_NAMES.every(isFaultName)).toBe(true);
  expect(['', 'toString', 'Occlusion'].filter(isFaultName)).toEqual([]);
});
