/** The controllers that a campaign can compare, each with the settings under which its peer was measured. */
import type { Controller, Therapy } from '../../automation/controller.ts';
import { LOOP_STRATEGY, loopController } from '../../automation/loop/controller.ts';
import { OREF_DEFAULTS, type OrefOptions, orefController } from '../../automation/oref/controller.ts';
import { DEFAULT_SMB } from '../../automation/oref/profile.ts';
import { pidController } from '../../automation/pid/controller.ts';
import type { Person } from '../../automation/predictive/consider.ts';
import { predictiveController } from '../../automation/predictive/controller.ts';
import type { Bounds } from '../../domain/envelope/evidence.ts';
import { mgPerDl, microunits } from '../../domain/units.ts';
import type { Hand } from '../open/baseline.ts';
import type { Member } from '../open/protocol.ts';
import { handOf, type Treated, therapyOf } from '../open/treated.ts';

export const CONTROLLERS = [
  'islet',
  'islet-enveloped',
  'oref0-temp',
  'oref0-smb',
  'loop-temp',
  'loop-auto',
  'pid',
  'suspension',
  'basal-bolus',
] as const;
export type ControllerName = (typeof CONTROLLERS)[number];

/** How a patient is treated in a cell: a controller with its therapy, or one of the two ways by hand; and who boluses. */
export type Care =
  | {
      readonly by: 'controller';
      readonly controller: Controller;
      readonly therapy: Therapy;
      readonly hand: Hand;
      /** Within the safety envelope; null: under the caps of the therapy alone, as the peers were measured. */
      readonly bounds: Bounds | null;
    }
  | { readonly by: 'hand' | 'suspension'; readonly therapy: Therapy; readonly hand: Hand };

const band = (therapy: Therapy, low: number, high: number): Therapy => ({
  ...therapy,
  target: [{ fromMinute: 0, value: { lowMgPerDl: mgPerDl(low), highMgPerDl: mgPerDl(high) } }],
});

const UU_PER_U = 1_000_000;

/** Loop's own bolus limit in the comparison: a quarter of a day's insulin. */
const loopTherapy = (therapy: Therapy, { dailyInsulinU }: Member): Therapy => ({
  ...band(therapy, 105, 115),
  maxBolus: microunits(Math.floor((dailyInsulinU / 4) * UU_PER_U)),
});

const LOOP_SUSPENDS_BELOW = mgPerDl(80);

const MICROBOLUSES: OrefOptions = {
  ...OREF_DEFAULTS,
  acts: 'microboluses',
  unannouncedMeals: true,
  smb: { ...DEFAULT_SMB, always: true },
};

/** A person who also corrects with a meal. */
const correcting = (member: Member, treated: Treated): Hand => ({
  ...handOf(member, treated),
  sensitivity: treated.sensitivity === 'quest' ? member.questSensitivity : member.tunedSensitivity,
});

type Given = {
  readonly member: Member;
  readonly treated: Treated;
  readonly person: Person;
  /** What a clinic would have set. */
  readonly therapy: Therapy;
};

const by = (
  controller: Controller,
  therapy: Therapy,
  { member, treated }: Given,
): Extract<Care, { readonly by: 'controller' }> => ({
  by: 'controller',
  controller,
  therapy,
  hand: handOf(member, treated),
  bounds: null,
});

/** What a clinic would have set for the envelope: hard limits by age, small boluses allowed. */
const boundsOf = (therapy: Therapy, { patient, dailyInsulinU }: Member): Bounds => ({
  kind: patient.startsWith('child') ? 'child' : patient.startsWith('adolescent') ? 'teenager' : 'adult',
  maxBasal: therapy.maxBasal,
  maxBolus: therapy.maxBolus,
  maxOnBoard: therapy.maxOnBoard,
  dailyInsulin: microunits(Math.floor(dailyInsulinU * UU_PER_U)),
  threshold: mgPerDl(70),
  bolusPolicy: 'micro',
});

type Contender = { readonly words: string; readonly care: (given: Given) => Care };

const CONTENDERS: Readonly<Record<ControllerName, Contender>> = {
  islet: {
    words: 'Islet’s own controller',
    care: given => by(predictiveController(given.person), given.therapy, given),
  },
  'islet-enveloped': {
    words: 'Islet’s own controller within the safety envelope',
    care: given => ({
      ...by(predictiveController(given.person), given.therapy, given),
      bounds: boundsOf(given.therapy, given.member),
    }),
  },
  'oref0-temp': {
    words: 'oref0-compatible, temporary basals',
    care: given => by(orefController(), band(given.therapy, 110, 110), given),
  },
  'oref0-smb': {
    words: 'oref0-compatible, microboluses',
    care: given => by(orefController(MICROBOLUSES), band(given.therapy, 110, 110), given),
  },
  'loop-temp': {
    words: 'Loop-compatible, temporary basals',
    care: given =>
      by(
        loopController({ ...LOOP_STRATEGY, suspendBelow: LOOP_SUSPENDS_BELOW }),
        loopTherapy(given.therapy, given.member),
        given,
      ),
  },
  'loop-auto': {
    words: 'Loop-compatible, automatic boluses',
    care: given =>
      by(
        loopController({ ...LOOP_STRATEGY, dosing: 'automaticBolus', suspendBelow: LOOP_SUSPENDS_BELOW }),
        loopTherapy(given.therapy, given.member),
        given,
      ),
  },
  pid: {
    words: 'PID with insulin feedback',
    care: given => by(pidController({ dailyInsulinU: given.member.dailyInsulinU }), given.therapy, given),
  },
  suspension: {
    words: 'predictive low-glucose suspend alone',
    care: ({ therapy, member, treated }) => ({
      by: 'suspension',
      therapy,
      hand: correcting(member, treated),
    }),
  },
  'basal-bolus': {
    words: 'basal and boluses by hand',
    care: ({ therapy, member, treated }) => ({ by: 'hand', therapy, hand: correcting(member, treated) }),
  },
};

/** What a controller is, in a line of a table. */
export const wordsOf = (name: ControllerName): string => CONTENDERS[name].words;

/** Who treats this patient. A new one for each cell: controllers may keep tables. */
export const careOf = (name: ControllerName, member: Member, treated: Treated, person: Person): Care =>
  CONTENDERS[name].care({ member, treated, person, therapy: therapyOf(member, treated) });
