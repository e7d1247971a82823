import { expect, test } from 'vitest';
import { admit } from '../../src/domain/envelope/admit.ts';
import { milliseconds } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { ask, calm, MINUTE, sight, U } from './envelope.ts';

test('SR-093 a reading of 12 min ago increases insulin, and an older one does not', req('SR-093'), () => {
  const admitted = (ageMs: number, rate: number, bolus: number) => {
    const { basal, bolus: left } = admit(ask(rate, bolus), {
      ...calm,
      ...sight({ ageMs: milliseconds(ageMs) }),
    });
    return [(basal?.rate ?? 0) / U, left / U];
  };
  expect([admitted(12 * MINUTE, 1.5, 0), admitted(12 * MINUTE + 1, 1.5, 0)]).toEqual([
    [1.5, 0],
    [1, 0],
  ]);
  expect([admitted(12 * MINUTE, 0, 0.3)[1], admitted(12 * MINUTE + 1, 0, 0.3)[1]]).toEqual([0.3, 0]);
});
