import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Direction, LinkFault } from '../../hardware/link/faults.ts';
import { encodeCommand } from '../../hardware/motor/ne1000/codec.ts';
import type { Memory } from '../../hardware/motor/ne1000/commands.ts';
import type { NeFault } from '../../hardware/motor/ne1000/simulator.ts';
import { VERIFIED_LEAST, VERIFIED_MOST } from '../../src/domain/drive.ts';
import { millinewtons } from '../../src/domain/units.ts';
import { type NeBench, withNe } from './neBench.ts';

/** A pulse in hundredths of a microstep: 15 steps of this motor. */
const PULSE = 15 * 136;
const travelled = ({ model }: NeBench): number => model.state().turned;

describe.each(['memory', 'pty'] as const)('NE-1000 over %s', transport => {
  test('SR-007 each pulse is seen by the encoder as one, and the sum is within a percent', () =>
    withNe(async on => {
      for (let pulse = 1; pulse <= 60; pulse += 1) {
        const before = on.model.counts();
        expect(await on.move(pulse)).toEqual([{ type: 'motor.arrived', pulse }]);
        const counted = on.model.counts() - before;
        expect(counted).toBeGreaterThanOrEqual(VERIFIED_LEAST);
        expect(counted).toBeLessThanOrEqual(VERIFIED_MOST);
        // Longer than its Safe mode bears: the alarm of its rest is its ordinary beginning.
        if (pulse % 10 === 0) await on.wait(5_000);
      }
      expect(travelled(on)).toBe(60 * PULSE);
    }, transport));

  test('SR-006 a cable that is pulled in mid-pulse fails it, and no second one is given', () =>
    withNe(async on => {
      on.motor.move({ pulse: 1, channel: 'basal', bolus: null });
      await on.wait(120);
      on.unplug();
      expect(await on.wait(2_000)).toEqual([
        { type: 'motor.failed', pulse: 1, reason: expect.stringContaining('link is lost') },
      ]);
      expect(travelled(on)).toBeLessThanOrEqual(PULSE);
    }, transport));
});

