import { expect, test } from 'vitest';
import { emptyLedger } from '../../src/domain/ledger/ledger.ts';
import { rememberCarbs, rememberReading } from '../../src/domain/ledger/past.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { flat, running } from './bench.ts';

const MINUTE = 60_000;
const U = 1_000_000;

test(
  'SR-093 a reading in doubt is told to a controller while it is newest, and forgotten once a sound one follows',
  req('SR-093'),
  () => {
    const pump = running(flat(U));
    pump.take({ type: 'cgm.reported', session: 'active' });
    let sequence = 0;
    const told = (mgPerDl: number): readonly number[] => {
      pump.run(5 * MINUTE);
      sequence += 1;
      pump.take({ type: 'cgm.measured', mgPerDl, sequence });
      return pump.ledger.past.readings.map(each => each.mgPerDl);
    };
    expect([120, 122, 121].map(told).at(-1)).toEqual([120, 122, 121]);
    expect(told(190)).toEqual([120, 122, 121, 190]);
    // The way back is a leap, too.
    expect(told(124)).toEqual([120, 122, 121, 190, 124]);
    let after: readonly number[] = [];
    for (let index = 0; index < 12 && !(after.length > 0 && !after.includes(190)); index += 1)
      after = told(126 + index);
    expect(after).not.toContain(190);
    expect(after.slice(0, 3)).toEqual([120, 122, 121]);
    expect(after.length).toBeGreaterThan(3);
  },
);

const DAY = 24 * 60 * MINUTE;

test('readings and carbohydrates of the last day are kept, oldest first, and none that is a day old', () => {
  const times = [5, 6, 5 + DAY - 1, 5 + DAY];
  const ledger = times.reduce(
    (before, at) =>
      rememberCarbs(rememberReading(before, monoMs(at), mgPerDl(120), []), monoMs(at), at % 100),
    emptyLedger,
  );
  expect(ledger.past.readings.map(({ at }) => at)).toEqual([6, 5 + DAY - 1, 5 + DAY]);
  expect(ledger.past.carbs).toEqual([6, 5 + DAY - 1, 5 + DAY].map(at => ({ at, grams: at % 100 })));
  const later = monoMs(6 + 2 * DAY);
  expect(rememberCarbs(ledger, later, 1).past.carbs).toEqual([{ at: later, grams: 1 }]);
});
