import { describe, expect, test } from 'vitest';
import type { TicConditions } from '../../hardware/motor/tic/conditions.ts';
import {
  ERROR,
  errorsInWords,
  INPUT,
  MISC,
  OCCURRED,
  OPERATION,
  PLANNING,
  RESPONSE,
  SETTING,
} from '../../hardware/motor/tic/protocol.ts';
import { alone } from './ticAlone.ts';
import { quick, wide } from './ticVectors.ts';

describe('the simulated Tic moves as it is told', () => {
  test('a target velocity is reached, kept, and ended by the command timeout', () =>
    alone(true, async tic => {
      await tic.released();
      await tic.tell(wide('setTargetVelocity', 1_000_000));
      await tic.wait(500);
      expect(await tic.variable('currentVelocity')).toBe(1_000_000);
      expect(await tic.variable('planningMode')).toBe(PLANNING.velocity);
      // 100 microsteps a second: half of that, less what speeding up cost.
      expect(await tic.variable('currentPosition')).toBeGreaterThan(47);
      expect(await tic.variable('currentPosition')).toBeLessThanOrEqual(50);
      await tic.wait(3_000);
      expect(await tic.variable('currentVelocity')).toBe(0);
      expect(await tic.variable('currentPosition')).toBeLessThanOrEqual(101);
      expect(Math.round(tic.model.state().turned / 100)).toBe(await tic.variable('currentPosition'));
      expect((await tic.variable('errorStatus')) & ERROR.commandTimeout).not.toBe(0);
      // The trap is there for a velocity as well.
      await tic.tell(quick('resetCommandTimeout'), quick('exitSafeStart'));
      await tic.wait(100);
      expect(await tic.variable('currentVelocity')).toBe(1_000_000);
    }));

  test('a starting speed is there at once, and a speed of 0 moves nothing', () =>
    alone(true, async tic => {
      await tic.tell(wide('setStartingSpeed', 1_000_000));
      await tic.released();
      await tic.wait(10);
      await tic.tell(wide('setTargetPosition', 100));
      await tic.wait(1);
      expect(await tic.variable('currentVelocity')).toBeGreaterThan(1_000_000);
      await tic.tell(quick('haltAndHold'), wide('setMaxSpeed', 0), wide('setTargetPosition', 500));
      const at = await tic.variable('currentPosition');
      await tic.wait(500);
      expect(await tic.variable('currentPosition')).toBe(at);
    }));

  test('in full steps one step is 32 of those that a pulse is counted in', () =>
    alone(true, async tic => {
      await tic.released();
      await tic.tell({ kind: 'sevenBit', name: 'setStepMode', value: 0 }, wide('setTargetPosition', 3));
      await tic.wait(300);
      expect(await tic.variable('currentPosition')).toBe(3);
      expect(tic.model.state().turned / 100).toBe(96);
    }));

  test('homing goes to its switch, leaves it again, and is at 0 then', () =>
    alone(true, async tic => {
      const { home } = tic.model.state();
      let nearest = Number.POSITIVE_INFINITY;
      tic.model.onMoved(() => {
        nearest = Math.min(nearest, tic.model.state().turned - home);
      });
      await tic.released();
      await tic.wait(10);
      await tic.tell(wide('setMaxSpeed', 80_000_000), { kind: 'sevenBit', name: 'goHome', value: 0 });
      expect((await tic.variable('miscFlags')) & MISC.homing).not.toBe(0);
      expect((await tic.variable('miscFlags')) & MISC.positionUncertain).not.toBe(0);
      for (let waited = 0; waited < 2_000; waited += 1) {
        await tic.tell(quick('resetCommandTimeout'));
        await tic.wait(900);
        if (((await tic.variable('miscFlags')) & MISC.homing) === 0) break;
      }
      expect(tic.sim.status()).toMatchObject({ homing: false });
      // Within one count of the encoder, which is 1.6 microsteps.
      expect(nearest).toBeLessThan(200);
      expect(tic.model.state().turned).toBeGreaterThan(home);
      expect(
        (await tic.variable('miscFlags')) & (MISC.homing | MISC.positionUncertain | MISC.reverseLimit),
      ).toBe(0);
      expect(await tic.variable('currentPosition')).toBe(0);
      expect(await tic.variable('currentVelocity')).toBe(0);
      expect(await tic.variable('inputState')).toBe(INPUT.halt);
    }));
});

