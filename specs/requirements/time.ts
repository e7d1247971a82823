import type { Requirement } from './requirement.ts';

/** SR-076 to SR-079: two clocks, and which of them decides what. */
export const time = [
  {
    id: 'SR-076',
    text: 'Insulin on board, caps and timers shall follow monotonic time, the basal profile wall time; a change of the wall clock shall change neither insulin on board nor any rolling sum.',
    hazards: ['H-WRONG'],
    rationale: 'A traveller who changes the clock has the same insulin in the body as before.',
    source: ['our own design'],
    verified: ['property'],
  },
  {
    id: 'SR-077',
    text: 'A wall clock that moves by more than 5 min against monotonic time shall be recorded, the profile segment evaluated anew, and no pulse added.',
    hazards: ['H-WRONG'],
    rationale: 'The new hour decides the rate from now on, and owes nothing for the hours jumped over.',
    source: ['oref0'],
    verified: ['property', 'test'],
  },
  {
    id: 'SR-078',
    text: 'When the wall clock is lost, basal shall be the lowest rate of the profile for at most 60 min, then delivery shall stop; automation shall be off.',
    hazards: ['H-WRONG'],
    rationale: 'Without the hour the lowest rate is too little at most, and that not for long.',
    source: ['our own design'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-079',
    text: 'A change of 1 h in local time shall neither deliver a profile segment twice nor skip basal.',
    hazards: ['H-WRONG'],
    rationale: 'Twice a year an hour of the night comes twice, or not at all.',
    source: ['our own design'],
    verified: ['property'],
  },
] as const satisfies readonly Requirement[];
