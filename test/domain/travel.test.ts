import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cartridgeOf } from '../../src/domain/change.ts';
import { countsIn } from '../../src/domain/drive.ts';
import { countPulse } from '../../src/domain/ledger/flight.ts';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';

/** What one pulse of the train does: counts that it travels, and counts that the plunger creeps before it. */
type Pull = { readonly travels: number; readonly creeps: number };

const FINDINGS = ['motor.strayed', 'delivery.exceeded', 'pulse.unverified'];

/** Drives pulse after pulse, and says which finding came at which, up to the first that is for good. */
const pulled = (train: readonly Pull[]): { readonly found: string | null; readonly at: number } => {
  const pump = running(flat(3_000_000));
  pump.take({ type: 'encoder.counted', counts: 0 });
  pump.take({ type: 'force.measured', forceMn: 1_000 });
  let position = 0;
  for (const [index, { travels, creeps }] of train.entries()) {
    due(pump);
    position += creeps;
    if (found(types(pump.take({ type: 'encoder.counted', counts: position }))))
      return { found: 'motor.strayed', at: index };
    pump.give({ type: 'claimPulse', channel: 'basal' });
    const pulse = pump.ledger.claims;
    pump.take({ type: 'intent.recorded', pulse });
    pump.take({ type: 'motor.arrived', pulse });
    pump.take({ type: 'force.measured', forceMn: 1_000 });
    position += travels;
    const said = types(pump.take({ type: 'encoder.counted', counts: position })).find(type =>
      [...FINDINGS, 'pulse.verified'].includes(type),
    );
    if (said === undefined || found([said])) return { found: said ?? null, at: index };
    pump.give({ type: said === 'pulse.verified' ? 'countVerified' : 'countInDoubt' });
    pump.take({ type: 'outcome.recorded', pulse });
  }
  return { found: null, at: train.length };
};

const found = (said: readonly string[]): boolean =>
  said.includes('motor.strayed') || said.includes('delivery.exceeded');

const due = (pump: Bench): void => {
  for (let wait = 0; wait < 4 && pump.ledger.offered === null; wait += 1) {
    pump.pass(30_000);
    pump.take({ type: 'clock.reached' });
  }
};

const train = (travels: fc.Arbitrary<number>, creeps: fc.Arbitrary<number> = fc.constant(0)) =>
  fc.array(fc.record({ travels, creeps }), { minLength: 1, maxLength: 80 });

/** Of each pulse, how far all are from what was commanded, that one included. */
const apart = (pulls: readonly Pull[]): readonly number[] => {
  let travelled = 0;
  return pulls.map(({ travels, creeps }, index) => {
    travelled += travels + creeps;
    return travelled - countsIn(index + 1);
  });
};

describe('which finding a train of pulses is', () => {
  test(
    'pulses within their 20 %: too much once two pulses are in excess, a mismatch once two are missing, else nothing',
    req('SR-007', 'SR-008', 'SR-011', 'SR-018'),
    () => {
      fc.assert(
        fc.property(
          fc.oneof(
            train(fc.integer({ min: 11, max: 15 })),
            train(fc.integer({ min: 13, max: 15 })),
            train(fc.integer({ min: 11, max: 12 })),
          ),
          pulls => {
            const sums = apart(pulls);
            const first = sums.findIndex(sum => sum > countsIn(2) || sum <= -countsIn(2));
            const expected =
              first === -1
                ? { found: null, at: pulls.length }
                : { found: (sums[first] ?? 0) > 0 ? 'delivery.exceeded' : 'motor.strayed', at: first };
            expect(pulled(pulls)).toEqual(expected);
          },
        ),
        { numRuns: 200 },
      );
    },
  );

  test(
    'a coupling that slips by a tenth is a mismatch within 0.6 U, with less than 0.06 U missing',
    req('SR-018'),
    () => {
      const slipping = Array.from({ length: 60 }, (_, index) => ({
        travels: Math.floor(countsIn(index + 1) * 0.9) - Math.floor(countsIn(index) * 0.9),
        creeps: 0,
      }));
      const { found: finding, at } = pulled(slipping);
      expect(finding).toBe('motor.strayed');
      expect(at).toBeLessThan(24);
      expect(-(apart(slipping)[at] ?? 0)).toBeLessThanOrEqual(countsIn(2) + 3);
    },
  );

  test(
    'whatever the plunger does, what goes beyond is told before two pulses and a fifth are in excess',
    req('SR-011'),
    () => {
      fc.assert(
        fc.property(train(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0, 0, 0, 1, 5, 30)), pulls => {
          const { at } = pulled(pulls);
          for (const sum of apart(pulls).slice(0, at)) expect(sum).toBeLessThanOrEqual(countsIn(2));
        }),
        { numRuns: 200 },
      );
    },
  );

  test('pulses in doubt are no mismatch: they are missing by themselves', req('SR-008'), () => {
    const every = Array.from({ length: 20 }, (_, index) => ({
      travels: index % 2 === 0 ? 13 : 0,
      creeps: 0,
    }));
    expect(pulled(every).found).toBe(null);
  });

  test('movement at rest is never taken for a pulse', req('SR-008'), () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 60 }), fc.nat(10), (creeps, before) => {
        const pulls = Array.from({ length: before }, () => ({ travels: 13, creeps: 0 }));
        expect(pulled([...pulls, { travels: 13, creeps }])).toEqual({ found: 'motor.strayed', at: before });
      }),
    );
  });
});

test(
  'an hour above its cap is told when it is counted, though no pulse beyond it is ever offered',
  req('SR-015'),
  () => {
    const pump = running(flat(1_000_000, { maxBasalUuPerHour: 1_000_000, maxBolusUu: 0 }));
    due(pump);
    pump.give({ type: 'claimPulse', channel: 'basal' });
    const dose = { atMonoMs: pump.at().monoMs, channel: 'basal', certain: true } as const;
    const withHour = (pulses: number) => ({
      ...pump.ledger,
      doses: { ...pump.ledger.doses, history: Array.from({ length: pulses }, () => dose) },
    });
    expect(types(countPulse(withHour(39), true, pump.at().monoMs).derived)).toEqual([]);
    expect(types(countPulse(withHour(40), true, pump.at().monoMs).derived)).toEqual(['delivery.exceeded']);
  },
);

describe('stalls of a day', () => {
  test('the second within 24 h is told, over boots, cartridges and suspensions', req('SR-007'), () => {
    const HOUR = 3_600_000;
    const between = fc.array(
      fc.record({
        hours: fc.integer({ min: 0, max: 30 }),
        happens: fc.constantFrom('nothing', 'boot', 'cartridge', 'stop'),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(between, waits => {
        const pump = running();
        let last: number | null = null;
        for (const { hours, happens } of waits) {
          pump.pass(hours * HOUR);
          if (happens === 'boot') {
            pump.take({ type: 'power.lost', cause: 'supply' });
            pump.take({ type: 'power.applied', boot: 'next', gapMs: 0 });
          }
          if (happens === 'cartridge') pump.take(cartridgeOf(100_000_000));
          if (happens === 'stop') pump.give({ type: 'stopDelivery' });
          const now = pump.at().monoMs;
          const repeated = last !== null && now - last < 24 * HOUR;
          expect(types(pump.give({ type: 'noteStall' }))).toEqual(repeated ? ['stall.repeated'] : []);
          last = now;
        }
      }),
    );
  });
});
