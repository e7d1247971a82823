import { describe, expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { AUTOMATED, wanted } from './automated.ts';
import { type Bench, types } from './bench.ts';
import { MINUTE, saidAgain, seeing, worn } from './saidAgain.ts';

describe('SR-093 low-glucose suspend', () => {
  const low = (pump: Bench) =>
    saidAgain(pump, 103, 65).filter(({ type }) => type === 'glucose.predictedLow').length;
  const suspending = () => worn({ ...AUTOMATED, lowSuspend: 'atThreshold' });

  test(
    'hears of the lower value, while insulin is delivered and basal is not off already',
    req('SR-093'),
    () => {
      expect(low(suspending())).toBe(1);
      expect(low(worn())).toBe(0);
      const off = suspending();
      off.give({ type: 'holdBasal' });
      expect(low(off)).toBe(0);
      const stopped = suspending();
      stopped.give({ type: 'stopDelivery' });
      expect(low(stopped)).toBe(0);
    },
  );

  test(
    'hears of it for the 10 min for which a reading supports a suspension',
    req('SR-093', 'SR-091'),
    () => {
      for (const [minutes, times] of [
        [9, 1],
        [10, 0],
      ] as const) {
        const pump = suspending();
        pump.run(minutes * MINUTE);
        const derived = pump.take({
          type: 'cgm.measured',
          mgPerDl: 65,
          sequence: 103,
          ageMs: minutes * MINUTE,
        });
        expect(derived).toContainEqual(expect.objectContaining({ type: 'glucose.rejected' }));
        expect(types(derived).filter(type => type === 'glucose.predictedLow')).toHaveLength(times);
      }
    },
  );

  test('goes on after a recovery only where that rested on what is disputed now', req('SR-093'), () => {
    // Off for half an hour, ended by reading 108 (120 mg/dL); 109 and 110 are neither low nor well.
    const recovered = () => {
      const pump = wanted({ ...AUTOMATED, lowSuspend: 'atThreshold' });
      seeing(pump, [60]);
      pump.give({ type: 'holdBasal' });
      seeing(pump, [80, 80, 80, 80, 80, 80, 80], 101);
      seeing(pump, [120], 108);
      pump.give({ type: 'releaseBasal' });
      seeing(pump, [85, 80], 109);
      return pump;
    };
    const again = (sequence: number, mgPerDl: number, ageMs: number) =>
      types(saidAgain(recovered(), sequence, mgPerDl, ageMs)).includes('glucose.predictedLow');
    expect(again(108, 119, 11 * MINUTE)).toBe(true);
    expect(again(107, 78, 16 * MINUTE)).toBe(false);
    expect(again(109, 84, 6 * MINUTE)).toBe(false);
    expect(again(110, 79, MINUTE)).toBe(false);
    // Once basal goes off anew, how it went on before is no matter.
    const pump = recovered();
    expect(pump.ledger.lowSuspend.recovered).not.toBeNull();
    pump.give({ type: 'holdBasal' });
    expect(pump.ledger.lowSuspend.recovered).toBeNull();
  });
});
