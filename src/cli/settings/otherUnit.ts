import { type NumberKey, otherUnitHint } from '../../domain/quantities.ts';
import type { Problem } from '../problems.ts';

/** A problem of a number that fits only the other unit of glucose says so; any other stays as it is. */
export const namingUnit = (key: NumberKey, given: unknown, problem: Problem): Problem => {
  const hint = typeof given === 'number' ? otherUnitHint(key, given) : null;
  return hint === null
    ? problem
    : { ...problem, problem: hint.slice(hint.indexOf('fits')), remedy: `Write it in ${problem.unit}.` };
};
