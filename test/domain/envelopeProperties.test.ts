import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unanswered } from '../../src/automation/answer.ts';
import { DOUBTS } from '../../src/domain/detect/reading.ts';
import { type Admitted, admit, brokenCap } from '../../src/domain/envelope/admit.ts';
import type { Evidence } from '../../src/domain/envelope/evidence.ts';
import { KIND_LIMITS } from '../../src/domain/envelope/people.ts';
import type { Asked, Heard } from '../../src/domain/envelope/request.ts';
import { HARD } from '../../src/domain/limits.ts';
import { insulinIn, pulsesIn } from '../../src/domain/pulses.ts';
import { mgPerDl, microunitsPerHour, milliseconds } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { anyAsked, anyEvidence, ask, calm, HOUR, MINUTE, sight, U } from './envelope.ts';

const heard = (asked: Asked): Heard => ({ kind: 'asked', asked });
/** Insulin of a request beyond the profile, µU, rounded up. */
const beyond = ({ basal, bolus }: Pick<Admitted, 'basal' | 'bolus'>, { usual }: Evidence): number =>
  bolus +
  (basal === null || basal.rate <= usual ? 0 : Math.ceil(((basal.rate - usual) * basal.lengthMs) / HOUR));
const raises = (admitted: Admitted, evidence: Evidence): boolean => beyond(admitted, evidence) > 0;

const RUNS = { numRuns: 3_000 };

