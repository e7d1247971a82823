import type { Requirement } from './requirement.ts';

/** SR-048 to SR-056: the cartridge, priming and the reservoir. */
export const cartridge = [
  {
    id: 'SR-048',
    text: 'No therapy pulse shall start unless a cartridge is in place, primed and reported ready.',
    hazards: ['H-OVER', 'H-AIR'],
    rationale: 'Before that, insulin goes nowhere or air goes into the body.',
    source: ['our own design'],
    verified: ['explored'],
  },
  {
    id: 'SR-049',
    text: 'Moving the plunger in a cartridge change and filling the tubing shall each need a confirmation that the set is disconnected from the body, filling the cannula a confirmation that it is inserted; the tubing shall be filled only while the user holds the key and the pump hears of it every 2 s, at most 30 U in one step, and the cannula with at most 1.0 U, in all its fills together.',
    hazards: ['H-USE', 'H-OVER'],
    rationale:
      'Filling moves more insulin than any bolus, past every cap, and only the set being off makes that safe.',
    source: ['Tandem occlusion guide'],
    verified: ['explored', 'property', 'scenario'],
  },
  {
    id: 'SR-050',
    text: 'Insulin used for priming shall add nothing to insulin on board and to the hourly and daily sums, shall be subtracted from the reservoir, and shall be recorded.',
    hazards: ['H-WRONG'],
    rationale: 'What went into the tubing is not in the body, and is gone from the cartridge.',
    source: ['OmniBLE'],
    verified: ['property'],
  },
  {
    id: 'SR-051',
    text: 'A cartridge change shall first suspend delivery and end every bolus; after it the pump shall stay suspended until the user resumes.',
    hazards: ['H-OVER'],
    rationale: 'Nothing may be owed to the body while the set is off it.',
    source: ['MiniMed 670G guide, suspending'],
    verified: ['explored', 'scenario'],
  },
  {
    id: 'SR-052',
    text: 'A cartridge change left idle for 3 min shall raise A-12, and the pump shall stay without delivery.',
    hazards: ['H-NOFLOW'],
    rationale: 'A change that is left half done is hours without insulin.',
    source: ['pumpX2'],
    verified: ['explored'],
  },
  {
    id: 'SR-053',
    text: 'The reservoir estimate shall fall by each pulse and shall rise only with a new cartridge; it shall raise low at the user’s limit (20 U by default), very low at 5 U and empty at 0 U.',
    hazards: ['H-NOFLOW'],
    rationale: 'An estimate that rises by itself promises insulin that is not there.',
    source: ['pumpX2'],
    verified: ['property', 'scenario', 'explored'],
  },
  {
    id: 'SR-054',
    text: 'An empty reservoir shall stop delivery when the pulse in flight is complete; the plunger shall never pass its end stop.',
    hazards: ['H-AIR', 'H-MECH'],
    rationale: 'Beyond the end the plunger pushes nothing, or the drive breaks, while the count goes on.',
    source: ['Open PCA Pump requirements'],
    verified: ['explored', 'property', 'test'],
  },
  {
    id: 'SR-055',
    text: 'A cartridge whose concentration is not the configured U-100 shall be refused.',
    hazards: ['H-WRONG'],
    rationale: 'U-200 or U-500 insulin would make each dose two or five times too large.',
    source: ['our own design'],
    verified: ['test'],
  },
  {
    id: 'SR-056',
    text: 'Removal of the cartridge outside a cartridge change shall stop delivery and raise A-05.',
    hazards: ['H-FREE'],
    rationale: 'An open line siphons, and a plunger that nothing holds counts insulin that never flowed.',
    source: ['pumpX2'],
    verified: ['explored', 'test'],
  },
] as const satisfies readonly Requirement[];
