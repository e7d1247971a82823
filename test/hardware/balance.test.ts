import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buoyancyFactor, waterDensity } from '../../hardware/balance/liquid.ts';
import type { BalanceFault, Weighed, Weighing } from '../../hardware/balance/port.ts';
import type { BalanceSimulatorFault } from '../../hardware/balance/simulator.ts';
import type { LinkFault } from '../../hardware/link/faults.ts';
import { milliseconds } from '../../src/domain/units.ts';
import { MAKES, METTLER, withBalance } from './balanceBench.ts';

const MINUTE = milliseconds(60_000);
const weighingIn = (weighed: Weighed): Weighing => {
  if (!weighed.ok) throw new Error(weighed.trouble.message);
  return weighed.weighing;
};
const troubleIn = (weighed: Weighed): string =>
  weighed.ok ? `weighed ${weighed.weighing.massUg}` : weighed.trouble.fault;
/** Each fault of a simulator with what the adapter calls it: read at once, and waited for rest. */
const FAULTS: readonly (readonly [
  fault: BalanceSimulatorFault,
  read: BalanceFault | 'unnoticed',
  settled: BalanceFault,
])[] = [
  [{ kind: 'silent' }, 'silent', 'silent'],
  [{ kind: 'garbage' }, 'garbled', 'garbled'],
  [{ kind: 'vibration' }, 'unnoticed', 'neverSettled'],
  [{ kind: 'overload' }, 'overload', 'overload'],
  [{ kind: 'underload' }, 'underload', 'underload'],
  [{ kind: 'unit' }, 'wrongUnit', 'wrongUnit'],
  [{ kind: 'broken' }, 'broken', 'broken'],
];