describe('the simulated Tic goes wrong as the manual says', () => {
  const CONDITIONS: readonly (readonly [Partial<TicConditions>, number, number])[] = [
    [{ driverError: true }, ERROR.driver, OPERATION.reset],
    [{ lowVin: true }, ERROR.lowVin, OPERATION.reset],
    [{ killSwitch: true }, ERROR.killSwitch, OPERATION.softError],
    [{ requiredInput: true }, ERROR.requiredInput, OPERATION.softError],
    // The safe start violation that comes with it is a soft error, and goes before.
    [{ errLineHigh: true }, ERROR.errLine, OPERATION.softError],
    [{ stuckStarting: true }, 0, OPERATION.softError],
  ];
  test.each(CONDITIONS)(
    'the condition %j sets its bit, ends motion and stays in what occurred',
    (imposed, bit, state) =>
      alone(true, async tic => {
        await tic.released();
        await tic.tell(wide('setTargetPosition', 100));
        await tic.wait(60);
        tic.sim.fault({ kind: 'conditions', ...imposed });
        expect((await tic.variable('errorStatus')) & bit).toBe(bit);
        expect(await tic.variable('operationState')).toBe(state);
        expect((await tic.variable('errorStatus')) & ERROR.safeStart).not.toBe(0);
        expect(await tic.variable('currentVelocity')).toBe(0);
        tic.sim.heal();
        expect((await tic.variable('errorsOccurred')) & bit).toBe(bit);
        const stopped = tic.model.state().turned;
        await tic.wait(500);
        expect(tic.model.state().turned).toBe(stopped);
      }),
  );

  test('released while its error line is high, it waits for that line', () =>
    alone(true, async tic => {
      tic.sim.fault({ kind: 'conditions', errLineHigh: true });
      await tic.tell(quick('exitSafeStart'));
      expect(await tic.variable('operationState')).toBe(OPERATION.waitingForErrLine);
      tic.sim.heal();
      expect(await tic.variable('operationState')).not.toBe(OPERATION.waitingForErrLine);
    }));

  test.each(['framing', 'overrun', 'format', 'crc'] as const)(
    'a serial error of kind %s has its bit',
    error =>
      alone(true, async tic => {
        tic.sim.fault({ kind: 'serialError', error });
        expect((await tic.variable('errorStatus')) & ERROR.serial).not.toBe(0);
        expect((await tic.variable('errorsOccurred')) & OCCURRED[error]).not.toBe(0);
        for (const name of ['energize', 'haltAndHold'] as const) await tic.tell(quick(name));
        expect((await tic.variable('errorStatus')) & ERROR.serial).toBe(0);
        expect(errorsInWords(OCCURRED[error])).toMatch(/^serial /);
      }),
  );

  test.each([
    ['deenergize', true, false],
    ['haltAndHold', true, true],
    ['decelerateToHold', false, true],
    ['goToPosition', false, true],
  ] as const)(
    'the soft error response %s leaves the position uncertain: %s, the coils on: %s',
    (response, isUncertain, isOn) =>
      alone(true, async tic => {
        tic.sim.fault({ kind: 'setting', offset: SETTING.softErrorResponse, value: RESPONSE[response] });
        await tic.released();
        await tic.tell(wide('setTargetPosition', 200));
        await tic.wait(200);
        const before = await tic.variable('currentPosition');
        tic.sim.fault({ kind: 'conditions', killSwitch: true });
        await tic.wait(500);
        const flags = await tic.variable('miscFlags');
        expect((flags & MISC.positionUncertain) !== 0).toBe(isUncertain);
        expect((flags & MISC.energized) !== 0).toBe(isOn);
        expect(await tic.variable('currentVelocity')).toBe(0);
        const at = await tic.variable('currentPosition');
        if (response === 'goToPosition') expect(at).toBe(0);
        else if (response === 'decelerateToHold') expect(at).toBeGreaterThan(before);
        else expect(at).toBe(before);
      }),
  );
});
