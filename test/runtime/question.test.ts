import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyLedger } from '../../src/domain/ledger/ledger.ts';
import { type Dose, ROLLING_DAY_MS } from '../../src/domain/rolling.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { questionFor } from '../../src/runtime/question.ts';

const PIECE_MS = 300_000;
const PULSE_UU = 25_000;

const doses = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 40 * 60_000 }), isBolus: fc.boolean() }), {
    maxLength: 60,
  })
  .map(list => {
    let at = 1;
    return list.map(({ gap, isBolus }): Dose => {
      at += gap;
      return { atMonoMs: monoMs(at), channel: isBolus ? 'bolus' : 'basal', certain: true };
    });
  });

test('a controller is told of each pulse once, in order of time, basal in pieces that tile the day', () => {
  let boluses = 0;
  let pieces = 0;
  fc.assert(
    fc.property(doses, fc.integer({ min: 0, max: 3 * 3_600_000 }), (history, since) => {
      const now = (history.at(-1)?.atMonoMs ?? 0) + since;
      const at = { monoMs: monoMs(now), wallMs: wallMs(2 * ROLLING_DAY_MS + now) };
      const ledger = { ...emptyLedger, settings: exampleSettings, doses: { ...emptyLedger.doses, history } };
      const told = questionFor(ledger, 'islet', 1, at)?.history.delivered ?? [];
      const ofBolus = told.filter(({ kind }) => kind === 'bolus');
      const ofBasal = told.filter(({ kind }) => kind === 'basal');
      expect(ofBolus.map(({ startMs }) => startMs - 2 * ROLLING_DAY_MS)).toEqual(
        history.filter(({ channel }) => channel === 'bolus').map(({ atMonoMs }) => atMonoMs),
      );
      // A piece holds the pulses from its start on, before its end.
      for (const { startMs, endMs, amountUu } of ofBasal) {
        const [from, to] = [startMs, endMs].map(moment => moment - 2 * ROLLING_DAY_MS);
        const inside = history.filter(
          ({ channel, atMonoMs }) =>
            channel === 'basal' && atMonoMs >= (from ?? 0) && atMonoMs < (from ?? 0) + PIECE_MS,
        );
        expect(amountUu).toBe(inside.length * PULSE_UU);
        expect((to ?? 0) - (from ?? 0)).toBeLessThanOrEqual(PIECE_MS);
      }
      for (const [index, { endMs }] of ofBasal.entries())
        expect(endMs).toBe(ofBasal[index + 1]?.startMs ?? at.wallMs);
      for (const [index, { startMs, kind }] of told.entries()) {
        const next = told[index + 1];
        if (next === undefined) continue;
        expect(next.startMs).toBeGreaterThanOrEqual(startMs);
        expect(next.startMs === startMs && next.kind === 'basal' && kind === 'bolus').toBe(false);
      }
      boluses += ofBolus.length;
      pieces += ofBasal.length;
    }),
  );
  expect(boluses).toBeGreaterThan(100);
  expect(pieces).toBeGreaterThan(1_000);
});