describe.each(MAKES)('$dialect.name', make => {
  for (const transport of ['memory', 'pty'] as const) {
    test(`weighs what the shared pump delivers, over ${transport}`, () =>
      withBalance(make, { transport, evaporationUgPerHour: 0 }, async ({ port, run, dose, model }) => {
        expect(await run(port.attest())).toEqual({ serial: make.serial, troubles: [] });
        const before = weighingIn(await run(port.settled(MINUTE)));
        const from = model.deliveredUu();
        await dose(8_148);
        const after = weighingIn(await run(port.settled(MINUTE)));
        expect(after.at).toBeGreaterThan(before.at);
        // 10 U are 100 µL: 99.82 mg of water, of which air carries a thousandth.
        const delivered = (model.deliveredUu() - from) / 100_000;
        const weighed =
          ((after.massUg - before.massUg) / 1_000) * (buoyancyFactor(waterDensity(20)) / waterDensity(20));
        expect(delivered).toBeGreaterThan(99.9);
        expect(Math.abs(weighed - delivered)).toBeLessThan(0.05);
      }));
  }

  test('is in motion while it drips, and stable afterwards', () =>
    withBalance(make, {}, async ({ port, run, model, clock, wait }) => {
      await run(port.attest());
      model.turn(400, clock.now());
      expect(weighingIn(await run(port.read())).isStable).toBe(false);
      await wait(30_000);
      expect(weighingIn(await run(port.read())).isStable).toBe(true);
    }));

  test('shows zero after taring, give or take its noise', () =>
    withBalance(make, {}, async ({ port, run }) => {
      expect(Math.abs(weighingIn(await run(port.tare(MINUTE))).massUg)).toBeLessThanOrEqual(30);
    }));

  test('loses what evaporates', () =>
    withBalance(make, { evaporationUgPerHour: 6_000, noiseUg: 0 }, async ({ port, run, wait }) => {
      const before = weighingIn(await run(port.read()));
      await wait(600_000);
      const lost = before.massUg - weighingIn(await run(port.read())).massUg;
      expect(Math.abs(lost - 1_000)).toBeLessThanOrEqual(20);
    }));

  test.each(FAULTS)('$kind has its name, and is over when it is over', (fault, read, settled) =>
    withBalance(make, {}, async ({ port, run, sim }) => {
      expect((await run(port.attest())).troubles).toEqual([]);
      sim.fault(fault);
      expect(troubleIn(await run(port.read()))).toEqual(
        read === 'unnoticed' ? expect.stringContaining('weighed') : read,
      );
      expect(troubleIn(await run(port.settled(milliseconds(5_000))))).toBe(settled);
      sim.heal();
      weighingIn(await run(port.settled(MINUTE)));
    }),
  );

  test('another serial number is refused at once, and on replug without a word', () =>
    withBalance(make, {}, async ({ port, run, sim, link }) => {
      expect((await run(port.attest())).troubles).toEqual([]);
      sim.fault({ kind: 'otherSerial', serial: '77700077' });
      // After a moment of silence it is asked who it is.
      link.fault('toHost', { kind: 'silent' });
      const asked = port.read();
      await run(asked);
      link.heal();
      expect(troubleIn(await run(port.read()))).toBe('otherBalance');
      const { troubles } = await run(port.attest());
      expect(troubles.map(({ fault }) => fault)).toEqual(['otherBalance']);
    }));

  test('an answer that comes late is taken for no other question', () =>
    withBalance(make, { noiseUg: 0, evaporationUgPerHour: 0 }, async ({ port, run, sim, dose }) => {
      const before = weighingIn(await run(port.settled(MINUTE)));
      sim.fault({ kind: 'late', ms: 700 });
      expect(troubleIn(await run(port.read()))).toBe('silent');
      sim.heal();
      await dose(815);
      const after = weighingIn(await run(port.read()));
      expect(after.massUg - before.massUg).toBeGreaterThan(9_000);
    }));

  test('one that streams from before is stopped, or its weights are of now', () =>
    withBalance(make, { noiseUg: 0, evaporationUgPerHour: 0 }, async ({ port, run, sim, dose }) => {
      sim.fault({ kind: 'streaming' });
      const before = weighingIn(await run(port.settled(MINUTE)));
      await dose(815);
      const after = weighingIn(await run(port.settled(MINUTE)));
      expect(Math.abs(after.massUg - before.massUg - 9_980)).toBeLessThan(40);
    }));

  test('a cable that is pulled has a name, at once and from then on', () =>
    withBalance(make, {}, async ({ port, run, unplug }) => {
      await run(port.attest());
      unplug();
      expect(troubleIn(await run(port.read()))).toBe('lost');
      expect(troubleIn(await run(port.tare(MINUTE)))).toBe('lost');
    }));

  test('whatever the cable does to an answer, no settled mass is wrong by more than two digits', async () => {
    const wire: fc.Arbitrary<LinkFault> = fc.oneof(
      fc.record({
        kind: fc.constant('drop' as const),
        offset: fc.nat(60),
        bytes: fc.integer({ min: 1, max: 6 }),
      }),
      fc.record({ kind: fc.constant('duplicate' as const), offset: fc.nat(60) }),
      fc.record({
        kind: fc.constant('corrupt' as const),
        offset: fc.nat(60),
        mask: fc.integer({ min: 1, max: 255 }),
      }),
      fc.record({ kind: fc.constant('insert' as const), offset: fc.nat(60), byte: fc.nat(255) }),
      fc.record({ kind: fc.constant('delay' as const), ms: fc.nat(900) }),
      fc.constant({ kind: 'split' as const }),
    );
    let weighed = 0;
    await fc.assert(
      fc.asyncProperty(wire, fault =>
        withBalance(make, { noiseUg: 0, evaporationUgPerHour: 0 }, async ({ port, run, link }) => {
          const truth = weighingIn(await run(port.settled(MINUTE))).massUg;
          link.fault('toHost', fault);
          const under = await run(port.settled(milliseconds(10_000)));
          if (under.ok) {
            weighed += 1;
            expect(Math.abs(under.weighing.massUg - truth)).toBeLessThanOrEqual(20);
          }
        }),
      ),
      { numRuns: 60 },
    );
    expect(weighed).toBeGreaterThan(0);
  });
});

test('MT-SICS refuses by name: ET is told as it is', () =>
  withBalance(METTLER, {}, async ({ port, run, sim }) => {
    await run(port.attest());
    sim.fault({ kind: 'refusing' });
    const weighed = await run(port.read());
    expect(troubleIn(weighed)).toBe('refused');
    expect(weighed).toMatchObject({ trouble: { message: expect.stringContaining('ET') } });
  }));
