import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { cellNumber, tableOf } from '../csv.ts';

const positive = cellNumber.pipe(z.number().positive());
const atLeastZero = cellNumber.pipe(z.number().min(0));

/** Names are those of the publications (Dalla Man et al., IEEE TBME 54:1740, 2007; JDST 8:26, 2014). */
const physiology = {
  /** Body weight, kg. */
  BW: positive,
  /** Basal plasma insulin, pmol/L. */
  Ib: positive,
  /** Rates of absorption from the gut and of emptying of the stomach, 1/min; shape of the latter. */
  kabs: positive,
  kmax: positive,
  kmin: positive,
  b: positive,
  d: positive,
  /** Share of the carbohydrate that reaches the blood. */
  f: positive,
  /** Volumes of distribution of glucose, dL/kg, and insulin, L/kg. */
  Vg: positive,
  Vi: positive,
  /** Use of glucose by tissue: mg/kg/min per pmol/L, mg/kg/min, mg/kg; by brain and blood cells, mg/kg/min. */
  Vmx: positive,
  Vm0: positive,
  Km0: positive,
  Fsnc: atLeastZero,
  /** Exchange of glucose between plasma and tissue, action of insulin, 1/min. */
  k1: positive,
  k2: positive,
  p2u: positive,
  /** Insulin between liver and plasma, 1/min. */
  m1: positive,
  m2: positive,
  m4: positive,
  m30: positive,
  /** Delay of insulin's signal to the liver, 1/min; production of glucose: mg/kg/min, 1/min, mg/kg/min per pmol/L. */
  ki: positive,
  kp1: positive,
  kp2: positive,
  kp3: positive,
  /** Loss through the kidneys: 1/min above mg/kg. */
  ke1: atLeastZero,
  ke2: positive,
  /** Subcutaneous insulin and glucose, 1/min. */
  kd: positive,
  ka1: positive,
  ka2: positive,
  ksc: positive,
  /** Infusion that holds the initial state, pmol/kg/min. */
  u2ss: positive,
} as const;

const initial = Array.from({ length: 13 }, (_, index) => `x0_${`${index + 1}`.padStart(2)}`);

const rowSchema = z
  .looseObject({ Name: z.string().min(1), ...physiology })
  .transform(({ Name, ...row }, context) => {
    const start = initial.map(column => atLeastZero.safeParse(row[column]));
    const values = start.flatMap(each => (each.success ? [each.data] : []));
    if (values.length < initial.length) {
      context.addIssue({ code: 'custom', message: `needs 13 numbers of at least 0 in x0_ 1 … x0_13` });
      return z.NEVER;
    }
    return { ...row, name: Name, start: values };
  });

const questSchema = z.looseObject({
  Name: z.string().min(1),
  CR: positive,
  CF: positive,
  Age: positive,
  TDI: positive,
});

type Physiology = { readonly [Name in keyof typeof physiology]: number };

/** One virtual patient of the UVA/Padova model of 2008. `start` is a steady state in the order of `STATE`. */
export type UvaPatient = Physiology & { readonly name: string; readonly start: readonly number[] };

/** Therapy that comes with a patient: g/U, mg/dL/U, years, U/day. */
export type Quest = {
  readonly name: string;
  readonly carbRatio: number;
  readonly correctionFactor: number;
  readonly ageYears: number;
  readonly dailyInsulinU: number;
};

/** Order of the thirteen states, with units. */
export const STATE = [
  'stomachSolid', // mg
  'stomachLiquid', // mg
  'gut', // mg
  'plasmaGlucose', // mg/kg
  'tissueGlucose', // mg/kg
  'plasmaInsulin', // pmol/kg
  'insulinAction', // pmol/L
  'insulinDelayed', // pmol/L
  'liverSignal', // pmol/L
  'liverInsulin', // pmol/kg
  'depot1', // pmol/kg
  'depot2', // pmol/kg
  'subcutaneousGlucose', // mg/kg
] as const;

/** Reads a table of patients in simglucose's columns. Throws an Error that names file, line and field. */
export const readUvaPatients = (file: string, text: string): readonly UvaPatient[] =>
  tableOf(file, text, rowSchema);

export const readQuest = (file: string, text: string): readonly Quest[] =>
  tableOf(file, text, questSchema).map(({ Name, CR, CF, Age, TDI }) => ({
    name: Name,
    carbRatio: CR,
    correctionFactor: CF,
    ageYears: Age,
    dailyInsulinU: TDI,
  }));

const dataFile = (name: string): string =>
  readFileSync(new URL(`../data/uva/${name}`, import.meta.url), 'utf8');

let published: readonly UvaPatient[] | undefined;
let therapies: readonly Quest[] | undefined;

/** The thirty published patients: adolescents, adults, children, ten each. */
export const uvaPatients = (): readonly UvaPatient[] => {
  published ??= readUvaPatients('vpatient_params.csv', dataFile('vpatient_params.csv'));
  return published;
};

/** Their published therapy, in the same order. */
export const uvaTherapies = (): readonly Quest[] => {
  therapies ??= readQuest('Quest.csv', dataFile('Quest.csv'));
  return therapies;
};

/** The patient of this name. Throws a RangeError that lists the names there are. */
export const uvaPatient = (name: string): UvaPatient => {
  const found = uvaPatients().find(each => each.name === name);
  if (found !== undefined) return found;
  const names = uvaPatients().map(each => each.name);
  throw new RangeError(`there is no patient ${name}; choose one of ${names.join(', ')}`);
};

/** 1 U = 6 000 pmol, as simglucose and the publications count it. */
export const PMOL_PER_U = 6_000;

/** The basal rate that holds the patient's initial state, U/min. */
export const steadyBasal = ({ u2ss, BW }: UvaPatient): number => (u2ss * BW) / PMOL_PER_U;
