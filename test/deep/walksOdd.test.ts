import { expect, test } from 'vitest';
import { factSchema } from '../../src/domain/facts.ts';
import { campaign, FACTS } from '../fuzz/campaign.ts';
import { inWords, shortcomings } from '../fuzz/tally.ts';
import { req } from '../support/req.ts';

/** Four times as many as `npm test` walks, from seeds that it has not. */
const MANY = 4 * FACTS;

test('SR-111 whatever facts arrive in whatever order, the invariants hold at every step (Odd seeds)', {
  ...req('SR-111', 'SR-118', 'SR-001', 'SR-045'),
  timeout: 1_200_000,
}, () => {
  const { facts, refused, kinds, tally, broken } = campaign(1, 2, MANY);
  console.log(
    `fuzz: ${facts} facts of ${kinds.size} kinds taken, ${refused} refused at the edge, seeds from 1 by 2`,
  );
  console.log(`fuzz: ${inWords(tally)}`);
  expect(broken).toEqual([]);
  expect(facts).toBeGreaterThanOrEqual(MANY);
  expect(kinds.size).toBe(factSchema.options.length);
  expect(shortcomings(tally, facts)).toEqual([]);
});
