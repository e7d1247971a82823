import type { Requirement } from './requirement.ts';

/** SR-076 to SR-079: two clocks, and which of them decides what. */
export const time = [
  {
    id: 'SR-076',
    text: 'Insulin on board, caps and timers shall follow monotonic time, the basal profile wall time; a change of the wall clock shall change neither insulin on board nor any rolling sum.',
    hazards: ['H-WRONG'],
    verified: ['property'],
  },
  {
    id: 'SR-077',
    text: 'A wall clock that moves by more than 5 min against monotonic time shall be recorded, the profile segment evaluated anew, and no pulse added.',
    hazards: ['H-WRONG'],
    verified: ['property', 'test'],
  },
  {
    id: 'SR-078',
    text: 'When the wall clock is lost, basal shall be the lowest rate of the profile for at most 60 min, then delivery shall stop; automation shall be off.',
    hazards: ['H-WRONG'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-079',
    text: 'A change of 1 h in local time shall neither deliver a profile segment twice nor skip basal.',
    hazards: ['H-WRONG'],
    verified: ['property'],
  },
] as const satisfies readonly Requirement[];