describe('SR-006 each fault fails the pulse with a reason, and no more than one pulse is given', () => {
  const FAULTS: readonly (readonly [string, NeFault, RegExp])[] = [
    ['no answers', { kind: 'noReply', replies: 99 }, /no complete answer within 100 ms, 3 times/],
    ['truncated answers', { kind: 'truncatedReply', replies: 99 }, /no complete answer|wrong CRC/],
    ['flipped answers', { kind: 'flippedReply', replies: 99 }, /wrong CRC or length, 3 times/],
    ['answers of another address', { kind: 'wrongAddress', replies: 99 }, /address 1 instead of 0, 3 times/],
    ['an alarm that nobody asked for', { kind: 'unsolicitedAlarm', replies: 99 }, /alarm E/],
    ['an interrupted supply', { kind: 'reset' }, /alarm R: the driver was reset/],
    ['a stall', { kind: 'alarm', letter: 'S' }, /alarm S: the driver stalled/],
    ['an error in its program', { kind: 'alarm', letter: 'E' }, /alarm E/],
    ['a phase out of range', { kind: 'alarm', letter: 'O' }, /alarm O/],
    ['a figure that stands still', { kind: 'stuckVolume' }, /instead of 250/],
    ['a frozen processor that echoes', { kind: 'frozen' }, /no complete answer|an answer/],
  ];
  for (const [name, fault, expected] of FAULTS) {
    for (const atMs of [0, 60]) {
      test(`${name} at ${atMs} ms`, () =>
        withNe(async on => {
          expect(await on.move(1)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
          const before = travelled(on);
          if (atMs === 0) on.sim.fault(fault);
          on.motor.move({ pulse: 2, channel: 'basal', bolus: null });
          await on.wait(atMs);
          if (atMs > 0) on.sim.fault(fault);
          await on.wait(2_000);
          expect(on.facts.slice(1)).toEqual([
            { type: 'motor.failed', pulse: 2, reason: expect.stringMatching(expected) },
          ]);
          expect(travelled(on) - before).toBeLessThanOrEqual(PULSE);
          on.sim.heal();
          await on.wait(5_000);
          const rest = travelled(on);
          await on.wait(5_000);
          expect(travelled(on)).toBe(rest);
        }));
    }
  }

  test('a motor that is held stalls, and says so', () =>
    withNe(async on => {
      on.model.inject({ stall: true });
      expect(await on.move(1)).toEqual([
        { type: 'motor.failed', pulse: 1, reason: expect.stringContaining('alarm S') },
      ]);
      expect(travelled(on)).toBe(0);
    }));

  test.each(['noReply', 'truncatedReply', 'flippedReply', 'wrongAddress'] as const)(
    'one bad answer of kind %s is borne, whichever it is, and the pulse is given once',
    async kind => {
      let arrived = 0;
      // A pulse takes eight questions, RUN, and a look every 20 ms.
      for (let good = 0; good < 16; good += 1) {
        await withNe(async on => {
          await on.move(1);
          on.sim.fault({ kind, replies: 1, after: good });
          on.motor.move({ pulse: 2, channel: 'basal', bolus: null });
          await on.wait(2_000);
          expect(on.facts.slice(1)).toEqual([{ type: 'motor.arrived', pulse: 2 }]);
          expect(travelled(on)).toBe(2 * PULSE);
          arrived += 1;
        });
      }
      expect(arrived).toBe(16);
    },
  );
});

describe('stopping', () => {
  test('SR-080 a stop at any moment is answered once, and nothing moves after it, not even what was paused', async () => {
    let partial = 0;
    for (let atMs = 0; atMs <= 220; atMs += 5) {
      await withNe(async on => {
        on.motor.move({ pulse: 1, channel: 'basal', bolus: null });
        await on.wait(atMs);
        on.motor.stop();
        on.motor.stop();
        await on.wait(500);
        const stopped = travelled(on);
        if (stopped > 0 && stopped < PULSE) partial += 1;
        expect(on.facts.filter(({ type }) => type === 'motor.halted')).toHaveLength(1);
        await on.wait(5_000);
        expect(travelled(on), `stop at ${atMs} ms`).toBe(stopped);
        const failed = on.facts.filter(({ type }) => type === 'motor.failed');
        expect(failed).toEqual([]);
        // What was interrupted is not gone on with by the next pulse.
        expect(await on.move(2)).toEqual([{ type: 'motor.arrived', pulse: 2 }]);
        expect(travelled(on)).toBe(stopped + PULSE);
      });
    }
    expect(partial).toBeGreaterThan(5);
  });

  test('what somebody has paused at its keys is not gone on with', () =>
    withNe(async on => {
      for (const command of ['VOL50.00', 'RUN', '', 'STP']) {
        on.link.write(encodeCommand(command));
        await on.wait(100);
      }
      const before = travelled(on);
      expect(before).toBeGreaterThan(0);
      expect(await on.move(1)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
      expect(travelled(on) - before).toBe(PULSE);
    }));

  test('the device halts by itself when the host falls silent, and says alarm T', () =>
    withNe(async on => {
      on.link.write(encodeCommand('VOL50.00'));
      on.link.write(encodeCommand('RUN'));
      await on.wait(100);
      on.link.fault('toDevice', { kind: 'silent' });
      await on.wait(2_000);
      const stopped = travelled(on);
      expect(stopped).toBeGreaterThan(0);
      await on.wait(20_000);
      expect(travelled(on)).toBe(stopped);
      on.link.heal();
      expect(await on.move(1)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
      expect(travelled(on)).toBe(stopped + PULSE);
    }));

  test('a stop that is not confirmed stays unanswered', () =>
    withNe(async on => {
      on.link.fault('toHost', { kind: 'silent' });
      on.motor.stop();
      expect(await on.wait(5_000)).toEqual([]);
      on.link.heal();
      on.motor.stop();
      expect(await on.wait(500)).toEqual([{ type: 'motor.halted' }]);
    }));
});

describe('SR-063 attestation refuses a device that is not provisioned for this pump', () => {
  test.each<readonly [string, Partial<Memory>]>([
    ['model', { version: 'NE1010V3.928' }],
    ['safe mode timeout', { timeoutS: 200 }],
    ['inside diameter', { diameter: '14.00' }],
    ['power failure mode', { powerFailure: '1' }],
    ['buzzer', { buzzer: '1' }],
  ])('%s', (name, wrong) =>
    withNe(async on => {
      expect(await on.run(on.motor.attest())).toEqual({ ok: true });
      on.sim.fault({ kind: 'memory', ...wrong });
      expect(await on.run(on.motor.attest())).toEqual({
        ok: false,
        messages: [expect.stringContaining(`motor: ${name} is "${Object.values(wrong)[0]}", expected`)],
      });
      expect(travelled(on)).toBe(0);
    }),
  );

  test('a program of more than one phase', () =>
    withNe(async on => {
      for (const command of ['PHN2', 'FUNRAT', 'VOL50.00', 'PHN1']) on.link.write(encodeCommand(command));
      await on.wait(200);
      expect(await on.run(on.motor.attest())).toEqual({
        ok: false,
        messages: [expect.stringContaining('function of phase 2 is "RAT", expected "STP"')],
      });
    }));
});

describe('long ways', () => {
  test('home is where it stalls at its end, a cartridge where the force says so, and a pulse after both is a pulse', () =>
    withNe(async on => {
      on.model.inject({ cartridgeOut: true });
      on.motor.rewind();
      await on.wait(90_000);
      expect(on.facts).toEqual([{ type: 'plunger.homed' }]);
      expect(on.model.isHome()).toBe(true);
      on.model.inject({ cartridgeUu: 200_000_000 });
      on.motor.seat(async () => millinewtons(on.model.forceMn()));
      await on.wait(90_000);
      expect(on.facts[1]).toMatchObject({ type: 'plunger.seated', freeMn: 0 });
      expect(on.model.state().coupled).toBe(true);
      const before = travelled(on);
      expect(await on.move(1)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
      expect(travelled(on) - before).toBe(PULSE);
    }));

  test('a stop on a long way halts within a look, and the next pulse is a pulse', () =>
    withNe(async on => {
      on.model.inject({ cartridgeOut: true });
      on.motor.rewind();
      await on.wait(5_000);
      on.motor.stop();
      await on.wait(300);
      const stopped = travelled(on);
      expect(on.facts).toEqual([{ type: 'motor.halted' }]);
      expect(await on.move(1)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
      expect(travelled(on) - stopped).toBe(PULSE);
    }));
});

const wire: fc.Arbitrary<LinkFault> = fc.oneof(
  fc.record({
    kind: fc.constant('drop' as const),
    offset: fc.nat(200),
    bytes: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({ kind: fc.constant('duplicate' as const), offset: fc.nat(200) }),
  fc.record({
    kind: fc.constant('corrupt' as const),
    offset: fc.nat(200),
    mask: fc.integer({ min: 1, max: 255 }),
  }),
  fc.record({ kind: fc.constant('insert' as const), offset: fc.nat(200), byte: fc.nat(255) }),
  fc.record({
    kind: fc.constant('merge' as const),
    chunks: fc.integer({ min: 2, max: 4 }),
    afterMs: fc.nat(150),
  }),
  fc.record({ kind: fc.constant('delay' as const), ms: fc.nat(500) }),
  fc.constant({ kind: 'split' as const }),
  fc.constant({ kind: 'silent' as const }),
);

test('SR-006 whatever the cable does, a pulse is answered once, is given at most once, and arrival is the truth', async () => {
  const ended = { 'motor.arrived': 0, 'motor.failed': 0 };
  await fc.assert(
    fc.asyncProperty(wire, fc.constantFrom<Direction>('toDevice', 'toHost'), (fault, direction) =>
      withNe(async on => {
        await on.move(1);
        on.link.fault(direction, fault);
        const facts = await on.move(2);
        await on.wait(3_000);
        const answers = on.facts.slice(1);
        expect(answers).toHaveLength(1);
        const [answer] = answers;
        expect(['motor.arrived', 'motor.failed']).toContain(answer?.type);
        expect(travelled(on)).toBeLessThanOrEqual(2 * PULSE);
        if (answer?.type === 'motor.arrived') expect(travelled(on)).toBe(2 * PULSE);
        if (answer?.type === 'motor.arrived' || answer?.type === 'motor.failed') ended[answer.type] += 1;
        expect(facts.length).toBeLessThanOrEqual(1);
      }),
    ),
    { numRuns: 300 },
  );
  expect(Math.min(...Object.values(ended))).toBeGreaterThan(0);
});
