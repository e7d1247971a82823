import { type RequirementId, requirements } from './requirements/index.ts';

/** One way in which the pump could harm a person. */
export type Hazard = {
  readonly name: string;
  /** What happens to the person. */
  readonly harm: string;
  /** How it typically comes about. */
  readonly causes: string;
};

const table = {
  'H-OVER': {
    name: 'Over-infusion',
    harm: 'Hypoglycaemia within minutes to hours: confusion, seizure, death. It cannot be taken back.',
    causes:
      'A bolus given twice, a runaway motor, a wrong limit or unit, a stale reading, a replayed command, basal caught up, priming while connected.',
  },
  'H-UNDER': {
    name: 'Under-infusion',
    harm: 'Glucose rises over hours; ketoacidosis if it lasts.',
    causes: 'Missed pulses, a weak battery, a wrong rate, a limit reached unnoticed.',
  },
  'H-NOFLOW': {
    name: 'No flow',
    harm: 'Ketoacidosis within hours, because no long-acting insulin is left in the body.',
    causes: 'Occlusion, an empty reservoir, a forgotten suspension, a silent fault, auto-off.',
  },
  'H-FREE': {
    name: 'Free flow or unintended release',
    harm: 'A sudden dose that nobody asked for: hypoglycaemia.',
    causes: 'A loose cartridge, a change of pressure, an occlusion that opens.',
  },
  'H-AIR': {
    name: 'Air in the line',
    harm: 'Under-infusion that every sensor reports as delivery: glucose rises unexplained.',
    causes: 'Priming left out, an empty cartridge driven on.',
  },
  'H-OCC': {
    name: 'Occlusion found late or not at all',
    harm: 'Hours without insulin, then a released dose: ketoacidosis or hypoglycaemia.',
    causes: 'A threshold too high, a low rate into a compliant line.',
  },
  'H-REV': {
    name: 'Reverse flow',
    harm: 'Body fluid drawn into the set; infection, a blocked cannula.',
    causes: 'Rewinding while connected.',
  },
  'H-WRONG': {
    name: 'Wrong therapy',
    harm: 'A dose that is right for somebody or some time else: hypoglycaemia or hyperglycaemia.',
    causes:
      'Wrong profile, time or insulin on board, an error in the calculator, mg/dL taken for mmol/L, U-200 taken for U-100.',
  },
  'H-MECH': {
    name: 'Mechanical failure',
    harm: 'Too much or too little insulin while the count looks right.',
    causes: 'Stall, slip, a worn lead screw, a cartridge not seated.',
  },
  'H-ELEC': {
    name: 'Electrical failure',
    harm: 'Delivery stops, or its record is lost.',
    causes: 'Depletion, brown-out, a reset by static discharge.',
  },
  'H-HW': {
    name: 'Hardware failure',
    harm: 'A danger that is not seen or not announced.',
    causes: 'A failed sensor, encoder, speaker, clock or memory.',
  },
  'H-SW': {
    name: 'Software failure',
    harm: 'Any of the above, without warning.',
    causes: 'A race, an overflow, a deadlock, corrupt state, a missing transition.',
  },
  'H-ENV': {
    name: 'Environment',
    harm: 'A wrong amount, or a pump that stops.',
    causes: 'Temperature, pressure, magnetic fields, water.',
  },
  'H-BIO': {
    name: 'Biological or chemical',
    harm: 'Insulin that no longer acts, or an infected site.',
    causes: 'Insulin spoilt by heat or frost, a site in use for too long.',
  },
  'H-USE': {
    name: 'Use error',
    harm: 'A dose or a stop that the user did not mean.',
    causes:
      'A wrong entry, a key pressed by chance, an alarm ignored, a cartridge changed in the wrong order.',
  },
  'H-SEC': {
    name: 'Security',
    harm: 'A dose or a stop that somebody else chose.',
    causes: 'An unauthorised or replayed command, tampering.',
  },
  'H-CGM': {
    name: 'Misleading sensor',
    harm: 'Insulin given or withheld for a glucose that is not real.',
    causes: 'A stale or noisy reading, pressure on the sensor during sleep, the readings of another session.',
  },
  'H-ALARM': {
    name: 'Missed alarm',
    harm: 'Whatever the alarm was for goes on unnoticed.',
    causes: 'Silenced, lost in a storm of others, lost at a reset.',
  },
} as const satisfies Readonly<Record<string, Hazard>>;

/** The key of a hazard. */
export type HazardId = keyof typeof table;

/** The hazards by key. Grouping as in the guidance for infusion pumps; the words are ours. */
export const hazards: Readonly<Record<HazardId, Hazard>> = table;

/** The requirements that control a hazard, in the order of their ids; computed, so it cannot go stale. */
export const controlsOf = (hazard: HazardId): readonly RequirementId[] =>
  requirements.filter(row => row.hazards.some(id => id === hazard)).map(row => row.id);
