import { expect, test } from 'vitest';
import { readRecord } from '../../src/verify/mutants/observed/record.ts';
import { endOf } from '../../src/verify/mutants/observed/tell.ts';
import { observeAll } from '../mutants/observeAll.ts';

test('every mutant of every chart, put before the whole pump anew, comes to what is recorded', {
  timeout: 3_600_000,
}, async () => {
  const { suites, fates } = await observeAll();
  const known = readRecord();
  const survivors = fates.filter(fate => endOf(fate) === 'survivor').map(({ mutant }) => mutant);
  console.log(
    `${fates.length} mutants of the charts: ${fates.filter(fate => endOf(fate) === 'seen').length} seen outside, ${survivors.length} survive`,
  );
  expect(survivors).toEqual(
    known.fates.filter(fate => endOf(fate) === 'survivor').map(({ mutant }) => mutant),
  );
  expect(suites).toEqual(known.suites);
  expect(fates).toEqual(known.fates);
});
