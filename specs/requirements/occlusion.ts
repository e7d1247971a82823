import type { Requirement } from './requirement.ts';

/** SR-057 to SR-062: a blocked line, and the force sensor that finds it. */
export const occlusion = [
  {
    id: 'SR-057',
    text: 'With the line blocked, the occlusion alarm shall sound before 2.0 U are missed during a bolus, before 3.0 U are missed at a basal rate of 1 U/h or more, and within 24 h at 0.1 U/h.',
    hazards: ['H-OCC'],
    rationale: 'The line is compliant: force rises slowly at a low rate.',
    verified: ['property', 'test'],
  },
  {
    id: 'SR-058',
    text: 'An occlusion shall be detected and alarmed while a bolus runs, and not only after its end.',
    hazards: ['H-OCC'],
    verified: ['explored', 'scenario', 'test'],
  },
  {
    id: 'SR-059',
    text: 'The insulin that may be released when an occlusion opens shall be estimated as no more than the insulin missed, shall be told to the user, and shall not be subtracted from insulin on board.',
    hazards: ['H-FREE'],
    verified: ['property', 'scenario'],
  },
  {
    id: 'SR-060',
    text: 'Delivery shall resume after an occlusion only when the measured force is at most 20 % above its baseline.',
    hazards: ['H-OCC'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-061',
    text: 'The zero and the span of the force sensor shall be checked for plausibility at self-test and each time a cartridge is seated.',
    hazards: ['H-HW'],
    verified: ['test'],
  },
  {
    id: 'SR-062',
    text: 'A force below 10 % of the baseline with the cartridge seated shall stop delivery and raise A-15.',
    hazards: ['H-FREE'],
    verified: ['explored', 'test'],
  },
] as const satisfies readonly Requirement[];
