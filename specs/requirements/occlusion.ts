import type { Requirement } from './requirement.ts';

/** SR-057 to SR-062: a blocked line, and the force sensor that finds it. */
export const occlusion = [
  {
    id: 'SR-057',
    text: 'With the line blocked, the occlusion alarm shall sound before 2.0 U are missed during a bolus, before 3.0 U are missed at a basal rate of 1 U/h or more, and within 24 h at 0.1 U/h.',
    hazards: ['H-OCC'],
    rationale: 'The line is compliant: force rises slowly at a low rate.',
    source: ['Study of occlusion detection times', 'MiniMed Veo user guide'],
    verified: ['property', 'test'],
  },
  {
    id: 'SR-058',
    text: 'An occlusion shall be detected and alarmed while a bolus runs, and not only after its end.',
    hazards: ['H-OCC'],
    rationale: 'Waiting for the end of the bolus would add the rest of it to what a blocked line holds back.',
    source: ['Omnipod 5 user guide (which waits; we do not)'],
    verified: ['explored', 'scenario', 'test'],
  },
  {
    id: 'SR-059',
    text: 'The insulin that may be released when an occlusion opens shall be estimated as no more than the insulin missed, shall be told to the user, and shall not be subtracted from insulin on board.',
    hazards: ['H-FREE'],
    rationale:
      'What the line holds may arrive at once, so it is told; it may never arrive, so it is not trusted.',
    source: ['Omnipod 5 user guide'],
    verified: ['property', 'scenario'],
  },
  {
    id: 'SR-060',
    text: 'Delivery shall resume after an occlusion only when the measured force is at most 20 % above its baseline.',
    hazards: ['H-OCC'],
    rationale: 'Force that has not gone back shows that the line is still blocked.',
    source: ['our own design'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-061',
    text: 'The zero and the span of the force sensor shall be checked for plausibility at self-test and each time a cartridge is seated.',
    hazards: ['H-HW'],
    rationale: 'A sensor that reads zero for ever finds no occlusion.',
    source: ['OmniBLE'],
    verified: ['test'],
  },
  {
    id: 'SR-062',
    text: 'A force below 10 % of the baseline with the cartridge seated shall stop delivery and raise A-15.',
    hazards: ['H-FREE'],
    rationale: 'A plunger without resistance has lost its cartridge, or the line is open.',
    source: ['our own design'],
    verified: ['explored', 'test'],
  },
] as const satisfies readonly Requirement[];
