import { describe, expect, test } from 'vitest';
import { encode, OUR_FRAMING, type TicCommand } from '../../hardware/motor/tic/codec.ts';
import { ERROR, MISC, OPERATION, SETTING, VARIABLE } from '../../hardware/motor/tic/protocol.ts';
import type { TicFault } from '../../hardware/motor/tic/simulator.ts';
import { microstepsOf } from '../../src/domain/drive.ts';
import { type Bench, withBench } from './bench.ts';

const travelled = ({ sim }: Bench): number => sim.model.state().turned / 100;
const names = ({ sim }: Bench): readonly string[] =>
  sim.simulators.motor
    .obeyed()
    .filter(command => command.kind !== 'block')
    .map(command => command.name);
/** Speaks to the Tic behind the adapter's back, as a second program on the line would. */
const say = ({ sim }: Bench, command: TicCommand): void =>
  sim.links.motor.write(encode(command, OUR_FRAMING));
const quick = (name: Extract<TicCommand, { kind: 'quick' }>['name']): TicCommand => ({ kind: 'quick', name });

const FAULTS: readonly (readonly [name: string, TicFault, expected: RegExp])[] = [
  ['no reply', { kind: 'noReply', replies: 99 }, /no complete reply within 80 ms, 3 times/],
  ['truncated replies', { kind: 'truncatedReply', replies: 99 }, /no complete reply/],
  ['flipped replies', { kind: 'flippedReply', replies: 99 }, /wrong CRC or length, 3 times/],
  ['an extra byte in each reply', { kind: 'extraByte', replies: 99 }, /wrong CRC or length/],
  ['a brown-out', { kind: 'brownOut' }, /restarted|target is|safe start/],
  ['a low supply', { kind: 'conditions', lowVin: true }, /supply voltage low/],
  ['a kill switch', { kind: 'conditions', killSwitch: true }, /kill switch/],
  ['a driver error', { kind: 'conditions', driverError: true }, /motor driver error/],
];

