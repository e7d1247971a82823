import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { qsbEncoder } from '../../hardware/encoder/qsb/adapter.ts';
import {
  decodeReply,
  decodeRequest,
  encodeReply,
  encodeRequest,
  flawOf,
} from '../../hardware/encoder/qsb/codec.ts';
import { ascii } from '../../hardware/link/lines.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { STRAY } from '../../src/domain/drive.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { withBench } from './bench.ts';

describe('the QSB codec speaks the documented text', () => {
  test('a request and the example reply have the bytes of the manual', () => {
    expect(encodeRequest({ kind: 'read', register: 0x0e })).toBe('R0E\n');
    expect(encodeRequest({ kind: 'stream', register: 0x0e })).toBe('S0E\n');
    expect(encodeRequest({ kind: 'write', register: 0x0b, value: 6 })).toBe('W0B00000006\n');
    expect(encodeReply({ kind: 'r', register: 0x0e, value: 1_234 })).toBe('r0E000004D2!\r\n');
    expect(decodeReply('r0E000004D2!')).toEqual({ kind: 'r', register: 0x0e, value: 1_234 });
    expect(decodeReply('r0EFFFFFB2E!')).toEqual({ kind: 'r', register: 0x0e, value: -1_234 });
  });

  const register = fc.nat(0xff);
  const value = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

  test('every reply and every request is read back as itself', () => {
    fc.assert(
      fc.property(fc.constantFrom('r', 'w', 's', 'e'), register, value, (kind, at, number) => {
        const reply = { kind, register: at, value: number };
        expect(decodeReply(encodeReply(reply).trimEnd())).toEqual(reply);
        const request = { kind: 'write' as const, register: at, value: number };
        expect(decodeRequest(encodeRequest(request).trimEnd())).toEqual(request);
      }),
    );
  });

  test('a damaged reply is no reply', () => {
    for (const line of [
      '',
      'r0E000004D2',
      '0E000004D2!',
      'r0E00004D2!',
      'r0E0000G4D2!',
      'r0E000004D2!!',
      'x0E000004D2!',
    ])
      expect(decodeReply(line), line).toBeUndefined();
    for (const line of ['', 'R', 'R0', 'RZZ', 'R0E1', 'W0B', 'X0E'])
      expect(decodeRequest(line), line).toBeUndefined();
  });
});

