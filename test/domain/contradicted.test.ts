import { describe, expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { AUTOMATED, command, rateOf, wanted } from './automated.ts';
import { types } from './bench.ts';
import { MINUTE, saidAgain, seeing, worn } from './saidAgain.ts';

const U = 1_000_000;

describe('SR-093 a reading that is contradicted after it was believed', () => {
  test('raises no insulin any more, and says so to a person', req('SR-093'), () => {
    const pump = worn();
    expect(pump.ledger.glucose.doubts).toEqual([]);
    const derived = saidAgain(pump, 103, 145);
    expect(types(derived)).toEqual(expect.arrayContaining(['glucose.rejected', 'sensor.doubted']));
    expect(derived).toContainEqual({
      type: 'glucose.rejected',
      reasons: expect.arrayContaining([expect.stringMatching(/145 mg\/dL contradicts 153 mg\/dL/)]),
    });
    expect(pump.ledger.glucose.doubts).toEqual(['contradicted']);
    expect(command(pump, 2 * U)).toMatchObject([{ type: 'automation.accepted', rateUuPerHour: U }]);
  });

  test(
    'ends at once what automation gives beyond the profile by it, and leaves what it withholds',
    req('SR-093'),
    () => {
      for (const [asked, left] of [
        [2 * U, U],
        [0, 0],
      ] as const) {
        const pump = worn();
        command(pump, asked);
        pump.give({ type: 'followController' });
        expect(rateOf(pump)).toBe(asked);
        saidAgain(pump, 103, 145);
        expect(rateOf(pump)).toBe(left);
      }
    },
  );

  test('ends a bolus of automation', req('SR-093', 'SR-090'), () => {
    const pump = worn({ ...AUTOMATED, automaticBolus: 'micro' });
    pump.give({ type: 'followController' });
    command(pump, U, 30 * MINUTE, 300_000);
    expect(pump.ledger.bolus.current?.automatic).toBe(true);
    expect(types(saidAgain(pump, 103, 90))).toContain('bolus.cancelled');
  });

  test('is known once: the same word again, and the first one again, are no news', req('SR-093'), () => {
    const pump = worn();
    expect(types(saidAgain(pump, 103, 153))).not.toContain('sensor.doubted');
    expect(pump.ledger.glucose.doubts).toEqual([]);
    saidAgain(pump, 103, 90, 2 * MINUTE);
    const { trail } = pump.ledger.glucose;
    saidAgain(pump, 103, 90, 3 * MINUTE);
    saidAgain(pump, 103, 153, 4 * MINUTE);
    expect(pump.ledger.glucose).toMatchObject({ trail, doubts: ['contradicted'] });
  });

  test('is so by an error code as well', req('SR-093'), () => {
    const pump = worn();
    saidAgain(pump, 103, 9);
    expect(pump.ledger.glucose.doubts).toEqual(['contradicted']);
  });

  test(
    'is no past for the next: that is good when it follows a sound one, and told without it',
    req('SR-093'),
    () => {
      const pump = worn();
      saidAgain(pump, 103, 90);
      const told = () => pump.ledger.past.readings.map(({ mgPerDl }) => mgPerDl);
      expect(told()).toEqual([150, 152, 151, 153]);
      pump.run(4 * MINUTE);
      pump.take({ type: 'cgm.measured', mgPerDl: 155, sequence: 104 });
      expect(pump.ledger.glucose.doubts).toEqual([]);
      expect(told()).toEqual([150, 152, 151, 155]);
      // With the one before it disputed too, there is none of the last 12 min to hold the next against.
      saidAgain(pump, 104, 250);
      pump.run(4 * MINUTE);
      pump.take({ type: 'cgm.measured', mgPerDl: 156, sequence: 105 });
      expect(pump.ledger.glucose.doubts).toEqual(['alone']);
    },
  );

  test(
    'discredits the newest when it is an older one, which is forgotten with the next',
    req('SR-093'),
    () => {
      const pump = worn();
      saidAgain(pump, 102, 90, 6 * MINUTE);
      expect(pump.ledger.glucose.doubts).toEqual(['contradicted']);
      pump.run(4 * MINUTE);
      pump.take({ type: 'cgm.measured', mgPerDl: 155, sequence: 104 });
      expect(pump.ledger.glucose.doubts).toEqual([]);
      expect(pump.ledger.past.readings.map(({ mgPerDl }) => mgPerDl)).toEqual([150, 152, 153, 155]);
    },
  );

  test('is contradicted as well when its first word was dated ahead', req('SR-093'), () => {
    const pump = worn();
    pump.run(5 * MINUTE);
    pump.take({ type: 'cgm.measured', mgPerDl: 154, sequence: 104, ageMs: -4 * MINUTE });
    expect(pump.ledger.glucose.doubts).toEqual([]);
    pump.run(2 * MINUTE);
    saidAgain(pump, 104, 100, -MINUTE);
    expect(pump.ledger.glucose.doubts).toEqual(['contradicted']);
  });

  test('alarms by the lower of the two, when it is the newest', req('SR-093'), () => {
    const low = (sequence: number, mgPerDl: number) => types(saidAgain(worn(), sequence, mgPerDl));
    expect(low(103, 50)).toContain('glucose.urgentlyLow');
    expect(low(103, 39)).toContain('glucose.urgentlyLow');
    // Neither an error code nor a word on an older instant is glucose now; a higher one lowers no alarm.
    expect(low(103, 9)).not.toContain('glucose.urgentlyLow');
    const pump = worn();
    expect(types(saidAgain(pump, 102, 50, 6 * MINUTE))).not.toContain('glucose.urgentlyLow');
    const falling = wanted(AUTOMATED);
    seeing(falling, [60, 55, 52, 50]);
    const after = types(saidAgain(falling, 103, 150));
    expect(after).toContain('sensor.doubted');
    expect(after.filter(type => type === 'glucose.notLow' || type === 'glucose.low')).toEqual([]);
  });

  test('alarms by a third value that is lower still, and by no other', req('SR-093'), () => {
    const pump = worn();
    saidAgain(pump, 103, 140);
    expect(types(saidAgain(pump, 103, 145, 2 * MINUTE))).not.toContain('glucose.low');
    expect(types(saidAgain(pump, 103, 60, 3 * MINUTE))).toContain('glucose.low');
    expect(types(saidAgain(pump, 103, 39, 4 * MINUTE))).toContain('glucose.urgentlyLow');
    expect(pump.ledger.glucose.trail.at(-1)).toMatchObject({ glucose: 153, lowest: 'low' });
  });

  test('falls fast by the lower of the two, and rises by neither', req('SR-093', 'SR-085'), () => {
    expect(types(saidAgain(worn(), 103, 100))).toContain('glucose.falling');
    const pump = worn();
    saidAgain(pump, 103, 100);
    pump.run(4 * MINUTE);
    expect(types(pump.take({ type: 'cgm.measured', mgPerDl: 155, sequence: 104 }))).toContain(
      'glucose.steady',
    );
  });

  test(
    'SR-097 gives nothing by automation where glucose would be low, or foretold low, by the lower of the two',
    req('SR-093', 'SR-097'),
    () => {
      for (const lower of [59, 90]) {
        const pump = worn();
        pump.give({ type: 'followController' });
        command(pump, 2 * U);
        saidAgain(pump, 103, lower);
        expect(rateOf(pump)).toBe(0);
        command(pump, 2 * U);
        expect(rateOf(pump)).toBe(0);
      }
    },
  );

  test(
    'SR-097 is heeded after it: with or without the lower value, whichever foretells less',
    req('SR-093', 'SR-097'),
    () => {
      // Without the value in dispute it falls to below 70 in half an hour; with it, it rises.
      const pump = wanted(AUTOMATED);
      seeing(pump, [150, 138, 126, 115]);
      saidAgain(pump, 103, 60);
      pump.give({ type: 'followController' });
      pump.run(4 * MINUTE);
      pump.take({ type: 'cgm.measured', mgPerDl: 104, sequence: 104 });
      expect(pump.ledger.glucose.doubts).toEqual([]);
      command(pump, 2 * U);
      expect(rateOf(pump)).toBe(0);
    },
  );

  test(
    'SR-093 raises nothing after it while the line through it cannot be laid',
    req('SR-093', 'SR-096'),
    () => {
      const rateAfter = (contradicting: number) => {
        const pump = wanted(AUTOMATED);
        seeing(pump, [150, 152, 151, 153]);
        saidAgain(pump, 103, contradicting);
        pump.give({ type: 'followController' });
        pump.run(4 * MINUTE);
        pump.take({ type: 'cgm.measured', mgPerDl: 154, sequence: 104 });
        command(pump, 2 * U);
        return rateOf(pump);
      };
      // Below the range of the sensor is no number, and a line begins after it.
      expect([rateAfter(145), rateAfter(39)]).toEqual([2 * U, U]);
    },
  );

  test('keeps what else is in doubt of it, and is in doubt by this once', req('SR-093'), () => {
    const pump = wanted(AUTOMATED);
    seeing(pump, [150], 103);
    saidAgain(pump, 103, 140);
    expect(pump.ledger.glucose.doubts).toEqual(['alone', 'contradicted']);
    saidAgain(pump, 103, 130, 2 * MINUTE);
    expect(pump.ledger.glucose.doubts).toEqual(['alone', 'contradicted']);
  });

  test('ends no alarm that a meter has raised, when the other value is no lower', req('SR-093'), () => {
    for (const other of [170, 9]) {
      const pump = worn();
      expect(types(pump.take({ type: 'glucose.entered', mgPerDl: 50 }))).toContain('glucose.urgentlyLow');
      expect(types(saidAgain(pump, 103, other))).not.toContain('glucose.notLow');
    }
  });

  test('a number that is used for another instant contradicts nothing', req('SR-093'), () => {
    const pump = worn();
    saidAgain(pump, 101, 90, 0);
    expect(pump.ledger.glucose.doubts).toEqual([]);
  });
});
