import { describe, expect, test } from 'vitest';
import { ERROR, INPUT, MISC, OPERATION, resetInWords, VARIABLE } from '../../hardware/motor/tic/protocol.ts';
import { sizeOf, VARIABLE_NAMES } from '../../hardware/motor/tic/variables.ts';
import { alone } from './ticAlone.ts';
import { bytes, GOLDEN, quick, read, wide } from './ticVectors.ts';

describe('the simulated Tic obeys the bytes of the manual', () => {
  for (const framing of ['compact', 'compact with CRC', 'Pololu with CRC'] as const) {
    const crc = framing !== 'compact';
    test(`every golden packet, ${framing}, is that command and no serial error`, async () => {
      let obeyed = 0;
      for (const golden of GOLDEN) {
        const packet =
          framing === 'Pololu with CRC'
            ? golden.pololu
            : `${golden.compact}${framing === 'compact' ? '' : golden.crc}`;
        if (packet === undefined) continue;
        await alone(crc, async tic => {
          await tic.put(bytes(packet));
          expect(tic.sim.obeyed()).toEqual([golden.command]);
          expect(tic.sim.status().errorStatus & ERROR.serial).toBe(0);
          obeyed += 1;
        });
      }
      expect(obeyed).toBeGreaterThan(framing === 'Pololu with CRC' ? 7 : 15);
    });
  }

  test('a golden packet does to its variables what the manual says', () =>
    alone(true, async tic => {
      await tic.put(bytes('E0 05 52 02 16 49 6A'));
      expect(await tic.variable('inputAfterScaling')).toBe(1_234_567_890);
      expect(await tic.variable('inputState')).toBe(INPUT.position);
      await tic.put(bytes('E3 03 00 04 1E 00 0E'));
      expect(await tic.variable('targetVelocity')).toBe(2_000_000);
      expect(await tic.variable('inputState')).toBe(INPUT.velocity);
      await tic.put(bytes('89 45'));
      expect(await tic.variable('inputState')).toBe(INPUT.halt);
      await tic.put(bytes('EC 00 00 00 00 00 38'));
      expect((await tic.variable('miscFlags')) & MISC.positionUncertain).toBe(0);
      await tic.put(bytes('86 7D'));
      expect(await tic.variable('operationState')).toBe(OPERATION.deenergized);
    }));

  test('replies are the golden ones, with their CRC', () =>
    alone(true, async tic => {
      await tic.released();
      await tic.wait(10);
      await tic.tell(read('getVariableAndClearErrors', VARIABLE.errorsOccurred, 4));
      expect(await tic.put(bytes('A1 00 09 70'))).toEqual(bytes('0A 01 00 00 00 00 00 00 00 24'));
      expect(await tic.put(bytes('A8 09 02 49'))).toHaveLength(3);
      // Its last byte lies at the end of all addresses.
      expect(await tic.put(bytes('A1 7F 41 6C'))).toEqual(bytes('00 00'));
      // At -1234, and on its way back: the whole golden answer needs that speed as well.
      await tic.tell(wide('setMaxAcceleration', 0x7fff_ffff), wide('haltAndSetPosition', -1_234));
      expect((await tic.put(bytes('A1 22 08 70'))).subarray(0, 4)).toEqual(bytes('2E FB FF FF'));
      await tic.tell(wide('setTargetVelocity', -500_000));
      await tic.wait(1);
      expect((await tic.put(bytes('A1 22 08 70'))).subarray(4, 8)).toEqual(bytes('E0 5E F8 FF'));
    }));

  test('a reply of 14 bytes or more has no CRC', () =>
    alone(true, async tic => {
      expect(await tic.tell(read('getVariable', 0, 13))).toHaveLength(14);
      expect(await tic.tell(read('getVariable', 0, 14))).toHaveLength(14);
      expect(await tic.tell(read('getVariable', 0, 15))).toHaveLength(15);
    }));
});

describe('the simulated Tic has every variable', () => {
  test('each lies where the manual says, and none overlaps another', async () => {
    const taken = new Set<number>();
    for (const name of VARIABLE_NAMES) {
      for (let i = 0; i < sizeOf(name); i += 1) {
        expect(taken.has(VARIABLE[name] + i), name).toBe(false);
        taken.add(VARIABLE[name] + i);
      }
    }
    expect(VARIABLE_NAMES).toHaveLength(35);
    // Holes that no variable fills: one byte before the planning mode, and what lies behind the last.
    const holes = Array.from({ length: 0x56 }, (_, at) => at).filter(at => !taken.has(at));
    expect(holes).toEqual([0x08]);
    await alone(true, async tic => {
      for (const name of VARIABLE_NAMES) expect(Number.isInteger(await tic.variable(name)), name).toBe(true);
    });
  });

  test('what the volatile commands set can be read back, within the bounds of the manual', () =>
    alone(true, async tic => {
      const SET = [
        ['setMaxSpeed', 'maxSpeed', 500_000_001, 500_000_000],
        ['setStartingSpeed', 'startingSpeed', 1_000, 1_000],
        ['setMaxAcceleration', 'maxAcceleration', 1, 100],
        ['setMaxDeceleration', 'maxDeceleration', 40_000, 40_000],
      ] as const;
      for (const [command, name, value, stored] of SET) {
        await tic.tell(wide(command, value));
        expect(await tic.variable(name), name).toBe(stored);
      }
      const SHORT = [
        ['setStepMode', 'stepMode', 3, 3],
        ['setStepMode', 'stepMode', 9, 3],
        ['setCurrentLimit', 'currentLimit', 20, 20],
        ['setDecayMode', 'decayMode', 2, 2],
      ] as const;
      for (const [command, name, value, stored] of SHORT) {
        await tic.tell({ kind: 'sevenBit', name: command, value });
        expect(await tic.variable(name), `${name} ${value}`).toBe(stored);
      }
      await tic.tell(quick('reset'));
      await tic.wait(11);
      expect(await tic.variable('startingSpeed')).toBe(0);
      expect(await tic.variable('stepMode')).toBe(5);
      expect(await tic.variable('resetCause')).toBe(8);
      expect(resetInWords(8)).toBe('it was told to');
      expect(resetInWords(3)).toBe('for cause 3');
    }));

  test('time since the last step, pins and switches say what is so', () =>
    alone(true, async tic => {
      expect(await tic.variable('timeSinceLastStep')).toBe(2 ** 32 - 1);
      await tic.released();
      await tic.tell(wide('setTargetPosition', 20));
      await tic.wait(150);
      expect(await tic.variable('currentPosition')).toBe(20);
      expect(await tic.variable('timeSinceLastStep')).toBeLessThan(150 * 3_000);
      expect((await tic.variable('digitalReadings')) & 1).toBe(0);
      tic.sim.fault({ kind: 'conditions', killSwitch: true });
      expect((await tic.variable('digitalReadings')) & 1).toBe(1);
      expect(await tic.variable('rcPulseWidth')).toBe(0xffff);
    }));
});
