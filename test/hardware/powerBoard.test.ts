import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodePowerLine,
  decodePowerRequest,
  encodePowerLine,
  encodePowerRequest,
  HOLD_UP_MS,
  type PowerLine,
  powerOrders,
  resetCauses,
} from '../../hardware/power/board/codec.ts';
import { type SimulatedPump, simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { req } from '../support/req.ts';
import { switchedOff } from '../support/switchedOff.ts';

const MINUTE = 60_000;

/** A pump that gives a bolus, and would let basal go on after a clean, short, verified restart. */
const bolusing = async (): Promise<SimulatedPump> => {
  const pump = await simulatedPump({
    transport: 'memory',
    settings: { ...exampleSettings, resumesAfterRestart: true },
  });
  await pump.give({ type: 'resume.requested' });
  await pump.wait(10 * MINUTE);
  await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 1_000_000 });
  await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
  await pump.wait(5_050);
  return pump;
};

const facts = (pump: SimulatedPump) => pump.steps.map(({ envelope }) => envelope.fact);
const alarms = (pump: SimulatedPump): readonly string[] => pump.shown().map(({ alarm }) => alarm);
const isIn = (
  pump: SimulatedPump,
  where: Parameters<ReturnType<SimulatedPump['runtime']['state']>['pump']['matches']>[0],
) => pump.runtime.state().pump.matches(where);
const pulses = ({ runtime }: SimulatedPump): number => {
  const { basal, bolus } = runtime.state().ledger.doses;
  return basal + bolus;
};

test('SR-064 the self-test reads the battery, and a gauge that does not answer fails it', {
  ...req('SR-064'),
}, async () => {
  const well = await simulatedPump({ transport: 'memory' });
  expect(facts(well)).toContainEqual({
    type: 'battery.measured',
    percent: 100,
    millivolts: 4_200,
    minutesLeft: 600,
  });
  await well.close();
  for (const spoil of [
    (pump: SimulatedPump) => pump.power.freeze(),
    (pump: SimulatedPump) => pump.power.unplug(),
  ]) {
    const pump = await simulatedPump({ transport: 'memory', atPowerOn: true });
    spoil(pump);
    await pump.wait(2_000);
    expect(facts(pump)).toContainEqual(expect.objectContaining({ type: 'selfTest.failed', item: 'power' }));
    expect(isIn(pump, { life: 'failSafe' })).toBe(true);
    expect(alarms(pump)).toContain('selfTestFailed');
    await pump.close();
  }
});

test('SR-069 a supply that sinks in mid-bolus stops the motor and closes the journal before it is gone', {
  ...req('SR-069', 'SR-070', 'SR-024'),
}, async () => {
  const pump = await bolusing();
  const began = pump.clock.now();
  pump.power.fail();
  await pump.clock.settle();
  // Not a millisecond of what is stored was needed.
  expect(pump.clock.now()).toBe(began);
  const reading = readJournal(`${pump.lines.join('\n')}\n`);
  expect(reading.ok && reading.read.cleanEnd).toBe(true);
  expect(reading.ok && reading.read.entries.slice(-8).map(({ fact }) => fact.type)).toEqual(
    expect.arrayContaining(['power.failing', 'power.lost']),
  );
  expect(facts(pump)).toContainEqual({ type: 'power.lost', cause: 'failing' });
  const failing = pump.steps.find(({ envelope }) => envelope.fact.type === 'power.failing');
  expect(failing?.commands.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['stopMotor', 'annunciate', 'shutDown']),
  );
  expect(isIn(pump, { life: 'off' })).toBe(true);
  await pump.wait(HOLD_UP_MS);
  expect(pump.power.feeds()).toBe(false);
  expect(pump.power.reset()).toBe('none');

  const counted = pulses(pump);
  const next = await switchedOff(pump, { gapMs: MINUTE, end: 'cut' });
  await next.wait(60 * MINUTE);
  expect(isIn(next, { permission: 'delivering' })).toBe(false);
  expect(isIn(next, { bolus: 'idle' })).toBe(true);
  expect(pulses(next)).toBe(counted);
  expect(alarms(next)).toEqual(expect.arrayContaining(['powerInterrupted']));
  expect(alarms(next)).not.toContain('watchdogReset');
  await next.close();
});

test('SR-070 SR-071 a brown-out that nobody could write down is told at the next start, once', {
  ...req('SR-070', 'SR-071'),
}, async () => {
  const pump = await bolusing();
  pump.power.freeze();
  pump.power.fail();
  await pump.wait(HOLD_UP_MS);
  expect(pump.power.reset()).toBe('brownOut');
  const next = await switchedOff(pump, { gapMs: MINUTE, end: 'cut' });
  expect(facts(next).filter(({ type }) => type === 'watchdog.fired')).toEqual([
    { type: 'watchdog.fired', cause: 'brownOut' },
  ]);
  expect(alarms(next)).toEqual(expect.arrayContaining(['watchdogReset', 'powerInterrupted']));
  expect(isIn(next, { permission: 'delivering' })).toBe(false);
  expect(next.power.reset()).toBe('none');
  const again = await switchedOff(next, { gapMs: MINUTE, end: 'operator' });
  expect(facts(again).filter(({ type }) => type === 'watchdog.fired')).toEqual([]);
  await again.close();
});

test('SR-071 the second brown-out of a day never gets past the self-test', {
  ...req('SR-071'),
}, async () => {
  let pump = await bolusing();
  for (const isLast of [false, true]) {
    pump.power.freeze();
    pump.power.fail();
    await pump.wait(HOLD_UP_MS);
    pump = await switchedOff(pump, { gapMs: MINUTE, end: 'cut' });
    expect(isIn(pump, { life: 'failSafe' })).toBe(isLast);
  }
  await pump.close();
});

const count = (max: number) => fc.integer({ min: 0, max });
const gauge = fc.record({ percent: count(100), millivolts: count(20_000), minutesLeft: count(100_000) });
const anyLine: fc.Arbitrary<PowerLine> = fc.oneof(
  fc.constant<PowerLine>({ kind: 'failing' }),
  fc
    .tuple(count(100_000), count(20_000))
    .map(([afterMs, motorMv]): PowerLine => ({ kind: 'tripped', afterMs, motorMv })),
  gauge.map((read): PowerLine => ({ kind: 'gauge', gauge: read })),
  fc
    .tuple(gauge, fc.constantFrom(...resetCauses))
    .map(([read, reset]): PowerLine => ({ kind: 'status', gauge: read, reset })),
);

test('every line of the power board survives its bytes, and a damaged one is none', () => {
  for (const kind of powerOrders)
    expect(decodePowerRequest(encodePowerRequest({ kind }).trimEnd())).toEqual({ kind });
  fc.assert(
    fc.property(anyLine, line => {
      const text = encodePowerLine(line).trimEnd();
      expect(decodePowerLine(text)).toEqual(line);
      expect(decodePowerLine(`${text} 1`)).toBeUndefined();
      expect(decodePowerLine(text.slice(1))).toBeUndefined();
    }),
  );
  for (const noise of ['', 'gauge 101 4000 5', 'gauge -1 0 0', 'status 1 2 3 tired', 'FAILING'])
    expect(decodePowerLine(noise)).toBeUndefined();
});
