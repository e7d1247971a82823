import type { RequirementId } from './requirements/index.ts';

/** What a person read, looked at or listened to, and what was found. */
export type Inspection = { readonly req: RequirementId; readonly found: string };

export const inspections: readonly Inspection[] = [
  {
    req: 'SR-046',
    found:
      'specs/generated/matrix.md was read cell by cell: each blank is an event that a state rightly leaves as it is, such as an answer that nobody awaits.',
  },
];
