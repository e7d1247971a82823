import { z } from 'zod';
import { freshProfile, profileInputsJson } from '../../../../src/interop/openaps/freshProfile.ts';
import { profileJson } from '../../../../src/interop/openaps/profile.ts';
import type { Check } from '../../check.ts';
import { family } from '../../family.ts';
import { FROZEN_MS } from './read.ts';

const compareFields = (check: Check<never>, what: string, got: object, expected: object): void => {
  const wanted = new Map<string, unknown>(Object.entries(expected));
  for (const [key, value] of Object.entries(got)) {
    const other = wanted.get(key);
    if (typeof value === 'object' && value !== null && typeof other === 'object' && other !== null)
      compareFields(check, `${what} ${key}`, value, other);
    else check.same(`${what} ${key}`, String(value), String(other));
  }
};

/** Profiles built from what a pump and a person have set; −1: refused. */
export const ownProfile = family({
  file: 'oref0/own_tests_profile.json',
  schema: z.object({
    input: z.object({ inputs: profileInputsJson }),
    expected: z.union([z.literal(-1), profileJson.and(z.object({ dia: z.number() }))]),
  }),
  measures: {},
  compare: ({ input, expected }, check) => {
    const made = freshProfile(input.inputs, FROZEN_MS, 0);
    check.same('refused', made.kind === 'refused', expected === -1);
    if (made.kind === 'refused' || expected === -1) return;
    const { dia, ...profile } = expected;
    check.same('duration', made.durationHours, dia);
    compareFields(check, 'profile', made.profile, profile);
  },
});
