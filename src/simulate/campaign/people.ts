/** Who takes part in a campaign: the cohort of the comparison as it is written, everybody else as a clinic would set them. */
import type { Body } from '../body.ts';
import { cohortProtocol, type Member } from '../open/protocol.ts';
import { patientNames, virtualPatient } from '../patients.ts';
import { uvaBody } from '../uva/model.ts';
import { uvaPatient } from '../uva/parameters.ts';

/** Groups in which outcomes are looked at, beside all together; the three ages are those of the UVA/Padova patients. */
export const GROUPS = ['adult', 'adolescent', 'child', 'hovorka', 'type2'] as const;
export type Group = (typeof GROUPS)[number];

export const groupOf = (patient: string): Group => {
  const found = GROUPS.find(group => patient.startsWith(`${group}#`));
  if (found === undefined) throw new RangeError(`${patient} is of no group: ${GROUPS.join(', ')}`);
  return found;
};

/** What may stand for several patients in a campaign. */
const MANY: Readonly<Record<string, (patient: string) => boolean>> = {
  published: patient => ['adult', 'adolescent', 'child'].includes(groupOf(patient)),
  adults: patient => groupOf(patient) === 'adult',
  adolescents: patient => groupOf(patient) === 'adolescent',
  children: patient => groupOf(patient) === 'child',
  hovorka: patient => groupOf(patient) === 'hovorka',
  type2: patient => groupOf(patient) === 'type2',
  everyone: () => true,
};

/** Everything that may be written under `patients`. */
export const patientWords = (): readonly string[] => [...Object.keys(MANY), ...patientNames()];

/** The patients that are meant, each once, in their one order, whatever order they were written in. */
export const patientsMeant = (words: readonly string[]): readonly string[] =>
  patientNames().filter(name => words.some(word => word === name || MANY[word]?.(name) === true));

/** Somebody who takes part. */
export type Subject = {
  readonly member: Member;
  readonly weightKg: number;
  /** A new body at rest. */
  readonly body: () => Body;
};

/** Half of a day's insulin is basal where no therapy is published; ours, as clinics begin. */
const BASAL_SHARE = 0.5;

/** A patient without a published therapy: the sensitivity that is set is the one that was measured. */
const other = (name: string): Subject => {
  const patient = virtualPatient(name);
  const { basalUPerHour, carbRatioGPerU, sensitivityMgPerDlPerU } = patient;
  return {
    member: {
      patient: name,
      basalUPerHour,
      carbRatioGPerU,
      questSensitivity: sensitivityMgPerDlPerU,
      tunedSensitivity: sensitivityMgPerDlPerU,
      dailyInsulinU: (basalUPerHour * 24) / BASAL_SHARE,
      meals: [],
      sensorErrors: [],
    },
    weightKg: patient.weightKg,
    body: patient.body,
  };
};

/** The patient of this name. Throws a RangeError that lists the names there are. */
export const subjectOf = (name: string): Subject => {
  const member = cohortProtocol().members.find(({ patient }) => patient === name);
  if (member === undefined) return other(name);
  const patient = uvaPatient(name);
  return { member, weightKg: patient.BW, body: () => uvaBody(patient) };
};
