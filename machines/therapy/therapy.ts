import { activity } from './activity.ts';
import { footing } from './footing.ts';
import { inquiry } from './inquiry.ts';
import { mode } from './mode.ts';
import { therapy } from './setup.ts';

/** Manual therapy or automation, with every way in which automation falls back. It says whose rate holds, and moves nothing. */
export const therapyMachine = therapy.createMachine({
  id: 'therapy',
  type: 'parallel',
  states: { mode, footing, inquiry, activity },
});
