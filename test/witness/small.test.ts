import { expect, test } from 'vitest';
import { chartOf } from '../../src/verify/mutants/fields.ts';
import { askedOf } from '../../src/verify/smallOnes.ts';
import { smallMistakes } from '../machines/brokenSmall.ts';
import { spoilt } from '../machines/spoil.ts';
import { req } from '../support/req.ts';
import { isBrokenForSpin, sortsOf } from '../support/smallClaims.ts';

const COMES_BACK = 'a HIGH alarm that was silenced comes back while its cause lasts';

test('SR-081 SPIN too finds that a silenced alarm comes back, by a delay that a guard decides on, and one that does not', {
  ...req('SR-081'),
}, () => {
  const property = askedOf('alarm').find(({ name }) => name === COMES_BACK);
  const spoil = smallMistakes[COMES_BACK];
  if (property === undefined || spoil === undefined) throw new Error(`there is no property "${COMES_BACK}"`);
  const [sort] = sortsOf('alarm', property);
  const whole = chartOf('alarm');
  expect(isBrokenForSpin('alarm', property, whole, sort)).toBe(false);
  expect(isBrokenForSpin('alarm', property, spoilt(whole, spoil), sort)).toBe(true);
});