describe('whatever is asked, and whatever the pump knows,', () => {
  test(
    'SR-088, SR-095 to SR-097 nothing leaves above a cap, or above what was asked',
    req('SR-088', 'SR-095', 'SR-096', 'SR-097'),
    () => {
      let [lowered, whole] = [0, 0];
      fc.assert(
        fc.property(anyAsked, anyEvidence, (asked, evidence) => {
          const admitted = admit(heard(asked), evidence);
          const { basal, bolus, reductions, refused } = admitted;
          expect(brokenCap(admitted, evidence)).toBeNull();
          expect(bolus).toBeLessThanOrEqual(asked.bolusUu);
          expect(bolus).toBe(insulinIn(pulsesIn(bolus)));
          const from = asked.basal ?? evidence.running;
          if (basal !== null && refused.length === 0) {
            expect(basal.rate).toBeLessThanOrEqual(from?.rate ?? -1);
            expect(basal.lengthMs).toBeLessThanOrEqual(30 * MINUTE);
            expect(basal.rate === 0 || basal.rate >= HARD.leastBasalUuPerHour).toBe(true);
          }
          for (const each of reductions) expect(each.to).toBeLessThan(each.from);
          if (reductions.length > 0) lowered += 1;
          else whole += 1;
        }),
        RUNS,
      );
      expect(lowered).toBeGreaterThan(500);
      expect(whole).toBeGreaterThan(50);
    },
  );

  test(
    'SR-095, SR-015, SR-016 the caps, said again in one line each, hold',
    req('SR-095', 'SR-015', 'SR-016', 'SR-097'),
    () => {
      let raised = 0;
      fc.assert(
        fc.property(anyAsked, anyEvidence, (asked, evidence) => {
          const admitted = admit(heard(asked), evidence);
          const { bounds: set, usual, highest, onBoardUu, automatic, hourRoom, dayRoom } = evidence;
          const rate = admitted.basal?.rate ?? 0;
          const more = beyond(admitted, evidence);
          expect(rate).toBeLessThanOrEqual(Math.min(set.maxBasal, 3 * highest, 4 * usual, 15 * U));
          expect(admitted.bolus).toBeLessThanOrEqual(Math.min(6 * U, set.maxBolus));
          if (more === 0) return;
          raised += 1;
          expect(onBoardUu).not.toBe('unknown');
          expect(Number(onBoardUu) + more).toBeLessThanOrEqual(set.maxOnBoard);
          expect(more).toBeLessThanOrEqual(Math.min(hourRoom, dayRoom));
          const length = admitted.basal?.lengthMs ?? 0;
          expect(2 * (automatic + more + (usual * length) / HOUR)).toBeLessThanOrEqual(set.dailyInsulin + 2);
          expect(evidence.sight?.mgPerDl ?? 0).toBeGreaterThanOrEqual(60);
        }),
        RUNS,
      );
      expect(raised).toBeGreaterThan(100);
    },
  );

  test('SR-093 no reading that is old, in doubt or missing raises insulin', req('SR-093'), () => {
    let asked = 0;
    const spoilt = anyEvidence.chain(evidence =>
      fc.oneof(
        fc.constant({ ...evidence, sight: null }),
        fc.integer({ min: 12 * MINUTE + 1, max: 5 * HOUR }).map(ageMs => ({
          ...evidence,
          sight: evidence.sight && { ...evidence.sight, ageMs: milliseconds(ageMs) },
        })),
        fc.subarray([...DOUBTS], { minLength: 1 }).map(doubts => ({
          ...evidence,
          sight: evidence.sight && { ...evidence.sight, doubts },
        })),
      ),
    );
    fc.assert(
      fc.property(anyAsked, spoilt, (wanted, evidence) => {
        if ((wanted.basal?.rate ?? 0) > evidence.usual || wanted.bolusUu > 0) asked += 1;
        expect(raises(admit(heard(wanted), evidence), evidence)).toBe(false);
      }),
      RUNS,
    );
    expect(asked).toBeGreaterThan(1_000);
  });

  test('SR-088 a lowering is let through as it is, on any evidence', req('SR-088'), () => {
    let passed = 0;
    fc.assert(
      fc.property(anyEvidence, fc.integer({ min: 0, max: 100 }), (evidence, percent) => {
        const known = { ...evidence, obstacles: [] };
        const most = Math.min(
          evidence.usual,
          evidence.bounds.maxBasal,
          KIND_LIMITS[evidence.bounds.kind].maxBasalUuPerHour,
        );
        const rate = Math.floor((most * percent) / 100);
        const zero = admit(ask(0), known).basal;
        expect(zero?.rate).toBe(0);
        if (rate < HARD.leastBasalUuPerHour) return;
        const left = admit(ask(rate / U), known);
        const isLow = left.reductions.some(({ by }) => by === 'glucoseLow' || by === 'predictedLow');
        expect(left.basal?.rate).toBe(isLow ? 0 : rate);
        expect(left.basal?.lengthMs).toBe(30 * MINUTE);
        if (!isLow) passed += 1;
      }),
      RUNS,
    );
    expect(passed).toBeGreaterThan(500);
  });

  test('SR-088 a lower request is never admitted higher', req('SR-088'), () => {
    let both = 0;
    const share = fc.integer({ min: 0, max: 100 }).map(percent => percent / 100);
    fc.assert(
      fc.property(anyAsked, anyEvidence, share, share, (asked, evidence, lessRate, lessBolus) => {
        const lower: Asked = {
          ...asked,
          basal: asked.basal && {
            ...asked.basal,
            rate: microunitsPerHour(Math.floor(asked.basal.rate * lessRate)),
          },
          bolusUu: Math.floor(asked.bolusUu * lessBolus),
        };
        const [high, low] = [admit(heard(asked), evidence), admit(heard(lower), evidence)];
        expect(low.bolus).toBeLessThanOrEqual(high.bolus);
        expect(beyond(low, evidence)).toBeLessThanOrEqual(beyond(high, evidence));
        // Each by itself, too: what is not shared does not grow.
        const onlyRate = admit(heard({ ...asked, basal: lower.basal }), evidence);
        expect(onlyRate.basal?.rate ?? 0).toBeLessThanOrEqual(high.basal?.rate ?? 0);
        if (high.bolus > 0 && high.basal !== null) both += 1;
      }),
      RUNS,
    );
    expect(both).toBeGreaterThan(30);
  });

  test('SR-088 what was admitted is admitted again as it is', req('SR-088'), () => {
    fc.assert(
      fc.property(anyAsked, anyEvidence, (asked, known) => {
        const evidence = { ...known, obstacles: [] };
        const once = admit(heard(asked), evidence);
        const again = admit(
          heard({ basal: once.basal, bolusUu: once.bolus, validMs: milliseconds(30 * MINUTE) }),
          { ...evidence, running: once.basal === null ? evidence.running : null },
        );
        expect({ basal: again.basal, bolus: again.bolus }).toEqual({ basal: once.basal, bolus: once.bolus });
      }),
      RUNS,
    );
  });

  test(
    'SR-093, SR-097 what runs is held against new evidence, even when nothing is asked',
    req('SR-093', 'SR-097'),
    () => {
      const running = { rate: microunitsPerHour(3 * U), leftMs: milliseconds(20 * MINUTE) };
      const nothing = ask(null);
      expect(admit(nothing, { ...calm, running }).basal).toBeNull();
      const stale = sight({ ageMs: milliseconds(13 * MINUTE) });
      expect(admit(nothing, { ...calm, ...stale, running }).basal).toEqual({
        rate: U,
        lengthMs: 20 * MINUTE,
      });
      expect(admit(nothing, { ...calm, ...sight({ mgPerDl: mgPerDl(59) }), running }).basal?.rate).toBe(0);
      expect(admit(unanswered(1_000), { ...calm, ...stale, running }).basal?.rate).toBe(U);
    },
  );
});
