import { activity } from './activity.ts';
import { footing } from './footing.ts';
import { mode } from './mode.ts';
import { therapy } from './setup.ts';

/** Manual therapy or automation, with every way in which automation falls back. It moves no insulin. */
export const therapyMachine = therapy.createMachine({
  id: 'therapy',
  type: 'parallel',
  states: { mode, footing, activity },
});
