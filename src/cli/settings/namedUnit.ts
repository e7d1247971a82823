import {
  eitherUnitHint,
  mayBeEither,
  type NumberKey,
  otherUnitOf,
  QUANTITIES,
} from '../../domain/quantities.ts';
import { MG_PER_DL_PER_MMOL_PER_L } from '../../domain/units.ts';
import { namingUnit } from './otherUnit.ts';
import { type At, numberIn, type Read, wrong } from './values.ts';

/** `"10 mg/dL per U"`, `"0.6 mmol/L per U"`: what fits both units is written with its own. */
const NAMED = /^(\d+(?:\.\d+)?) (mg\/dL|mmol\/L) per U$/;

/** A number in mg/dL; one of mmol/L becomes whole mg/dL, rounded up: a larger sensitivity is less insulin. Null where the text is neither. */
const inMgPerDl = (text: string): number | null => {
  const [, digits = '', unit = ''] = NAMED.exec(text) ?? [];
  if (digits === '') return null;
  return unit === 'mg/dL' ? Number(digits) : Math.ceil(Number(digits) * MG_PER_DL_PER_MMOL_PER_L - 1e-9);
};

const examples = (key: NumberKey, value: number | string): string =>
  `"${value} ${QUANTITIES[key].unit}" or "${value} ${otherUnitOf(QUANTITIES[key])}"`;

/**
 * A number of the settings. One that fits both units of glucose is never taken as it stands: it is written in quotes, with its
 * unit. Whatever else is wrong with a number that fits only the other unit, that is said.
 */
export const quantityIn = (at: At, key: NumberKey, given: unknown): Read<number | undefined> => {
  const named = typeof given === 'string' && mayBeEither(key) ? inMgPerDl(given) : null;
  if (typeof given === 'string' && mayBeEither(key) && named === null)
    return wrong(at, given, 'is no number with its unit', `Write it like ${examples(key, 10)}.`);
  const hint = typeof given === 'number' ? eitherUnitHint(key, given) : null;
  if (hint !== null)
    return wrong(
      at,
      given,
      hint.slice(hint.indexOf('fits')),
      `Write it with its unit, in quotes: ${examples(key, String(given))}.`,
    );
  const number = named ?? given;
  const read = numberIn(at, number, QUANTITIES[key].millionths);
  return { ...read, problems: read.problems.map(problem => namingUnit(key, number, problem)) };
};

/** A number as the file has it: with its unit where it fits both. */
export const writtenNumber = (key: NumberKey, value: number): string =>
  eitherUnitHint(key, value) === null ? String(value) : `"${value} ${QUANTITIES[key].unit}"`;
