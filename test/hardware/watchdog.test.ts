import { expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import { simulatedPower } from '../../hardware/power/board/bench.ts';
import { WINDOW_MS } from '../../hardware/power/board/codec.ts';
import type { WatchdogFault } from '../../hardware/power/board/watchdog.ts';
import { lockStepHeartbeat, realHeartbeat } from '../../hardware/power/heartbeat.ts';
import { type SimulatedPump, simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { switchedOff } from '../support/switchedOff.ts';

const HOUR = 3_600_000;

const facts = (pump: SimulatedPump) => pump.steps.map(({ envelope }) => envelope.fact);
const sinceResume = (pump: SimulatedPump): readonly string[] => {
  const types = facts(pump).map(({ type }) => type);
  return types.slice(types.indexOf('resume.requested'));
};
const isFed = ({ power }: SimulatedPump): boolean => power.watchdog?.feedsMotor() === true;
const isFailSafe = ({ runtime }: SimulatedPump): boolean =>
  runtime.state().pump.matches({ life: 'failSafe' });

const guarded = async () => {
  const heartbeat = lockStepHeartbeat();
  const pump = await simulatedPump({ transport: 'memory', guarded: heartbeat });
  await pump.give({ type: 'resume.requested' });
  return { pump, heartbeat };
};

test('SR-067 SR-064 at each power-on the watchdog must run out once, within 1 s, before the motor is fed', {
  ...req('SR-067', 'SR-064'),
}, async () => {
  expect(WINDOW_MS).toBeLessThanOrEqual(1_000);
  const pump = await simulatedPump({ transport: 'memory', guarded: lockStepHeartbeat(), atPowerOn: true });
  await pump.wait(WINDOW_MS - 1);
  expect(facts(pump).map(({ type }) => type)).not.toContain('selfTest.passed');
  await pump.wait(500);
  expect(facts(pump).map(({ type }) => type)).toContain('selfTest.passed');
  expect(isFed(pump)).toBe(true);
  // A trial is no reset.
  expect(pump.power.reset()).toBe('none');
  await pump.close();
});

test.each(['deaf', 'welded'] as const satisfies readonly WatchdogFault[])(
  'SR-067 SR-064 a watchdog that is %s fails the self-test, and nothing is delivered',
  req('SR-067', 'SR-064'),
  async fault => {
    const pump = await simulatedPump({ transport: 'memory', guarded: lockStepHeartbeat(), atPowerOn: true });
    pump.power.watchdog?.break(fault);
    await pump.wait(5_000);
    expect(facts(pump)).toContainEqual(expect.objectContaining({ type: 'selfTest.failed', item: 'power' }));
    expect(isFailSafe(pump)).toBe(true);
    expect(pump.shown().map(({ alarm }) => alarm)).toContain('selfTestFailed');
    await pump.close();
  },
);

test('SR-067 no kick is a fact, and hours of delivery in accelerated time do not run it out', {
  ...req('SR-067'),
}, async () => {
  const { pump } = await guarded();
  const without = await simulatedPump({ transport: 'memory' });
  await without.give({ type: 'resume.requested' });
  for (const each of [pump, without]) await each.wait(3 * HOUR);
  expect(isFed(pump)).toBe(true);
  expect(pump.runtime.state().ledger.doses.basal).toBeGreaterThan(0);
  expect(pump.world.model.deliveredUu()).toBe(without.world.model.deliveredUu());
  expect(sinceResume(pump).length).toBeGreaterThan(100);
  expect(sinceResume(pump)).toEqual(sinceResume(without));
  for (const each of [pump, without]) await each.close();
});

test('SR-067 SR-070 a host that hangs loses the motor within the window, and the next start tells why', {
  ...req('SR-067', 'SR-070', 'SR-071'),
}, async () => {
  const { pump, heartbeat } = await guarded();
  await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 1_000_000 });
  await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
  await pump.wait(5_050);
  heartbeat.hang();
  await pump.wait(WINDOW_MS - 1);
  expect(isFed(pump)).toBe(true);
  await pump.wait(1);
  expect(isFed(pump)).toBe(false);
  const { turned } = pump.world.model.state();
  // A host that comes to itself again is told, and stops for good.
  expect(facts(pump)).toContainEqual(expect.objectContaining({ type: 'check.failed', item: 'watchdog' }));
  expect(isFailSafe(pump)).toBe(true);
  await pump.wait(HOUR);
  expect(pump.world.model.state().turned).toBe(turned);
  const next = await switchedOff(pump, { gapMs: 1_000, end: 'cut', guarded: lockStepHeartbeat() });
  expect(facts(next)).toContainEqual({ type: 'watchdog.fired', cause: 'watchdog' });
  expect(next.runtime.state().pump.matches({ life: 'operating', permission: 'delivering' })).toBe(false);
  expect(next.shown().map(({ alarm }) => alarm)).toContain('watchdogReset');
  expect(isFed(next)).toBe(true);
  await next.close();
});

