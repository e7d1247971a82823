import { expect, test } from 'vitest';
import { chartOf } from '../../src/verify/mutants/fields.ts';
import { askedOf } from '../../src/verify/smallOnes.ts';
import { smallMistakes } from '../machines/brokenSmall.ts';
import { spoilt } from '../machines/spoil.ts';
import { req } from '../support/req.ts';
import { isBrokenForSpin, sortsOf } from '../support/smallClaims.ts';
import { mistaken } from '../support/smallMistake.ts';

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

test('SR-107 SPIN too takes a wait that a step ends and begins anew for two waits', {
  ...req('SR-107'),
}, () => {
  const name = 'no screen that nobody touches stays unlocked';
  const property = askedOf('lock').find(each => each.name === name);
  if (property === undefined) throw new Error(`there is no property "${name}"`);
  expect(isBrokenForSpin('lock', property, chartOf('lock'))).toBe(false);
  expect(isBrokenForSpin('lock', property, mistaken('lock', property))).toBe(true);
});
