import { fitsOnly, type GlucoseRange, type GlucoseUnit, REPORTED } from '../domain/glucoseUnits.ts';

/** A number as somebody states it of a sensor, before anybody believes it. */
export type StatedGlucose = { readonly value: number; readonly unit: GlucoseUnit };

/** What a sensor can say in mg/dL: 39 is "below its range", and a whole number below that an error code. */
export const SENSOR: GlucoseRange = { least: 39, most: REPORTED.most };

export const isErrorCode = ({ value, unit }: StatedGlucose): boolean =>
  unit === 'mg/dL' && Number.isInteger(value) && value < SENSOR.least;

/**
 * Whole numbers of mmol/L look like error codes: one is a code, a list of them is the other unit. Those that fit it, where they are
 * more than half of all; none otherwise.
 */
export const codesInOtherUnit = <Stated extends StatedGlucose>(all: readonly Stated[]): readonly Stated[] => {
  const fitting = all.filter(each => isErrorCode(each) && fitsOnly(each.value, each.unit, SENSOR) !== null);
  return 2 * fitting.length > all.length ? fitting : [];
};