test('SR-067 an end in order rests it: the motor has no supply, and the next start tells of no reset', {
  ...req('SR-067'),
}, async () => {
  const { pump } = await guarded();
  const next = await switchedOff(pump, { gapMs: 60_000, end: 'operator', guarded: lockStepHeartbeat() });
  expect(facts(next).map(({ type }) => type)).not.toContain('watchdog.fired');
  await next.close();
});

test('SR-067 in real time it is kicked by bytes, more than twice in its window, and runs out without them; a lost cable is told at once', {
  ...req('SR-067'),
}, async () => {
  const clock = lockStepClock();
  const told: Fact[] = [];
  const kicks = realHeartbeat(clock);
  kicks.lease(after(clock.now(), milliseconds(HOUR)));
  const power = await simulatedPower({
    clock,
    make: async () => memoryPair(),
    sink: fact => told.push(fact),
    // The board of a real host knows of it by its bytes alone.
    guards: {
      heartbeat: { ...lockStepHeartbeat(), ...kicks },
      mechanism: mechanism({ clock, start: newMechanics(200_000_000) }),
    },
  });
  const pass = (ms: number) => clock.advanceTo(after(clock.now(), milliseconds(ms)));
  const attested = power.board.attest();
  await pass(2_000);
  expect(await attested).toEqual([]);
  await pass(60_000);
  expect(power.watchdog?.feedsMotor()).toBe(true);
  power.unplug();
  await pass(WINDOW_MS);
  expect(power.watchdog?.feedsMotor()).toBe(false);
  expect(told.map(({ type }) => type)).toEqual(['battery.measured', 'check.failed']);
  clock.close();
});

/** When a heartbeat kicked, in ms, and how time passes. */
const beating = () => {
  const clock = lockStepClock();
  const kicks: number[] = [];
  const heartbeat = realHeartbeat(clock);
  const leaseFor = (ms: number) => heartbeat.lease(after(clock.now(), milliseconds(ms)));
  const pass = (ms: number) => clock.advanceTo(after(clock.now(), milliseconds(ms)));
  return {
    clock,
    kicks,
    heartbeat,
    leaseFor,
    pass,
    start: () => heartbeat.start(() => kicks.push(clock.now())),
  };
};

test('SR-067 a clock that goes on while the charts are dead kicks nothing: the beats end with their lease', {
  ...req('SR-067'),
}, async () => {
  const { clock, kicks, leaseFor, pass, start, heartbeat } = beating();
  start();
  await pass(1_000);
  expect(kicks).toEqual([]);
  leaseFor(400);
  await pass(5_000);
  expect(kicks).toEqual([1_000, 1_150, 1_300]);
  leaseFor(200);
  await pass(10);
  heartbeat.lease(null);
  await pass(5_000);
  expect(kicks).toEqual([1_000, 1_150, 1_300, 6_000]);
  clock.close();
});

test('SR-067 charts that come to themselves after their beat kick at once: no window runs out for the order of two wakings', {
  ...req('SR-067'),
}, async () => {
  const { clock, kicks, leaseFor, pass, start } = beating();
  leaseFor(100);
  const end = start();
  await pass(160);
  expect(kicks).toEqual([0]);
  leaseFor(1_000);
  expect(kicks).toEqual([0, 160]);
  await pass(200);
  expect(kicks).toEqual([0, 160, 310]);
  end();
  leaseFor(1_000);
  await pass(1_000);
  expect(kicks).toEqual([0, 160, 310]);
  clock.close();
});

test('SR-067 SR-118 a pump that has stopped for good takes the supply of its motor away in order: nothing ran out', {
  ...req('SR-067', 'SR-118'),
}, async () => {
  const { pump } = await guarded();
  expect(isFed(pump)).toBe(true);
  await pump.give({ type: 'check.failed', item: 'memory', reason: 'planted' });
  expect(isFailSafe(pump)).toBe(true);
  expect(isFed(pump)).toBe(false);
  await pump.wait(HOUR);
  expect(facts(pump).filter(({ type }) => type === 'check.failed')).toHaveLength(1);
  expect(pump.power.reset()).toBe('none');
  await pump.close();
});

test.each([100, WINDOW_MS - 1])(
  'SR-067 SR-118 a pump that stops for good %i ms into the trial of its watchdog is not fed by the end of the trial',
  req('SR-067', 'SR-118'),
  async ms => {
    const pump = await simulatedPump({ transport: 'memory', guarded: lockStepHeartbeat(), atPowerOn: true });
    pump.world.simulators.motor.fault({ kind: 'noReply', replies: 99 });
    await pump.wait(ms);
    expect(isFed(pump)).toBe(true);
    await pump.give({ type: 'check.failed', item: 'memory', reason: 'planted' });
    expect(isFailSafe(pump)).toBe(true);
    for (let waited = 0; waited < 5_000; waited += 50) {
      expect(isFed(pump)).toBe(false);
      await pump.wait(50);
    }
    expect(pump.power.reset()).toBe('none');
    await pump.close();
  },
);
