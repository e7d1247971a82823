import { expect, test } from 'vitest';
import { FAULT_NAMES, type FaultName, WORLD_FAULTS } from '../../src/domain/worldFaults.ts';
import { type Disturbed, disturbed } from '../support/disturbed.ts';

const MINUTE = 60_000;
/** Whatever has an alarm has it by then: an occlusion at night is the slowest, and then a sensor that repeats itself. */
const MOST_MIN = 120;
/** What has none is waited for so long: several pulses and readings, and a check of every 15 min. */
const QUIET_MIN = 16;

/** What is asked of a device that is silent until it is used. */
const use = async ({ pump }: Disturbed, name: FaultName): Promise<void> => {
  if (WORLD_FAULTS[name].device !== 'Sound board') return;
  pump.power.charge(1);
  await pump.clock.settle();
};

const within = async (world: Disturbed, minutes: number, enough: () => boolean): Promise<void> => {
  for (let passed = 0; passed < minutes && !enough(); passed += 2) await world.pump.wait(2 * MINUTE);
};

test.each(FAULT_NAMES)('%s: what is injected has the effect that the page tells of', async name => {
  const world = await disturbed();
  try {
    const { comes, ends } = WORLD_FAULTS[name];
    expect(world.faults.set(name, true)).toBeNull();
    expect(world.faults.now().some(({ what }) => what === name)).toBe(
      ends !== 'byItself' || name === 'cgmSpike',
    );
    await use(world, name);
    if ('alarm' in comes) {
      await within(world, MOST_MIN, () => world.raised().includes(comes.alarm));
      expect(world.raised(), name).toContain(comes.alarm);
    } else {
      await world.pump.wait(QUIET_MIN * MINUTE);
      expect(world.raised(), name).toEqual([]);
      expect(comes.none.length).toBeGreaterThan(20);
    }
    const refusal = world.faults.set(name, false);
    if (ends === 'withTheRun') expect(refusal).toContain('begin another');
    else expect(world.faults.now()).toEqual([]);
  } finally {
    await world.close();
  }
});

test('faults of one device that exclude each other replace each other, and those that do not stay', async () => {
  const world = await disturbed();
  const { faults } = world;
  const now = (): readonly string[] => faults.now().map(({ what }) => what);
  faults.set('encoderSilent', true);
  faults.set('encoderFrozen', true);
  expect(now()).toEqual(['encoderFrozen']);
  faults.set('motorLowVoltage', true);
  faults.set('motorKillSwitch', true);
  faults.set('motorLowVoltage', false);
  expect(now()).toEqual(['encoderFrozen', 'motorKillSwitch']);
  faults.set('encoderFrozen', false);
  // What healed the driver of one fault has left it the other.
  await within(world, 20, () => world.raised().includes('motorStall'));
  expect(world.raised()).toContain('motorStall');
  faults.set('cgmLow', true);
  faults.set('cgmSpike', true);
  expect(now()).toEqual(['motorKillSwitch', 'cgmSpike']);
  await world.pump.wait(6 * MINUTE);
  expect(now()).toEqual(['motorKillSwitch']);
  await world.close();
});

test('every device of the world has faults, and each says what it does in a sentence', () => {
  const devices = new Set(FAULT_NAMES.map(name => WORLD_FAULTS[name].device));
  expect(devices.size).toBeGreaterThanOrEqual(11);
  for (const name of FAULT_NAMES) expect(WORLD_FAULTS[name].tells, name).toMatch(/^[A-Z].*\.$/s);
});