describe('the encoder', () => {
  test('an absent or refusing encoder is reported once, with a remedy', async () => {
    for (const kind of ['noReply', 'errorReply'] as const) {
      await withBench({}, async ({ devices, sim, wait }) => {
        sim.simulators.encoder.fault({ kind });
        devices.encoder.read();
        expect(await wait(1_000)).toEqual([
          { type: 'encoder.failed', reason: expect.stringContaining('Check') },
        ]);
        devices.selfTest.run();
        expect(await wait(1_000)).toEqual([
          { type: 'selfTest.failed', item: 'encoder', reason: expect.stringContaining('encoder:') },
        ]);
        sim.simulators.encoder.heal();
        devices.encoder.read();
        expect(await wait(1_000)).toEqual([{ type: 'encoder.counted', counts: 0 }]);
      });
    }
  });

  test.each([
    [
      'r0E0000G4D2!\n',
      'the last line was "r0E0000G4D2!" (value = "0000G4D2": should be eight hex digits). Check',
    ],
    ['r0B00000006!\n', 'the last line was "r0B00000006!" (it does not answer "R0E"). Check'],
    ['\xff\x01', '"\\xff\\x01\\xff\\x01\\xff\\x01" came without the end of a line. Check'],
    ['', 'nothing came. Check'],
  ])(
    'what came in place of a reply, %j, is shown in the reason with what is wrong with it',
    async (came, words) => {
      const clock = lockStepClock();
      const { host, device, idle } = memoryPair();
      clock.register({ name: 'cable', idle });
      const facts: Fact[] = [];
      const encoder = qsbEncoder({ link: host, clock, sink: fact => void facts.push(fact) });
      device.onBytes(() => device.write(ascii(came)));
      encoder.read();
      await clock.advanceTo(after(clock.now(), milliseconds(1_000)));
      expect(facts).toEqual([
        { type: 'encoder.failed', reason: expect.stringContaining(`no valid reply to 3 requests; ${words}`) },
      ]);
      await encoder.close();
      clock.close();
    },
  );

  test('every line that is no reply has a flaw, short and printable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), line => {
        const flaw = flawOf(line);
        expect(flaw === undefined).toBe(decodeReply(line) !== undefined);
        expect(flaw ?? '').toMatch(/^[ -~…]{0,100}$/);
      }),
    );
  });

  test('a loose disc is told as it is: the count does not move', () =>
    withBench({}, async ({ devices, sim, move, wait }) => {
      sim.simulators.encoder.fault({ kind: 'frozen' });
      await move(1);
      devices.encoder.read();
      expect(await wait(100)).toEqual([{ type: 'encoder.counted', counts: 0 }]);
    }));

  test('a bad character is asked again, any number of readings is answered one each', () =>
    withBench({}, async ({ devices, sim, wait }) => {
      sim.links.encoder.fault('toHost', { kind: 'corrupt', offset: 5, mask: 0x40 });
      for (let i = 0; i < 5; i += 1) devices.encoder.read();
      expect(await wait(1_000)).toEqual(
        Array.from({ length: 5 }, () => ({ type: 'encoder.counted', counts: 0 })),
      );
    }));

  test('its own movement is not news while the motor moves, and creep is news again after the next reading', () =>
    withBench({}, async ({ devices, sim, wait }) => {
      devices.selfTest.run();
      await wait(500);
      devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
      expect(await wait(200)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
      sim.inject({ creepCounts: STRAY });
      expect(await wait(100)).toEqual([]);
      devices.encoder.read();
      expect(await wait(100)).toEqual([{ type: 'encoder.counted', counts: 12 + STRAY }]);
      sim.inject({ creepCounts: -STRAY });
      expect(await wait(100)).toEqual([{ type: 'encoder.counted', counts: 12 }]);
    }));

  test('SR-008 after a failed pulse that nobody verified, creep is news again', () =>
    withBench({}, async ({ devices, sim, move, wait }) => {
      devices.selfTest.run();
      await wait(500);
      sim.simulators.motor.fault({ kind: 'conditions', killSwitch: true });
      expect(await move(1)).toEqual([expect.objectContaining({ type: 'motor.failed' })]);
      sim.inject({ creepCounts: STRAY });
      expect(await wait(100)).toEqual([{ type: 'encoder.counted', counts: STRAY }]);
    }));

  test('a streamed report between question and answer is both passed on and not mistaken for the answer', () =>
    withBench({}, async ({ devices, sim, wait }) => {
      devices.selfTest.run();
      await wait(500);
      sim.links.encoder.fault('toHost', { kind: 'merge', chunks: 9, afterMs: 5 });
      devices.encoder.read();
      sim.inject({ creepCounts: 10 });
      const facts = await wait(100);
      expect(facts.length).toBe(2);
      for (const fact of facts) expect(fact).toEqual({ type: 'encoder.counted', counts: 10 });
    }));

  test('noise on the line is no count', () =>
    withBench({}, async ({ devices, sim, wait }) => {
      await fc.assert(
        fc.asyncProperty(fc.string({ maxLength: 30 }), async noise => {
          sim.links.encoder.fault('toHost', { kind: 'insert', offset: 0, byte: noise.charCodeAt(0) & 0xff });
          sim.links.encoder.write(ascii(`${noise.replaceAll(/[^ -~]/g, '?')}\n`));
          devices.encoder.read();
          const facts = await wait(1_000);
          expect(facts.filter(fact => fact.type === 'encoder.counted' && fact.counts !== 0)).toEqual([]);
          expect(facts.length).toBe(1);
          sim.links.encoder.heal();
        }),
        { numRuns: 50 },
      );
    }));
});
