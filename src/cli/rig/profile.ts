import { parse, TomlError } from 'smol-toml';
import { overdue, profileMisfits } from '../../../hardware/rig/profile/misfits.ts';
import {
  type ProfileMisfit,
  type RigProfile,
  rigProfileSchema,
} from '../../../hardware/rig/profile/schema.ts';
import { EXIT, Refusal } from '../exits.ts';
import { textOf } from '../files.ts';
import { checkedJson } from '../json.ts';
import { badInput } from '../problems.ts';

const REMEDY = 'Compare with specs/rig.example.toml.';

/**
 * The rig in a file of TOML. Throws a Refusal that names every field that is wrong, with its value and what to do; also
 * for instruments whose calibration is over on the day `today` (ISO 8601).
 */
export const profileIn = (path: string, today: string): RigProfile => {
  const profile = checkedJson(path, rigProfileSchema, tomlIn(path), REMEDY);
  const misfits = [...profileMisfits(profile), ...overdue(profile, today)];
  if (misfits.length > 0) throw badInput(misfits.map(misfit => problemOf(path, misfit)));
  return profile;
};

const problemOf = (file: string, { field, value, problem }: ProfileMisfit) => ({
  file,
  line: null,
  field,
  value,
  unit: null,
  allowed: null,
  problem,
  remedy: REMEDY,
});

const tomlIn = (path: string): unknown => {
  try {
    return parse(textOf(path, 'profile of a rig').toString());
  } catch (failure) {
    if (!(failure instanceof TomlError)) throw failure;
    throw new Refusal(
      EXIT.badInput,
      `${path}:${failure.line}: it is not TOML: ${failure.message.split('\n')[0]}. ${REMEDY}`,
    );
  }
};
