import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { openScaleForce } from '../../hardware/force/openscale/adapter.ts';
import { decodeLine, encodeLine, flawOf, millinewtonsIn } from '../../hardware/force/openscale/codec.ts';
import type { OpenScaleFault } from '../../hardware/force/openscale/simulator.ts';
import { ascii } from '../../hardware/link/lines.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import type { SerialRecord } from '../../hardware/link/recorder.ts';
import { gaussian } from '../../hardware/mechanics/noise.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { withBench } from './bench.ts';

describe('the OpenScale codec speaks the documented text', () => {
  test('a line has its columns in order, each followed by a comma', () => {
    const line = { millis: 1_042_350, kilograms: 0.5123, unit: 'kg' as const, raw: 8_388_720 };
    expect(encodeLine(line)).toBe('1042350,0.5123,kg,8388720,\r\n');
    expect(decodeLine('1042350,0.5123,kg,8388720,')).toEqual(line);
    expect(millinewtonsIn(1)).toBe(9_807);
  });

  test('a banner, a menu, a missing or an extra column is no reading', () => {
    const lines = [
      '',
      'Serial Load Cell Converter version 1.2',
      '1042350,0.5123,kg,8388720',
      '1042350,0.5123,kg,',
      '0.5123,kg,8388720,',
      '1042350,0.5123,kg,8388720,24.56,',
      '1042350,0.51,kg,8388720,',
      '1042350,0.5123,g,8388720,',
      '1042350,nan,kg,8388720,',
      '-1,0.5123,kg,8388720,',
    ];
    for (const line of lines) expect(decodeLine(line), line).toBeUndefined();
  });

  test('every line is read back as itself', () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 31),
        fc.integer({ min: -99_999, max: 999_999 }),
        fc.nat(2 ** 24),
        (millis, tenths, raw) => {
          const line = { millis, kilograms: tenths / 10_000, unit: 'kg' as const, raw };
          expect(decodeLine(encodeLine(line).trimEnd())).toEqual(line);
        },
      ),
    );
  });
});

test('the sensor noise is repeatable, has the spread of a normal distribution, and differs by seed', () => {
  const draw = (seed: number): readonly number[] => {
    const next = gaussian(seed);
    return Array.from({ length: 5_000 }, next);
  };
  const values = draw(3);
  expect(draw(3)).toEqual(values);
  expect(draw(4)).not.toEqual(values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.1);
  expect(Math.abs(variance - 1)).toBeLessThan(0.1);
});

describe('the load cell', () => {
  test('reads the friction of the plunger within its noise, and never sends the menu character', async () => {
    const seen: SerialRecord[] = [];
    await withBench({ record: each => seen.push(each) }, async ({ devices, wait }) => {
      for (let i = 0; i < 50; i += 1) {
        devices.force.read();
        const [fact, ...more] = await wait(1_000);
        expect(more).toEqual([]);
        expect(fact?.type).toBe('force.measured');
        if (fact?.type === 'force.measured') expect(Math.abs(fact.forceMn - 1_500)).toBeLessThan(10);
      }
    });
    const sent = seen.filter(({ device, direction }) => device === 'force' && direction === 'toDevice');
    expect(sent.length).toBe(50);
    expect(sent.filter(({ hex }) => hex.includes('78'))).toEqual([]);
  });

  test.each<readonly [OpenScaleFault, RegExp]>([
    [{ kind: 'noReply' }, /no line after 2 triggers/],
    [{ kind: 'pounds' }, /unit is lbs/],
    [{ kind: 'restart' }, /has restarted/],
    [{ kind: 'offset', forceMn: 90_000 }, /outside -2000 to 40000 mN/],
    [{ kind: 'offset', forceMn: -9_000 }, /outside -2000 to 40000 mN/],
  ])('fault %j is reported with a remedy', (fault, reason) =>
    withBench({}, async ({ devices, sim, wait }) => {
      await wait(10_000);
      devices.force.read();
      await wait(1_000);
      sim.simulators.force.fault(fault);
      devices.force.read();
      expect(await wait(1_000)).toEqual([{ type: 'force.failed', reason: expect.stringMatching(reason) }]);
      sim.simulators.force.heal();
      devices.force.read();
      expect(await wait(1_000)).toEqual([expect.objectContaining({ type: 'force.measured' })]);
    }),
  );

  test('a stuck converter is noticed at the eighth equal reading', () =>
    withBench({}, async ({ devices, sim, wait }) => {
      devices.force.read();
      await wait(100);
      sim.simulators.force.fault({ kind: 'stuck' });
      const types: string[] = [];
      for (let i = 0; i < 8; i += 1) {
        devices.force.read();
        types.push(...(await wait(100)).map(fact => fact.type));
      }
      expect(types).toEqual([
        ...Array.from({ length: 6 }, () => 'force.measured'),
        'force.failed',
        'force.failed',
      ]);
    }));

  test('a line that comes after its deadline is not the answer to the next trigger', () =>
    withBench({}, async ({ devices, sim, wait }) => {
      devices.force.read();
      await wait(100);
      sim.links.force.fault('toHost', { kind: 'delay', ms: 300 });
      devices.force.read();
      await wait(250);
      sim.links.force.heal();
      // The late lines tell of an open line; what is asked now must tell of a pressed plunger.
      sim.inject({ occlusion: true, creepCounts: 509 });
      devices.force.read();
      const facts = await wait(1_000);
      const measured = facts.flatMap(fact => (fact.type === 'force.measured' ? [fact.forceMn] : []));
      expect(measured.length).toBe(1);
      expect(measured[0]).toBeGreaterThan(4_000);
    }));

  test.each([
    ['10,0.5x23,kg,77,\n', 'kg = "0.5x23": should be a number with four decimals, in kg. Check'],
    ['10,0.5123,g,77,\n', 'unit = "g": should be kg. Check'],
    ['10,0.5123,kg,\n', 'columns = 3: should be 4, each followed by a comma. Check'],
    ['\xff\x01', 'no line after 2 triggers; "\\xff\\x01\\xff\\x01" came without the end of a line. Check'],
  ])(
    'what came in place of a line, %j, is shown in the reason with what is wrong with it',
    async (came, words) => {
      const clock = lockStepClock();
      const { host, device, idle } = memoryPair();
      clock.register({ name: 'cable', idle });
      const facts: Fact[] = [];
      const force = openScaleForce({ link: host, clock, sink: fact => void facts.push(fact) });
      device.onBytes(() => device.write(ascii(came)));
      force.read();
      await clock.advanceTo(after(clock.now(), milliseconds(1_000)));
      expect(facts).toEqual([{ type: 'force.failed', reason: expect.stringContaining(words) }]);
      await force.close();
      clock.close();
    },
  );

  test('every line that is no report has a flaw, short and printable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), line => {
        const flaw = flawOf(line);
        expect(flaw === undefined).toBe(decodeLine(line) !== undefined);
        expect(flaw ?? '').toMatch(/^[ -~…]{0,110}$/);
      }),
    );
  });

  test('a line in another column layout is shown in the reason', () =>
    withBench({}, async ({ devices, sim, wait }) => {
      await wait(10);
      sim.links.force.fault('toHost', { kind: 'insert', offset: 1, byte: 0x2c });
      devices.force.read();
      await wait(120);
      sim.links.force.fault('toHost', { kind: 'insert', offset: 1, byte: 0x2c });
      expect(await wait(1_000)).toEqual([
        { type: 'force.failed', reason: expect.stringContaining('is not "millis,kg,unit,raw,"') },
      ]);
    }));
});
