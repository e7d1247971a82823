import { expect, test } from 'vitest';
import {
  counts,
  microsteps,
  microunits,
  microunitsPerHour,
  millinewtons,
  milliseconds,
  minuteOfDay,
  monoMs,
  percent,
  pulses,
  wallMs,
} from '../../src/domain/units.ts';

test.each([
  ['µU', microunits],
  ['pulses', pulses],
  ['ms', milliseconds],
  ['ms (monotonic)', monoMs],
  ['ms (wall clock)', wallMs],
  ['µU/h', microunitsPerHour],
  ['counts', counts],
  ['mN', millinewtons],
  ['microsteps', microsteps],
  ['%', percent],
  ['minutes of the day', minuteOfDay],
] as const)('a part of one is refused as no whole number of %s', (name, unit) => {
  expect(() => unit(0.5)).toThrow(`0.5 is not a whole number of ${name} from `);
});
