import { expect, test } from 'vitest';
import { paceOf } from '../../src/cli/start/pace.ts';
import { type Asked, factFor, isLockedOut, type PersonRequest } from '../../src/cli/start/requests.ts';
import { cartridgeOf, changeFacts } from '../../src/domain/change.ts';
import { factSchema } from '../../src/domain/facts.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const ask = ({ runtime }: CorePump, request: PersonRequest): Asked =>
  factFor(request, runtime.state(), () => 'boot-1');

/** Asks as the page does, and lets the pump take it. */
const give = async (pump: CorePump, request: PersonRequest): Promise<void> => {
  const answer = ask(pump, request);
  if ('reason' in answer) throw new Error(answer.reason);
  await pump.give(answer.fact);
};

const started = async (): Promise<CorePump> => {
  const pump = await corePump();
  await give(pump, { type: 'resume.requested' });
  expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(true);
  return pump;
};

test('a request becomes exactly one fact, in µU and ms', async () => {
  const pump = await started();
  expect(ask(pump, { type: 'bolus.requested', units: 0.15 })).toEqual({
    fact: { type: 'bolus.requested', bolus: 'boot-1', amountUu: 150_000 },
  });
  expect(ask(pump, { type: 'tempBasal.requested', percent: 50, minutes: 30 })).toEqual({
    fact: { type: 'tempBasal.requested', percent: 50, durationMs: 1_800_000 },
  });
  expect(ask(pump, { type: 'tempBasal.requested', unitsPerHour: 0.35, minutes: 30 })).toEqual({
    fact: { type: 'tempBasal.requested', rateUuPerHour: 350_000, durationMs: 1_800_000 },
  });
  expect(ask(pump, { type: 'suspend.requested' })).toEqual({ fact: { type: 'suspend.requested' } });
  expect(ask(pump, { type: 'suspend.requested', minutes: 30 })).toEqual({
    fact: { type: 'suspend.requested', durationMs: 1_800_000 },
  });
  for (const units of [0.1, 0.3, 1.1, 24.95]) {
    const answer = ask(pump, { type: 'bolus.requested', units });
    expect('fact' in answer && factSchema.safeParse(answer.fact).success).toBe(true);
  }
});

test('a bolus comes in its parts, and is cancelled by its parts', async () => {
  const pump = await started();
  const combo = {
    type: 'bolus.requested',
    units: 2,
    kind: 'combo',
    extendedUnits: 1.5,
    minutes: 60,
  } as const;
  expect(ask(pump, combo)).toEqual({
    fact: {
      type: 'bolus.requested',
      bolus: 'boot-1',
      kind: 'combo',
      amountUu: 2_000_000,
      extendedUu: 1_500_000,
      durationMs: 3_600_000,
    },
  });
  const nothing = { reason: 'There is no bolus to cancel.' };
  expect(ask(pump, { type: 'bolus.cancelled', part: 'extended' })).toEqual(nothing);
  await give(pump, { type: 'bolus.requested', units: 2, kind: 'extended', minutes: 60 });
  await give(pump, { type: 'bolus.confirmed', bolus: 'boot-1' });
  expect(pump.runtime.state().pump.value).toMatchObject({ bolus: 'idle', extended: 'delivering' });
  expect(ask(pump, { type: 'bolus.cancelled', part: 'normal' })).toEqual(nothing);
  await give(pump, { type: 'bolus.cancelled', part: 'extended' });
  expect(pump.runtime.state().ledger.bolus.lastExtended).toMatchObject({
    deliveredUu: 0,
    reason: 'cancelled',
  });
});

test('an amount finer than 1 µU is refused, never rounded', req('SR-028'), async () => {
  const pump = await started();
  expect(ask(pump, { type: 'bolus.requested', units: 0.05000001 })).toEqual({
    reason: '0.05000001 U is finer than 0.000001 U, and nothing is rounded.',
  });
});

test('only the bolus that waits can be confirmed, and only while it waits', async () => {
  const pump = await started();
  expect(ask(pump, { type: 'bolus.confirmed', bolus: 'boot-1' })).toEqual({
    reason: 'No bolus waits for confirmation.',
  });
  expect(ask(pump, { type: 'bolus.cancelled' })).toEqual({ reason: 'There is no bolus to cancel.' });
  await give(pump, { type: 'bolus.requested', units: 0.2 });
  expect(ask(pump, { type: 'bolus.confirmed', bolus: 'other' })).toEqual({
    reason: 'The bolus that waits is "boot-1", not "other".',
  });
  await give(pump, { type: 'bolus.confirmed', bolus: 'boot-1' });
  expect(ask(pump, { type: 'bolus.confirmed', bolus: 'boot-1' })).toEqual({
    reason: 'No bolus waits for confirmation.',
  });
  expect(ask(pump, { type: 'bolus.cancelled' })).toEqual({ fact: { type: 'bolus.cancelled' } });
});

test('an amount is stated only of a cartridge that is seated', req('SR-053'), async () => {
  const pump = await started();
  expect(ask(pump, { type: 'cartridge.replaced', units: 200 })).toEqual({
    reason: 'No new cartridge is seated: begin a change, step by step.',
  });
  for (const fact of changeFacts(1).slice(0, 7)) await pump.give(fact);
  expect(ask(pump, { type: 'cartridge.replaced', units: 200 })).toEqual({
    fact: cartridgeOf(200_000_000),
  });
});

