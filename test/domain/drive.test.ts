import { expect, test } from 'vitest';
import { countsInMicrosteps } from '../../src/domain/drive.ts';
import { req } from '../support/req.ts';

test('SR-113 a turn of the screw is 6 400 microsteps, and 4 000 counts of an encoder of a thousand lines', {
  ...req('SR-113'),
}, () => {
  expect([0, 6_400, 12_800, 1_600].map(countsInMicrosteps)).toEqual([0, 4_000, 8_000, 1_000]);
});
