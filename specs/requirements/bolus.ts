import type { Requirement } from './requirement.ts';

/** SR-021 to SR-036: a bolus is asked for, confirmed, delivered, and ends for good. */
export const bolus = [
  {
    id: 'SR-021',
    text: 'A bolus shall never deliver more than was requested, and no bolus above the maximum bolus shall be admitted.',
    hazards: ['H-OVER'],
    verified: ['property', 'explored'],
  },
  {
    id: 'SR-022',
    text: 'At most one normal bolus and at most one extended bolus shall be in progress at a time.',
    hazards: ['H-OVER'],
    verified: ['explored'],
  },
  {
    id: 'SR-023',
    text: 'A bolus interrupted by any cause shall be final: only a new request shall deliver more.',
    hazards: ['H-OVER'],
    verified: ['explored', 'scenario', 'test'],
  },
  {
    id: 'SR-024',
    text: 'After a reset or a loss of power no bolus shall be in progress until one is requested.',
    hazards: ['H-OVER'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-025',
    text: 'The part of a bolus that was delivered shall be shown and recorded with the amount requested and the reason for the end, and shall be counted in insulin on board.',
    hazards: ['H-WRONG'],
    verified: ['property', 'scenario', 'test'],
  },
  {
    id: 'SR-026',
    text: 'A bolus shall start only after the user confirmed its amount as shown; a request that is not confirmed within 90 s shall be discarded.',
    hazards: ['H-USE'],
    verified: ['explored', 'scenario'],
  },
  {
    id: 'SR-027',
    text: 'A request that takes the boluses requested in the past 60 min above 1.5 times the maximum bolus shall need a second confirmation.',
    hazards: ['H-USE'],
    verified: ['explored', 'scenario', 'test'],
  },
  {
    id: 'SR-028',
    text: 'A bolus below 0.05 U, or not a multiple of 0.05 U, shall be refused and not rounded.',
    hazards: ['H-OVER'],
    verified: ['property'],
  },
  {
    id: 'SR-029',
    text: 'A bolus that would leave less than 1 U in the reservoir, or for which the energy is not sufficient, shall be refused as a whole.',
    hazards: ['H-UNDER'],
    verified: ['property', 'test'],
  },
  {
    id: 'SR-030',
    text: 'After a cancellation at most the pulse in flight shall complete, and a second cancellation shall change nothing.',
    hazards: ['H-OVER'],
    verified: ['explored', 'scenario'],
  },
  {
    id: 'SR-031',
    text: 'No bolus shall be admitted or delivered during self-test, while an alarm stops delivery, while suspended, or while priming.',
    hazards: ['H-OVER'],
    verified: ['explored'],
  },
  {
    id: 'SR-032',
    text: 'A bolus request shall be refused when its id was used before, or when boluses of at least 20 % of its amount were delivered since it was created.',
    hazards: ['H-OVER', 'H-SEC'],
    rationale: 'A request that was delayed or repeated on its way must not become a second dose.',
    verified: ['property', 'test'],
  },
  {
    id: 'SR-033',
    text: 'An extended bolus shall end, and not pause, at a stop, a suspension, a cartridge change or a loss of power.',
    hazards: ['H-OVER'],
    verified: ['explored', 'scenario'],
  },
  {
    id: 'SR-034',
    text: 'Pulses shall be counted for each channel separately, and the sum over the channels shall equal the travel measured by the encoder to within one pulse (0.025 U).',
    hazards: ['H-SW'],
    verified: ['property', 'test'],
  },
  {
    id: 'SR-035',
    text: 'A bolus by button alone shall need a press and hold, an audible count of its amount and a confirmation, and shall be refused while the button is suspected stuck.',
    hazards: ['H-USE'],
    verified: ['scenario', 'test'],
  },
  {
    id: 'SR-036',
    text: 'A bolus shall be delivered no faster than 1.5 U/min: two of its pulses shall be at least 950 ms apart.',
    hazards: ['H-FREE'],
    rationale: 'The interval is 1000 ms; 5 % is left for the timer.',
    verified: ['property', 'test'],
  },
] as const satisfies readonly Requirement[];
