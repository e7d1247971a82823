import type { RequirementId } from './requirements/index.ts';

/** What a person read, looked at or listened to, and what was found. */
export type Inspection = { readonly req: RequirementId; readonly found: string };

export const inspections: readonly Inspection[] = [
  {
    req: 'SR-046',
    found:
      'specs/generated/matrix.md was read cell by cell: each blank is an event that a state rightly leaves as it is, such as an answer that nobody awaits.',
  },
  {
    req: 'SR-104',
    found:
      'src/domain/units.ts and its users were read: what is reckoned with is a branded quantity; facts and settings, which cross an edge, are whole numbers whose unit is the last word of their name and which zod bounds; the page and the command line divide for display and nobody else does.',
  },
  {
    req: 'SR-115',
    found:
      'the kinds of facts and commands of the journal were held against the sentence: intents and outcomes of pulses, requests with their confirmations, failures of devices, alarms raised with what a person did about them, and pairings of remotes are each a record.',
  },
  {
    req: 'SR-116',
    found:
      'src/runtime/run.ts was read: a stop, and the alarm of it, leave through the ports of motor, annunciator and journal in the step that decides them, and no answer of a page or a remote is awaited.',
  },
];
