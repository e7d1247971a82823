import { exampleSettings, type Settings } from '../../domain/settings.ts';
import type { WornBy } from '../../inspector/protocol.ts';
import type { Beginnings } from '../../inspector/server.ts';
import { type VirtualPatient, virtualPatient, virtualPatients } from '../../simulate/patients.ts';
import {
  isScenarioName,
  namedScenario,
  SCENARIO_WORDS,
  scenarioNames,
} from '../../simulate/scenario/named.ts';
import { readScenario, type Scenario } from '../../simulate/scenario/scenario.ts';
import { automatedFor, settingsFor } from '../../simulate/worn/therapy.ts';
import { EXIT, Refusal } from '../exits.ts';
import { textOf } from '../files.ts';
import type { GlucoseChoice } from './options.ts';

/** Who wears the pump, and what they live. */
export type Patient = {
  readonly patient: VirtualPatient;
  readonly scenario: Scenario;
  readonly controller: Settings['automation'];
};

/** The patient and the scenario that were named. Throws a Refusal that says which there are. */
export const patientIn = (
  { patient: name, scenario: what, controller }: Extract<GlucoseChoice, { kind: 'patient' }>,
  seed: number,
): Patient => ({ patient: patientNamed(name), scenario: scenarioNamed(what, seed), controller });

/** What a pump begins with that is worn by this patient: what a clinic would set, at the example's local time. */
export const patientSettings = ({ patient, controller }: Patient): Settings => ({
  ...(controller === 'off' ? settingsFor(patient) : automatedFor(patient, controller)),
  utcOffsetMinutes: exampleSettings.utcOffsetMinutes,
});

/** Who it is, for the page. */
export const wornBy = ({ patient, scenario }: Patient): WornBy => ({
  patient: patient.name,
  model: patient.model,
  scenario: scenario.name,
});

const patientNamed = (name: string): VirtualPatient => {
  try {
    return virtualPatient(name);
  } catch (failure) {
    throw refusal('--patient', failure);
  }
};

const scenarioNamed = (what: string, seed: number): Scenario => {
  if (isScenarioName(what)) return namedScenario(what, seed);
  if (!what.endsWith('.json'))
    throw new Refusal(
      EXIT.badInput,
      `--scenario ${what}: there is no such scenario; choose one of ${scenarioNames.join(', ')}, or name a file that ends with .json`,
    );
  const text = textOf(what, 'scenario').toString();
  try {
    return readScenario(what, text);
  } catch (failure) {
    throw refusal('--scenario', failure);
  }
};

const refusal = (option: string, failure: unknown): Refusal =>
  new Refusal(EXIT.badInput, `${option}: ${failure instanceof Error ? failure.message : String(failure)}`);

/** What another run can be begun with, for the page; the patients of the published set come first. */
export const beginnings = (): Beginnings => ({
  patients: virtualPatients().map(({ name, model, diabetes, weightKg }) => ({
    name,
    group: `${model}, ${diabetes}`,
    words: `${name}, ${weightKg.toFixed(0)} kg`,
  })),
  scenarios: scenarioNames.map(name => ({ name, words: `${name}: ${SCENARIO_WORDS[name]}` })),
});

/** Everybody and everything there is, in lines for a person. */
export const listPatients = (): readonly string[] => [
  'Virtual patients (--patient NAME):',
  ...virtualPatients().map(
    ({ name, model, diabetes, weightKg, basalUPerHour, carbRatioGPerU, sensitivityMgPerDlPerU }) =>
      `  ${name.padEnd(16)} ${diabetes}, ${model}, ${weightKg.toFixed(0)} kg, basal ${basalUPerHour.toFixed(2)} U/h, ${carbRatioGPerU.toFixed(1)} g/U, ${sensitivityMgPerDlPerU.toFixed(0)} mg/dL per U`,
  ),
  '',
  'Scenarios (--scenario NAME, or a file that ends with .json):',
  ...scenarioNames.map(name => `  ${name.padEnd(16)} ${SCENARIO_WORDS[name]}`),
];
