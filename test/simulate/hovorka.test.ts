import { expect, test } from 'vitest';
import { hovorkaBasal, hovorkaBody } from '../../src/simulate/hovorka/model.ts';
import { HOVORKA_2004, hovorkaCohort } from '../../src/simulate/hovorka/parameters.ts';

const FASTING = 110;
const people = [HOVORKA_2004, ...hovorkaCohort(20, 1)];
const DAY = 1_440;

test('a cohort repeats with its seed, and each of it has a steady state that the solved rate holds', () => {
  expect(hovorkaCohort(20, 1)).toEqual(people.slice(1));
  expect(hovorkaCohort(20, 2)).not.toEqual(people.slice(1));
  for (const patient of people) {
    const basal = hovorkaBasal(patient, FASTING);
    // What adults with type 1 diabetes use: 0.1 to 1 U/kg of basal a day.
    const perKgDay = (basal * DAY) / patient.BW;
    expect(perKgDay, patient.name).toBeGreaterThan(0.05);
    expect(perKgDay, patient.name).toBeLessThan(1);
    const body = hovorkaBody(patient, FASTING);
    for (let minute = 0; minute < DAY; minute += 1) body.minute(basal, 0);
    expect(Math.abs(body.glucoseMgPerDl() - FASTING), patient.name).toBeLessThan(1e-6);
  }
});

test('50 g raise glucose by 40 to 250 mg/dL within three hours, and a unit lowers it by 10 to 150', () => {
  for (const patient of people) {
    const basal = hovorkaBasal(patient, FASTING);
    const [fed, dosed] = [hovorkaBody(patient, FASTING), hovorkaBody(patient, FASTING)];
    let [high, low, highAt] = [FASTING, FASTING, 0];
    for (let minute = 0; minute < 600; minute += 1) {
      fed.minute(basal, minute < 10 ? 5 : 0);
      dosed.minute(basal + (minute === 0 ? 1 : 0), 0);
      if (fed.glucoseMgPerDl() > high) [high, highAt] = [fed.glucoseMgPerDl(), minute];
      low = Math.min(low, dosed.glucoseMgPerDl());
    }
    expect(high - FASTING, patient.name).toBeGreaterThan(40);
    expect(high - FASTING, patient.name).toBeLessThan(250);
    expect(highAt).toBeLessThan(240);
    expect(FASTING - low, patient.name).toBeGreaterThan(10);
    expect(FASTING - low, patient.name).toBeLessThan(150);
  }
});

test('without insulin glucose climbs, and a day that no one survives is refused', () => {
  for (const patient of people) {
    const body = hovorkaBody(patient, FASTING);
    for (let minute = 0; minute < 720; minute += 1) body.minute(0, 0);
    expect(body.glucoseMgPerDl(), patient.name).toBeGreaterThan(180);
  }
  expect(() => hovorkaBasal({ ...HOVORKA_2004, EGP0: 0.001 }, FASTING)).toThrow('has no solution');
  expect(() => hovorkaBody(HOVORKA_2004, FASTING).minute(-1, 0)).toThrow('must be at least 0');
});
