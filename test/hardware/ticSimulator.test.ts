import { describe, expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import { encode, OUR_FRAMING, openReply, type TicCommand } from '../../hardware/motor/tic/codec.ts';
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
  resetInWords,
  SETTING,
  VARIABLE,
} from '../../hardware/motor/tic/protocol.ts';
import { ticSimulator } from '../../hardware/motor/tic/simulator.ts';
import { sizeOf, VARIABLE_NAMES, type VariableName, valueIn } from '../../hardware/motor/tic/variables.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { bytes, GOLDEN, quick, read, wide } from './ticVectors.ts';

/** A simulated Tic alone on a cable: whoever reads its manual could have written these bytes. */
const alone = async (crc: boolean, use: (tic: ReturnType<typeof tools>) => Promise<void>): Promise<void> => {
  const made = tools(crc);
  try {
    await use(made);
  } finally {
    await made.close();
  }
};

const tools = (crc: boolean) => {
  const clock = lockStepClock();
  const pair = memoryPair();
  clock.register({ idle: pair.idle });
  const model = mechanism({ clock, start: newMechanics(200_000_000) });
  const sim = ticSimulator({ link: pair.device, clock, mechanism: model, crc });
  const heard: number[] = [];
  pair.host.onBytes(arrived => heard.push(...arrived));
  const put = async (packet: Uint8Array): Promise<Uint8Array> => {
    heard.length = 0;
    pair.host.write(packet);
    await clock.settle();
    return Uint8Array.from(heard);
  };
  const tell = (...commands: readonly TicCommand[]): Promise<Uint8Array> =>
    put(Buffer.concat(commands.map(command => encode(command, { ...OUR_FRAMING, crc }))));
  return {
    sim,
    model,
    put,
    tell,
    wait: (ms: number): Promise<void> => clock.advanceTo(after(clock.now(), milliseconds(ms))),
    /** A variable as its bytes say it. */
    variable: async (name: VariableName): Promise<number> => {
      const reply = await tell(read('getVariable', VARIABLE[name], sizeOf(name)));
      const payload = openReply(reply, crc);
      if (payload?.length !== sizeOf(name)) throw new Error(`${name}: ${reply}`);
      return valueIn(name, payload);
    },
    released: () => tell(wide('haltAndSetPosition', 0), quick('energize'), quick('exitSafeStart')),
    close: async () => {
      await pair.close();
      clock.close();
    },
  };
};

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
      let sawSwitch = false;
      tic.model.onMoved(() => {
        sawSwitch ||= tic.model.isHome();
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
      expect(sawSwitch).toBe(true);
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
