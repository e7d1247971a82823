import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { TIC_PROFILE } from '../../hardware/motor/tic/profile.ts';
import { planLines } from '../../hardware/rig/acceptance/planLines.ts';
import { travelOf1000U } from '../../hardware/rig/profile/misfits.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { Refusal } from '../../src/cli/exits.ts';
import { profileIn } from '../../src/cli/rig/profile.ts';

const EXAMPLE = 'specs/rig.example.toml';
const TODAY = '2026-11-27';
const text = readFileSync(EXAMPLE, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'islet-profile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is said of the example with this change. */
const refusalOf = (from: string | RegExp, to: string, today = TODAY): string => {
  const changed = text.replace(from, to);
  if (today === TODAY) expect(changed).not.toBe(text);
  const path = join(folder, 'rig.toml');
  writeFileSync(path, changed);
  try {
    profileIn(path, today);
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal.message;
    throw refusal;
  }
  throw new Error(`accepted: ${to}`);
};

test('the example is a profile, and its mechanics are those of the pump', () => {
  const profile = profileIn(EXAMPLE, TODAY);
  expect(profile).toEqual(SIMULATED_RIG);
  const { microsteps, counts } = travelOf1000U(profile.mechanics);
  expect(microsteps).toBeCloseTo(814_873, -1);
  expect(counts).toBeCloseTo(509_296, -1);
});

test.each([
  ['a bore that is not the pump’s', 'boreMm = 10.0', 'boreMm = 9.0', 'every dose would be wrong'],
  [
    'an encoder with other counts',
    'encoderCountsPerRevolution = 4000',
    'encoderCountsPerRevolution = 2000',
    'counts',
  ],
  [
    'a port that changes with the plug',
    /port = ".*A50285BI.*"/,
    'port = "/dev/ttyUSB0"',
    '/dev/serial/by-id',
  ],
  ['a port of another device', 'serial = "110473"', 'serial = "110474"', 'serial number 110474'],
  [
    'a port used twice',
    /port = ".*FT1XYZ99.*"\nserial = "FT1XYZ99"/,
    'port = "/dev/serial/by-id/usb-US_Digital_QSB_110473-if00-port0"',
    'encoder as well',
  ],
  ['a make of motor that has no adapter', 'kind = "tic"', 'kind = "servo"', 'devices.motor.kind'],
  [
    'the port of a service that is the one of time',
    'tcpPort = 0',
    'tcpPort = 45672\n\n[time]\ntcpPort = 45672',
    'cgm.tcpPort',
  ],
  ['an input of the bay for the e-stop', 'eStopInput = 1', 'eStopInput = 0', 'devices.bay.eStopInput'],
  [
    'a button on the input of the e-stop',
    'buttonInput = 2',
    'buttonInput = 1',
    'devices.bay.buttonInput = 1: is the input of the e-stop',
  ],
  ['a make of balance that is not known', '"mettler"', '"kitchen"', 'devices.balance.kind'],
  ['a number in another unit than its name says', 'celsius = 20.0', 'celsius = 293.15', 'liquid.celsius'],
  ['a field that does not exist', 'gearRatio = 1', 'gear = 1', 'gear'],
  [
    'a time that is no multiple of the interval',
    'analysisMinutes = 1500',
    'analysisMinutes = 1501',
    'no multiple',
  ],
  ['text that is not TOML', 'version = 1', 'version = ', 'not TOML'],
] as const)('%s is refused by name, value and remedy', (_what, from, to, says) => {
  const message = refusalOf(from, to);
  expect(message).toContain(says);
  expect(message).toContain('specs/rig.example.toml');
});

test('how the motor must be set up is said by what its adapter attests, and by nothing else', () => {
  const lines = planLines(SIMULATED_RIG).join('\n');
  for (const { name, value, from } of TIC_PROFILE)
    if (from === 'setting') expect(lines).toContain(`${name} ${value}`);
  const devices = { ...SIMULATED_RIG.devices, motor: { kind: 'ne1000', port: '/dev/pts/0' } } as const;
  expect(planLines({ ...SIMULATED_RIG, devices }).join('\n')).toContain('safe mode timeout 2');
  expect(refusalOf('kind = "tic"', 'kind = "tic"\nexpected = { commandTimeoutMs = 0 }')).toContain(
    'expected',
  );
});

test('an instrument whose calibration is over is no evidence', () => {
  expect(refusalOf('', '', '2027-07-01')).toMatch(/calibration\.due = 2027-06-30: is over/);
});