describe('SR-006 each fault of the driver fails the pulse with a reason, halts, and moves nothing more', () => {
  for (const [name, fault, expected] of FAULTS) {
    for (const atMs of [0, 60]) {
      test(`a driver with ${name} at ${atMs} ms of a pulse is reported`, () =>
        withBench({}, async on => {
          const { devices, wait, sim } = on;
          // One good pulse first, so that a restart can be noticed.
          expect(await on.move(1)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
          const before = travelled(on);
          if (atMs === 0) sim.simulators.motor.fault(fault);
          devices.motor.move({ pulse: 2, channel: 'basal', bolus: null });
          await wait(atMs);
          if (atMs > 0) sim.simulators.motor.fault(fault);
          await wait(1_500);
          const reason = atMs === 0 && fault.kind === 'brownOut' ? /restarted/ : expected;
          expect(on.facts.slice(1)).toEqual([
            { type: 'motor.failed', pulse: 2, reason: expect.stringMatching(reason) },
          ]);
          expect(travelled(on) - before).toBeLessThanOrEqual(microstepsOf(2));
          const rest = travelled(on);
          sim.simulators.motor.heal();
          await wait(5_000);
          expect(travelled(on)).toBe(rest);
          expect(sim.simulators.motor.status().velocity).toBe(0);
        }));
    }
  }

  test('one order of the charts is one heartbeat: what watches a pulse keeps no motor going', () =>
    withBench({}, async on => {
      expect(await on.move(1)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
      const said = names(on);
      expect(said.filter(name => name === 'resetCommandTimeout')).toHaveLength(1);
      expect(said.indexOf('resetCommandTimeout')).toBeLessThan(said.indexOf('setTargetPosition'));
    }));

  test('a driver that never leaves its start-up is reported', () =>
    withBench({}, async on => {
      on.sim.simulators.motor.fault({ kind: 'conditions', stuckStarting: true });
      expect(await on.move(1)).toEqual([
        { type: 'motor.failed', pulse: 1, reason: expect.stringContaining('startingUp') },
      ]);
      expect(travelled(on)).toBe(0);
    }));

  test.each(['noReply', 'truncatedReply', 'flippedReply', 'extraByte'] as const)(
    'two replies of kind %s in a row are borne, and the pulse arrives',
    kind =>
      withBench({}, async on => {
        on.sim.simulators.motor.fault({ kind, replies: 2 });
        expect(await on.move(1)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
        expect(travelled(on)).toBe(microstepsOf(1));
      }),
  );
});

describe('the documented trap: after an error the Tic goes on to its old target', () => {
  const errorMidMove = async (on: Bench): Promise<number> => {
    on.devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
    await on.wait(60);
    on.sim.simulators.motor.fault({ kind: 'conditions', killSwitch: true });
    return travelled(on);
  };

  test('the simulator has the trap: released from a soft error, it goes on by itself', () =>
    withBench({}, async on => {
      say(on, { kind: 'wide', name: 'haltAndSetPosition', value: 0 });
      say(on, quick('exitSafeStart'));
      say(on, { kind: 'wide', name: 'setTargetPosition', value: 20 });
      await on.wait(60);
      on.sim.simulators.motor.fault({ kind: 'conditions', killSwitch: true });
      await on.wait(100);
      const stopped = travelled(on);
      expect(stopped).toBeGreaterThan(0);
      expect(stopped).toBeLessThan(20);
      on.sim.simulators.motor.heal();
      await on.wait(100);
      expect(travelled(on)).toBe(stopped);
      say(on, quick('resetCommandTimeout'));
      say(on, quick('exitSafeStart'));
      await on.wait(300);
      expect(travelled(on)).toBe(20);
    }));

  test('the adapter defuses it: the next pulse moves by itself alone', () =>
    withBench({}, async on => {
      const stopped = await errorMidMove(on);
      expect(await on.wait(1_000)).toEqual([expect.objectContaining({ type: 'motor.failed', pulse: 1 })]);
      expect(stopped).toBeGreaterThan(0);
      expect(stopped).toBeLessThan(microstepsOf(1));
      on.sim.simulators.motor.heal();
      expect(await on.move(2)).toEqual([{ type: 'motor.arrived', pulse: 2 }]);
      expect(travelled(on)).toBe(stopped + microstepsOf(2));
    }));
});

describe('stopping the motor', () => {
  test('SR-080 a stop mid-move halts at once, is confirmed, and leaves the motor without current', () =>
    withBench({}, async on => {
      on.devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
      await on.wait(60);
      on.devices.motor.stop();
      await on.clock.settle();
      const stopped = travelled(on);
      expect(on.facts).toEqual([{ type: 'motor.halted' }]);
      expect(stopped).toBeGreaterThan(0);
      expect(stopped).toBeLessThan(microstepsOf(1));
      expect(await on.wait(5_000)).toEqual([]);
      expect(travelled(on)).toBe(stopped);
      expect(on.sim.simulators.motor.status().energized).toBe(false);
    }));

  test('a stop at any moment of a pulse is answered once, and nothing moves after it', async () => {
    let partial = 0;
    for (let atMs = 0; atMs <= 200; atMs += 5) {
      await withBench({}, async on => {
        on.devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
        await on.wait(atMs);
        on.devices.motor.stop();
        on.devices.motor.stop();
        await on.clock.settle();
        const stopped = travelled(on);
        if (stopped > 0 && stopped < microstepsOf(1)) partial += 1;
        await on.wait(2_000);
        expect(travelled(on), `stop at ${atMs} ms`).toBe(stopped);
        const halted = on.facts.filter(fact => fact.type === 'motor.halted');
        expect(halted.length, `stop at ${atMs} ms`).toBe(1);
        const arrivals = on.facts.filter(fact => fact.type === 'motor.arrived');
        if (stopped < microstepsOf(1)) expect(arrivals).toEqual([]);
      });
    }
    expect(partial).toBeGreaterThan(5);
  });

  test('a stop between a question and its slow answer ends the sequence there', async () => {
    let beforeTarget = 0;
    for (let atMs = 0; atMs <= 300; atMs += 3) {
      await withBench({}, async on => {
        on.sim.links.motor.fault('toHost', { kind: 'delay', ms: 10 });
        on.devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
        await on.wait(atMs);
        on.devices.motor.stop();
        await on.clock.settle();
        const stopped = travelled(on);
        if (!names(on).includes('setTargetPosition')) beforeTarget += 1;
        const obeyed = names(on).length;
        await on.wait(2_000);
        expect(travelled(on), `stop at ${atMs} ms`).toBe(stopped);
        expect(names(on).slice(obeyed), `stop at ${atMs} ms`).toEqual([]);
        expect(on.facts.filter(fact => fact.type === 'motor.halted').length).toBe(1);
      });
    }
    expect(beforeTarget).toBeGreaterThan(5);
  });

  test('a stop that the device does not confirm stays unanswered', () =>
    withBench({}, async on => {
      on.sim.links.motor.fault('toHost', { kind: 'silent' });
      on.devices.motor.stop();
      expect(await on.wait(3_000)).toEqual([]);
      on.sim.links.motor.heal();
      on.devices.motor.stop();
      expect(await on.wait(100)).toEqual([{ type: 'motor.halted' }]);
    }));

  test('a pulse commanded before the halt is confirmed fails without moving', () =>
    withBench({}, async on => {
      on.sim.links.motor.fault('toHost', { kind: 'silent' });
      on.devices.motor.stop();
      await on.wait(50);
      expect(await on.move(1)).toEqual([
        { type: 'motor.failed', pulse: 1, reason: expect.stringContaining('not confirmed yet') },
      ]);
      expect(travelled(on)).toBe(0);
    }));

  test('a second move before the answer is a defect and throws; after the answer it is welcome', () =>
    withBench({}, async on => {
      on.devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
      expect(() => on.devices.motor.move({ pulse: 2, channel: 'basal', bolus: null })).toThrow(
        /before the motor had answered/,
      );
      await on.wait(1_000);
      expect(await on.move(2)).toEqual([{ type: 'motor.arrived', pulse: 2 }]);
    }));

  test('closing mid-move halts and de-energises first, and can be done twice', () =>
    withBench({}, async on => {
      on.devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
      await on.wait(60);
      await on.devices.close();
      await on.devices.close();
      await on.clock.settle();
      // What follows only gives the drive its ordinary ramp back.
      expect(names(on).slice(-5)).toEqual([
        'haltAndHold',
        'deenergize',
        'setMaxSpeed',
        'setMaxAcceleration',
        'setMaxDeceleration',
      ]);
      const status = on.sim.simulators.motor.status();
      expect(status.energized).toBe(false);
      expect(on.facts).toEqual([]);
    }));
});

describe('SR-063 the self-test refuses a driver that is not provisioned for this pump', () => {
  const WRONG: readonly (readonly [string, TicFault])[] = [
    ['control mode', { kind: 'setting', offset: SETTING.controlMode, value: 1 }],
    ['disable safe start', { kind: 'setting', offset: SETTING.disableSafeStart, value: 1 }],
    ['command timeout', { kind: 'setting', offset: SETTING.commandTimeoutMs, value: 0 }],
    ['serial options', { kind: 'setting', offset: SETTING.serialOptions, value: 1 }],
    ['soft error response', { kind: 'setting', offset: SETTING.softErrorResponse, value: 2 }],
    ['step mode', { kind: 'setting', offset: SETTING.stepMode, value: 4 }],
    ['maximum speed', { kind: 'setting', offset: SETTING.maxSpeed, value: 20_000_000 }],
    ['maximum speed in use', { kind: 'variable', offset: VARIABLE.maxSpeed, value: 20_000_000 }],
  ];

  test.each(WRONG)('a wrong %s is named with its value and a remedy', (name, fault) =>
    withBench({}, async on => {
      on.sim.simulators.motor.fault(fault);
      on.devices.selfTest.run();
      const found = `${name} is ${'value' in fault ? fault.value : ''}, expected`;
      expect(await on.wait(1_000)).toEqual([
        { type: 'selfTest.failed', item: 'motor', reason: expect.stringContaining(found) },
      ]);
      expect(travelled(on)).toBe(0);
    }),
  );
});

test('the simulator goes through the states that the manual names', () =>
  withBench({}, async on => {
    const status = () => on.sim.simulators.motor.status();
    expect(status().operation).toBe(OPERATION.softError);
    expect(status().uncertain).toBe(true);
    say(on, quick('deenergize'));
    await on.clock.settle();
    expect(status()).toMatchObject({ operation: OPERATION.deenergized, energized: false });
    say(on, quick('energize'));
    say(on, quick('exitSafeStart'));
    await on.clock.settle();
    expect(status()).toMatchObject({ operation: OPERATION.startingUp, energized: true });
    await on.wait(10);
    expect(status()).toMatchObject({ operation: OPERATION.normal, errorStatus: 0 });
    await on.wait(1_200);
    expect(status().operation).toBe(OPERATION.softError);
    expect(status().errorStatus & ERROR.commandTimeout).not.toBe(0);
    // Polling is no heartbeat: only commands keep the device going.
    say(on, { kind: 'block', name: 'getVariable', offset: 0, length: 9 });
    await on.clock.settle();
    expect(status().errorStatus & ERROR.commandTimeout).not.toBe(0);
    on.sim.links.motor.write(Uint8Array.of(0x83, 0x00));
    await on.clock.settle();
    expect(status().errorStatus & ERROR.serial).not.toBe(0);
    expect(MISC.energized).toBe(1);
  }));
