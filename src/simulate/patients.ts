/** Every virtual patient there is, whatever the model: a name, what a clinic would have set, and a body at rest. */
import type { Body } from './body.ts';
import { hovorkaBasal, hovorkaBody } from './hovorka/model.ts';
import { type HovorkaPatient, hovorkaCohort } from './hovorka/parameters.ts';
import { answerOf } from './sensitivity.ts';
import { type2Body } from './type2/model.ts';
import { type Type2Patient, type2Cohort } from './type2/parameters.ts';
import { type2Basal } from './type2/rest.ts';
import { uvaBody } from './uva/model.ts';
import { type Quest, steadyBasal, type UvaPatient, uvaPatients, uvaTherapies } from './uva/parameters.ts';

export type VirtualPatient = {
  readonly name: string;
  readonly model: 'UVA/Padova 2008' | 'Hovorka 2004' | 'Dalla Man 2007';
  readonly diabetes: 'type 1' | 'type 2';
  readonly weightKg: number;
  /** The rate that holds the body where it begins, U/h. */
  readonly basalUPerHour: number;
  /** g/U. */
  readonly carbRatioGPerU: number;
  /** mg/dL per U, as the body answers. */
  readonly sensitivityMgPerDlPerU: number;
  /** A new body at rest; each is one's own. */
  readonly body: () => Body;
};

/** People of the two models that have no published set of patients: ours, of a fixed seed. */
const COHORT = { count: 10, seed: 1 } as const;
/** Glucose at which people of Hovorka's model rest, mg/dL; ours. */
const HOVORKA_FASTING = 110;
/** Basal insulin is taken as half of a day's where no therapy is published; ours, as clinics begin. */
const BASAL_SHARE = 0.5;
const HOUR_MIN = 60;
const DAY_HOURS = 24;

const fromUva = (patient: UvaPatient, quest: Quest): VirtualPatient => {
  const body = (): Body => uvaBody(patient);
  const basal = steadyBasal(patient);
  return {
    name: patient.name,
    model: 'UVA/Padova 2008',
    diabetes: 'type 1',
    weightKg: patient.BW,
    basalUPerHour: basal * HOUR_MIN,
    carbRatioGPerU: quest.carbRatio,
    sensitivityMgPerDlPerU: answerOf(body, basal, quest.dailyInsulinU).sensitivityMgPerDlPerU,
    body,
  };
};

/** Therapy from what the body answers: a gram that raises by r needs r/sensitivity of a unit. */
const measured = (
  who: Pick<VirtualPatient, 'name' | 'model' | 'diabetes' | 'weightKg' | 'body'>,
  basal: number,
): VirtualPatient => {
  const dailyU = (basal * HOUR_MIN * DAY_HOURS) / BASAL_SHARE;
  const { sensitivityMgPerDlPerU, riseMgPerDlPerG } = answerOf(who.body, basal, dailyU);
  return {
    ...who,
    basalUPerHour: basal * HOUR_MIN,
    carbRatioGPerU: sensitivityMgPerDlPerU / riseMgPerDlPerG,
    sensitivityMgPerDlPerU,
  };
};

const fromHovorka = (patient: HovorkaPatient): VirtualPatient => {
  const body = (): Body => hovorkaBody(patient, HOVORKA_FASTING);
  const who = {
    name: patient.name,
    model: 'Hovorka 2004',
    diabetes: 'type 1',
    weightKg: patient.BW,
    body,
  } as const;
  return measured(who, hovorkaBasal(patient, HOVORKA_FASTING));
};

const fromType2 = (patient: Type2Patient): VirtualPatient => {
  const body = (): Body => type2Body(patient);
  const who = {
    name: patient.name,
    model: 'Dalla Man 2007',
    diabetes: 'type 2',
    weightKg: patient.BW,
    body,
  } as const;
  return measured(who, type2Basal(patient));
};

let makers: ReadonlyMap<string, () => VirtualPatient> | undefined;

/** Everybody by name. A therapy takes its time to work out: each is, when it is first asked for. */
const known = (): ReadonlyMap<string, () => VirtualPatient> => {
  makers ??= new Map([
    ...uvaPatients().flatMap((patient, index) => {
      const quest = uvaTherapies()[index];
      return quest === undefined ? [] : [[patient.name, once(() => fromUva(patient, quest))] as const];
    }),
    ...hovorkaCohort(COHORT.count, COHORT.seed).map(
      patient => [patient.name, once(() => fromHovorka(patient))] as const,
    ),
    ...type2Cohort(COHORT.count, COHORT.seed).map(
      patient => [patient.name, once(() => fromType2(patient))] as const,
    ),
  ]);
  return makers;
};

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** Names of all patients, in their one order. */
export const patientNames = (): readonly string[] => [...known().keys()];

/** The thirty published patients, ten of Hovorka's model, ten with type 2 diabetes. */
export const virtualPatients = (): readonly VirtualPatient[] => patientNames().map(virtualPatient);

/** The patient of this name. Throws a RangeError that lists the names there are. */
export const virtualPatient = (name: string): VirtualPatient => {
  const make = known().get(name);
  if (make !== undefined) return make();
  throw new RangeError(`there is no patient ${name}; choose one of ${patientNames().join(', ')}`);
};
