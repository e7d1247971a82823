import type { Requirement } from './requirement.ts';

/** SR-101 to SR-107: the calculator, the settings and the screen. */
export const settings = [
  {
    id: 'SR-101',
    text: 'The calculator shall round doses down and insulin on board up, shall give a result from 0 U to the maximum bolus, shall check the range of each input, and shall show each term.',
    hazards: ['H-WRONG'],
    rationale: 'Each rounding is a choice between two dangers, and too little insulin is the smaller one.',
    source: ['Omnipod 5 user guide', 'Coq bolus calculator'],
    verified: ['property'],
  },
  {
    id: 'SR-102',
    text: 'The calculator shall refuse to work while insulin on board is unknown, glucose is below its minimum for calculations, or the sensor only says HIGH.',
    hazards: ['H-OVER'],
    rationale: 'A result from a number that is missing looks as trustworthy as any other.',
    source: ['Omnipod 5 user guide'],
    verified: ['property'],
  },
  {
    id: 'SR-103',
    text: 'More carbohydrate shall never lower the dose, more insulin on board shall never raise it, and higher glucose shall never lower it.',
    hazards: ['H-WRONG'],
    rationale:
      'A formula that goes the wrong way in some corner surprises exactly when the person relies on it.',
    source: ['our own design'],
    verified: ['property'],
  },
  {
    id: 'SR-104',
    text: 'Each quantity in the program shall carry its unit in its type; units shall be converted for display only at the edges.',
    hazards: ['H-WRONG'],
    rationale: 'A factor of 18 or of 1000 between two units can be a fatal dose.',
    source: ['our own design'],
    verified: ['test', 'inspection'],
  },
  {
    id: 'SR-105',
    text: 'A change of settings shall take two steps, shall be checked for range and against the other settings (basal within its maximum, a profile for all 24 h), shall take effect as a whole or not at all, and shall be recorded with old and new values.',
    hazards: ['H-USE'],
    rationale: 'Half a change, or one that nobody looked at, is a therapy that nobody prescribed.',
    source: ['MiniMed 630G guide'],
    verified: ['property', 'test', 'scenario'],
  },
  {
    id: 'SR-106',
    text: 'A maximum basal rate below a rate in use shall be refused.',
    hazards: ['H-WRONG'],
    rationale: 'The limit would silently cut a rate that somebody relies on.',
    source: ['MiniMed 630G guide'],
    verified: ['property', 'test', 'scenario'],
  },
  {
    id: 'SR-107',
    text: 'The screen shall lock after 30 s to 120 s without a key, and suspension shall be possible from the locked screen.',
    hazards: ['H-USE'],
    rationale: 'Keys are pressed in a pocket; a stop must need no code.',
    source: ['Omnipod 5 user guide'],
    verified: ['explored', 'test'],
  },
] as const satisfies readonly Requirement[];
