import { expect, test } from 'vitest';
import { suiteRowsOf, TABLED } from '../../src/verify/suites/table.ts';

test('the table has a row for each machine and criterion, in figures or with the reason why there is none', () => {
  const rows = TABLED.filter(({ machine }) => machine !== 'pumpAlone').flatMap(({ machine }) =>
    suiteRowsOf({ machine, criteria: ['transitions', 'graphSteps', 'HSI'] }),
  );
  const machines = new Set(rows.map(({ machine }) => machine));
  expect(machines.size).toBeGreaterThan(20);
  expect(rows.length).toBe(3 * machines.size);
  for (const row of rows) {
    if ('refused' in row) expect.fail(`${row.criterion} of ${row.machine}: ${row.refused}`);
    expect(row.length).toBe(row.steps + row.tests);
    expect(row.length).toBeGreaterThanOrEqual(row.bound);
    if (row.criterion === 'graphSteps') expect(row.ratio).toBe(1);
  }
});
