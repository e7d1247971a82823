import { expect, test } from 'vitest';
import { emptyBody, gainsOf, KINETICS, minuteOf } from '../../src/automation/predictive/kinetics.ts';
import { RISE_PER_GRAM_AND_KG } from '../../src/automation/predictive/sensitivity.ts';
import { cohortProtocol } from '../../src/simulate/open/protocol.ts';
import { uvaBody } from '../../src/simulate/uva/model.ts';
import { steadyBasal, type UvaPatient, uvaPatient, uvaPatients } from '../../src/simulate/uva/parameters.ts';

const MINUTES = 10 * 60;
/** As simglucose has it: at most 5 g in a minute. */
const BITE_G = 5;

/** What a dose or a meal changes, minute by minute, as a share of the most it changes. */
const responseOf = (patient: UvaPatient, doseU: number, mealG: number): Float64Array => {
  const [body, other] = [uvaBody(patient), uvaBody(patient)];
  const basal = steadyBasal(patient);
  let waitingG = mealG;
  const out = Float64Array.from({ length: MINUTES }, (_, minute) => {
    const bite = Math.min(BITE_G, waitingG);
    waitingG -= bite;
    body.minute(basal + (minute === 0 ? doseU : 0), bite);
    other.minute(basal, 0);
    return Math.abs(body.glucoseMgPerDl() - other.glucoseMgPerDl());
  });
  const most = out.reduce((a, b) => Math.max(a, b));
  return out.map(value => value / most);
};

const meanOf = (responses: readonly Float64Array[]): Float64Array =>
  Float64Array.from(
    { length: MINUTES },
    (_, minute) => responses.reduce((sum, each) => sum + (each[minute] ?? 0), 0) / responses.length,
  );

/** The controller's model after 1 U, or after food: as a share of the most, and the most in mg/dL. */
const modelled = (kind: 'insulin' | 'carbs'): { readonly shares: Float64Array; readonly most: number } => {
  const body = emptyBody();
  const gains = gainsOf(50, 10);
  let change = 0;
  const out = Float64Array.from({ length: MINUTES }, (_, minute) => {
    const moved = kind === 'insulin' ? gains.insulin * body.action : gains.carbs * (body.gut2 / KINETICS.gut);
    change += moved - KINETICS.clearance * change;
    minuteOf(body, kind === 'insulin' && minute === 0 ? 1 : 0, kind === 'carbs' && minute < 6 ? BITE_G : 0);
    return change;
  });
  const most = out.reduce((a, b) => Math.max(a, b));
  return { shares: out.map(value => value / most), most };
};

const rootMeanSquare = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0) / a.length);

const patients = uvaPatients();
expect(patients).toHaveLength(30);
const { members } = cohortProtocol();

test('the controller expects of insulin and of food what they do in the mean of the thirty bodies', () => {
  const insulin = meanOf(patients.map(patient => responseOf(patient, steadyBasal(patient) * 60, 0)));
  const carbs = meanOf(patients.map(patient => responseOf(patient, 0, patient.BW * 0.5)));
  const off = {
    insulin: rootMeanSquare(insulin, modelled('insulin').shares),
    carbs: rootMeanSquare(carbs, modelled('carbs').shares),
  };
  console.log(
    `off by ${(100 * off.insulin).toFixed(1)} % (insulin), ${(100 * off.carbs).toFixed(1)} % (food) of the most`,
  );
  expect(off.insulin).toBeLessThan(0.075);
  expect(off.carbs).toBeLessThan(0.08);
});

test('1 U lowers glucose by the sensitivity that was set', () => {
  expect(modelled('insulin').most).toBeCloseTo(50, 0);
});

test('what a gram does times weight is about the same in all thirty', () => {
  const products = members.map(
    ({ patient, tunedSensitivity, carbRatioGPerU }) =>
      (tunedSensitivity / carbRatioGPerU) * uvaPatient(patient).BW,
  );
  const mean = Math.exp(products.reduce((sum, each) => sum + Math.log(each), 0) / products.length);
  console.log(
    `${mean.toFixed(0)} in the mean, ${Math.min(...products).toFixed(0)} to ${Math.max(...products).toFixed(0)}`,
  );
  expect(products).toHaveLength(30);
  expect(Math.abs(mean / RISE_PER_GRAM_AND_KG - 1)).toBeLessThan(0.05);
});
