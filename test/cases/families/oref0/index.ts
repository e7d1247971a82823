import type { Family } from '../../family.ts';
import { curves } from './curves.ts';
import { deltas, ownDeltas } from './deltas.ts';
import { determineBasal } from './determineBasal.ts';
import { histories } from './histories.ts';
import { ownBasal, ownDetermine, ownRaw } from './own.ts';
import { ownIob } from './ownIob.ts';
import { ownProfile } from './ownProfile.ts';
import { ownTemps, temps } from './temps.ts';

export const oref0: readonly Family[] = [
  curves,
  histories,
  deltas,
  determineBasal,
  temps,
  ownBasal,
  ownDetermine,
  ownDeltas,
  ownIob,
  ownProfile,
  ownTemps,
  ownRaw,
];