test('only an active alarm can be acknowledged, and the answer names those that are', async () => {
  const pump = await started();
  expect(ask(pump, { type: 'alarm.acknowledged', alarm: 'occlusion' })).toEqual({
    reason: 'The alarm "occlusion" is not active. Active: none.',
  });
  pump.devices.mood.forceMn = 40_000;
  await pump.wait(300_000);
  expect(ask(pump, { type: 'alarm.acknowledged', alarm: 'motorStall' })).toEqual({
    reason: expect.stringContaining('Active: occlusion (Occlusion)'),
  });
  expect(ask(pump, { type: 'alarm.acknowledged', alarm: 'occlusion' })).toEqual({
    fact: { type: 'alarm.acknowledged', alarm: 'occlusion' },
  });
});

test('a temporary basal that does not run cannot be cancelled', async () => {
  const pump = await started();
  expect(ask(pump, { type: 'tempBasal.cancelled' })).toEqual({ reason: 'No temporary basal is running.' });
  await give(pump, { type: 'tempBasal.requested', percent: 50, minutes: 30 });
  expect(ask(pump, { type: 'tempBasal.cancelled' })).toEqual({ fact: { type: 'tempBasal.cancelled' } });
});

test('time is slowed while a person decides or follows, and says why', async () => {
  const pump = await started();
  const pace = (asked: number) => paceOf(pump.runtime.state(), asked);
  expect(pace(600)).toEqual({ factor: 600, slowed: null });
  await give(pump, { type: 'bolus.requested', units: 0.2 });
  expect(pace(600)).toEqual({ factor: 1, slowed: 'a bolus waits for confirmation' });
  await give(pump, { type: 'bolus.confirmed', bolus: 'boot-1' });
  expect(pace(600)).toEqual({ factor: 20, slowed: 'a bolus is delivered' });
  // What is asked for is already slower: nothing is slowed.
  expect(pace(5)).toEqual({ factor: 5, slowed: null });
  await pump.wait(60_000);
  expect(pace(600)).toEqual({ factor: 600, slowed: null });
  pump.devices.mood.forceMn = 40_000;
  await pump.wait(300_000);
  expect(pace(3_600)).toEqual({ factor: 20, slowed: 'a HIGH alarm is active' });
  // Acknowledged, it sounds again in two minutes: at full speed nobody could deal with its cause before.
  await give(pump, { type: 'alarm.acknowledged', alarm: 'occlusion' });
  expect(pace(3_600)).toEqual({ factor: 20, slowed: 'a HIGH alarm is active' });
});

test(
  'SR-107 a screen that nobody touches for a minute locks; delivery can be suspended from there, and nothing started',
  req('SR-107'),
  async () => {
    const pump = await started();
    const isOut = (request: PersonRequest) => isLockedOut(request, pump.runtime.state());
    const starts: readonly PersonRequest[] = [
      { type: 'bolus.requested', units: 1 },
      { type: 'bolus.confirmed', bolus: 'boot-1' },
      { type: 'resume.requested' },
      { type: 'tempBasal.requested', percent: 150, minutes: 60 },
      { type: 'cartridge.replaced', units: 200 },
    ];
    await give(pump, { type: 'screen.unlocked' });
    expect(starts.filter(isOut)).toEqual([]);
    await pump.wait(30_000);
    await pump.give({ type: 'screen.touched' });
    await pump.wait(59_000);
    expect(starts.filter(isOut)).toEqual([]);
    await pump.wait(1_100);
    expect(starts.filter(isOut)).toEqual(starts);
    expect(isOut({ type: 'suspend.requested' })).toBe(false);
    await give(pump, { type: 'suspend.requested' });
    expect(pump.runtime.state().ledger.delivering).toBe(false);
    expect(isOut({ type: 'alarm.acknowledged', alarm: 'occlusion' })).toBe(false);
    expect(isOut({ type: 'screen.locked' })).toBe(false);
    expect(isOut({ type: 'pairing.opened', role: 'controller' })).toBe(true);
    expect(isOut({ type: 'clock.set' })).toBe(true);
  },
);

test(
  'SR-107 time is slowed while something is entered, and while the button is in use',
  req('SR-107'),
  async () => {
    const pump = await started();
    const pace = () => paceOf(pump.runtime.state(), 600);
    await give(pump, { type: 'screen.unlocked' });
    await give(pump, { type: 'entry.opened' });
    expect(pace()).toEqual({ factor: 1, slowed: 'something is being entered' });
    await give(pump, { type: 'entry.closed' });
    await pump.give({ type: 'button.pressed' });
    expect(pace()).toEqual({ factor: 1, slowed: 'the button is in use' });
    await pump.give({ type: 'button.released' });
    expect(pace()).toEqual({ factor: 600, slowed: null });
  },
);

test('the zone, a pairing and the clock are facts of a person', async () => {
  const pump = await started();
  const zone = { type: 'zone.changed', utcOffsetMinutes: 120, cause: 'travel' } as const;
  expect(ask(pump, zone)).toEqual({ fact: zone });
  await give(pump, zone);
  expect(pump.runtime.state().ledger.settings?.utcOffsetMinutes).toBe(120);
  expect(ask(pump, { type: 'clock.set', wallMs: 1_000 })).toEqual({ fact: { type: 'clock.set' } });
  expect(ask(pump, { type: 'pairing.closed' })).toEqual({ reason: 'No remote is being paired.' });
  await give(pump, { type: 'pairing.opened', role: 'caregiver' });
  await give(pump, { type: 'pairing.closed' });
  expect(pump.runtime.state().machines.remote.matches({ pairing: 'closed' })).toBe(true);
});
