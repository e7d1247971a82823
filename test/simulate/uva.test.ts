import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../../src/simulate/random.ts';
import { uvaBody } from '../../src/simulate/uva/model.ts';
import {
  readUvaPatients,
  STATE,
  steadyBasal,
  type UvaPatient,
  uvaPatient,
  uvaPatients,
  uvaTherapies,
} from '../../src/simulate/uva/parameters.ts';

const DAY = 1_440;
const patients = uvaPatients();

/** Insulin and food of each minute of a day as no controller would give them. */
const wildDay = (patient: UvaPatient, seed: number): readonly (readonly [u: number, g: number])[] => {
  const { uniform } = randomFrom(seed, patient.name);
  let onPlate = 0;
  return Array.from({ length: DAY }, () => {
    if (uniform() < 1 / 150) onPlate += 1 + Math.floor(uniform() * 90);
    const eaten = Math.min(5, onPlate);
    onPlate -= eaten;
    const bolus = uniform() < 1 / 150 ? uniform() * patient.BW * 0.03 : 0;
    return [steadyBasal(patient) * (uniform() < 0.3 ? 0 : 1) + bolus, eaten] as const;
  });
};

test('there are thirty published patients, ten of each age, each with a therapy', () => {
  expect(patients.map(({ name }) => name)).toEqual(
    ['adolescent', 'adult', 'child'].flatMap(age =>
      Array.from({ length: 10 }, (_, index) => `${age}#${`${index + 1}`.padStart(3, '0')}`),
    ),
  );
  expect(uvaTherapies().map(({ name }) => name)).toEqual(patients.map(({ name }) => name));
  for (const { start } of patients) expect(start).toHaveLength(STATE.length);
});

test('the published steady state is one: nothing drifts in a day at the basal rate', () => {
  for (const patient of patients) {
    const body = uvaBody(patient);
    const [glucose, insulin] = [body.glucoseMgPerDl(), body.insulinPmolPerL()];
    for (let minute = 0; minute < DAY; minute += 1) body.minute(steadyBasal(patient), 0);
    expect(Math.abs(body.glucoseMgPerDl() - glucose), patient.name).toBeLessThan(1e-6);
    expect(Math.abs(body.insulinPmolPerL() - insulin), patient.name).toBeLessThan(1e-3);
  }
});

test('a wild day of each patient is within 0.01 mg/dL of the same day in steps of four seconds', () => {
  let compared = 0;
  for (const patient of patients) {
    const [body, fine] = [uvaBody(patient), uvaBody(patient, 16)];
    for (const [u, g] of wildDay(patient, 1)) {
      body.minute(u, g);
      fine.minute(u, g);
      // Glucose that reaches zero is held there by both, wherever their last step left it.
      if (fine.plasmaMgPerDl() < 1) break;
      expect(Math.abs(body.glucoseMgPerDl() - fine.glucoseMgPerDl()), patient.name).toBeLessThan(0.01);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(20 * DAY);
});

test('more insulin never means more glucose', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...patients),
      fc.integer({ min: 0, max: 1_000 }),
      fc.integer({ min: 0, max: DAY - 1 }),
      (patient, seed, at) => {
        const [usual, insulin] = [uvaBody(patient), uvaBody(patient)];
        const day = wildDay(patient, seed);
        for (const [minute, [u, g]] of day.entries()) {
          usual.minute(u, g);
          insulin.minute(u + (minute === at ? 0.5 : 0), g);
          if (usual.plasmaMgPerDl() < 1 || insulin.plasmaMgPerDl() < 1) break;
          expect(insulin.glucoseMgPerDl()).toBeLessThanOrEqual(usual.glucoseMgPerDl() + 1e-9);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('all carbohydrate leaves the stomach, and only the share f of it reaches the blood', () => {
  for (const patient of patients) {
    const body = uvaBody(patient);
    let appeared = 0;
    for (let minute = 0; minute < 3 * DAY; minute += 1) {
      const before = body.states()[2] ?? 0;
      body.minute(steadyBasal(patient), minute < 12 ? 5 : 0);
      appeared += (patient.kabs * (before + (body.states()[2] ?? 0))) / 2;
    }
    expect((body.states()[0] ?? 0) + (body.states()[1] ?? 0)).toBeLessThan(1);
    // The trapezium over minutes is within a thousandth of the 60 g eaten.
    expect(Math.abs(appeared - 60_000), patient.name).toBeLessThan(60);
  }
});

test('without insulin glucose climbs; greater sensitivity, uptake or less production lowers it', () => {
  for (const patient of patients) {
    const usual = uvaBody(patient);
    const bodies = [
      { sensitivity: 1.3, uptake: 1, productionMgPerKgPerMin: 0 },
      { sensitivity: 1, uptake: 1.3, productionMgPerKgPerMin: 0 },
      { sensitivity: 1, uptake: 1, productionMgPerKgPerMin: -0.3 },
    ].map(influence => ({ influence, body: uvaBody(patient) }));
    const starved = uvaBody(patient);
    for (let minute = 0; minute < 180; minute += 1) {
      usual.minute(steadyBasal(patient), 0);
      starved.minute(0, 0);
      for (const { influence, body } of bodies) body.minute(steadyBasal(patient), 0, influence);
    }
    expect(starved.glucoseMgPerDl()).toBeGreaterThan(usual.glucoseMgPerDl() + 5);
    for (const { body } of bodies) expect(body.glucoseMgPerDl()).toBeLessThan(usual.glucoseMgPerDl() - 1);
  }
});

test('what cannot enter a body is refused', () => {
  const body = uvaBody(uvaPatient('adult#001'));
  for (const wrong of [-0.1, Number.NaN]) {
    expect(() => body.minute(wrong, 0)).toThrow('must be at least 0');
    expect(() => body.minute(0, wrong)).toThrow('must be at least 0');
  }
});

test('a table that is wrong is refused by file, line and column', () => {
  expect(() => uvaPatient('adult#011')).toThrow(
    'there is no patient adult#011; choose one of adolescent#001',
  );
  expect(() => readUvaPatients('mine.csv', 'Name,BW')).toThrow('mine.csv has no rows below a header');
  expect(() => readUvaPatients('mine.csv', 'Name,BW\nme,-70')).toThrow(/mine\.csv, line 2:[\s\S]*BW/);
});
