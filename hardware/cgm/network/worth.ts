import type { Noise } from '../../../src/domain/detect/reading.ts';
import {
  fitsOnly,
  type GlucoseUnit,
  glucoseTrouble,
  spellGlucoseRange,
  toMgPerDl,
} from '../../../src/domain/glucoseUnits.ts';
import { mgPerDl, wallMs } from '../../../src/domain/units.ts';
import { codesInOtherUnit, isErrorCode, SENSOR } from '../../../src/interop/errorCodes.ts';
import type { Offer, Offered } from './service.ts';

/** One record of a service as it stands there, before anybody believes its number. */
export type Stated = {
  readonly field: string;
  readonly atMs: number;
  readonly value: number;
  readonly unit: GlucoseUnit;
  readonly noise: Noise;
};

/** The pump's words: 39 is "below the range", 401 "above it". */
const LEAST = 39;
const MOST = 401;

const problemOf = ({ field, value, unit }: Stated): string | null => {
  const trouble = glucoseTrouble(value, unit, SENSOR);
  return (
    trouble &&
    `${field} = ${value} ${unit}: ${trouble.problem} (allowed: ${spellGlucoseRange(SENSOR, unit)}). ${trouble.remedy}`
  );
};

const offeredOf = ({ atMs, value, unit, noise }: Stated): Offered => ({
  atMs: wallMs(atMs),
  mgPerDl: mgPerDl(Math.min(MOST, Math.max(LEAST, Math.round(toMgPerDl(value, unit))))),
  noise,
});

/**
 * What records are worth. A value is taken in the unit it is stated in or not at all; an error code is no glucose; and where one value
 * fits only the other unit, none is believed: whoever wrote them meant the other unit with all.
 */
export const worthOf = (stated: readonly Stated[]): Pick<Offer, 'readings' | 'refused'> => {
  const values = stated.filter(each => !isErrorCode(each));
  const wrong = values.map(problemOf).find(problem => problem !== null) ?? null;
  const isSwapped = values.some(({ value, unit }) => fitsOnly(value, unit, SENSOR) !== null);
  const [code] = codesInOtherUnit(stated);
  if (isSwapped || code !== undefined)
    return {
      readings: [],
      refused:
        wrong ??
        `${code?.field} = ${code?.value} ${code?.unit}: error codes, or mmol/L without their unit. Look at the sensor; if they are in mmol/L, have the service say so.`,
    };
  return {
    readings: values.filter(each => problemOf(each) === null).map(offeredOf),
    refused: wrong ?? codeWords(stated),
  };
};

/** An error code matters when it is the newest thing that is known. */
const codeWords = (stated: readonly Stated[]): string | null => {
  const newest = stated.reduce<Stated | null>(
    (latest, each) => (latest === null || each.atMs > latest.atMs ? each : latest),
    null,
  );
  return newest !== null && isErrorCode(newest)
    ? `${newest.field} = ${newest.value}: the sensor gives an error code, not a glucose. Look at the sensor.`
    : null;
};
