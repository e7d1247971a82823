import type { Tape } from '../../../src/verify/mutants/observed/tape.ts';
import { tapeTo } from './spot.ts';
import type { Tale } from './tale.ts';
import { OF_ALARMS, OF_FAULTS } from './talesOfAlarms.ts';
import { OF_AUTOMATION } from './talesOfAutomation.ts';
import { OF_CHANGE } from './talesOfChange.ts';
import { checkIsUnanswered, OF_DEVICES } from './talesOfDevices.ts';
import { OF_DOSES } from './talesOfDoses.ts';
import { OF_ENDS } from './talesOfEnds.ts';
import { OF_GLUCOSE_TOLD } from './talesOfGlucose.ts';
import { OF_PATIENCE } from './talesOfPatience.ts';
import { OF_RECORDS } from './talesOfRecords.ts';
import { OF_REMOTES } from './talesOfRemotes.ts';
import { OF_START } from './talesOfStart.ts';
import { OF_STOPS } from './talesOfStops.ts';

export const TALES = 'tales';

const all = [
  ...OF_CHANGE,
  ...OF_START,
  ...OF_DOSES,
  ...OF_REMOTES,
  ...OF_DEVICES,
  checkIsUnanswered,
  ...OF_ALARMS,
  ...OF_FAULTS,
  ...OF_GLUCOSE_TOLD,
  ...OF_STOPS,
  ...OF_PATIENCE,
  ...OF_AUTOMATION,
  ...OF_RECORDS,
  ...OF_ENDS,
];

const tapeOf = ({ name, told: tell }: Tale): Tape => tapeTo(tell(), name, TALES);

/** Each told once, in this order; the same for every chart. */
export const tales = (): readonly Tape[] => {
  told ??= all.map(tapeOf);
  return told;
};
let told: readonly Tape[] | null = null;

/** Those of such a name, told anew. */
export const talesNamed = (part: string): readonly Tape[] =>
  all.filter(({ name }) => name.includes(part)).map(tapeOf);
