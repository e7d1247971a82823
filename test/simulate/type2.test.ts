import { expect, test } from 'vitest';
import { type2Body } from '../../src/simulate/type2/model.ts';
import { TYPE_2_2007, type2Cohort } from '../../src/simulate/type2/parameters.ts';
import { publishedInsulin, type2Basal } from '../../src/simulate/type2/rest.ts';

const people = [TYPE_2_2007, ...type2Cohort(20, 1)];
const DAY = 1_440;

test('a cohort repeats with its seed; each is held at its fasting glucose by the solved rate, of 0.1 to 2 U/kg a day', () => {
  expect(type2Cohort(20, 1)).toEqual(people.slice(1));
  expect(type2Cohort(20, 2)).not.toEqual(people.slice(1));
  for (const patient of people) {
    const basal = type2Basal(patient);
    expect((basal * DAY) / patient.BW, patient.name).toBeGreaterThan(0.1);
    expect((basal * DAY) / patient.BW, patient.name).toBeLessThan(2);
    const body = type2Body(patient);
    for (let minute = 0; minute < DAY; minute += 1) body.minute(basal, 0);
    expect(Math.abs(body.glucoseMgPerDl() - patient.fastingMgPerDl), patient.name).toBeLessThan(1e-6);
  }
});

test('the published subject, untreated, has the insulin of type 2 diabetes: 30 to 120 pmol/L', () => {
  expect(publishedInsulin(TYPE_2_2007)).toBeGreaterThan(30);
  expect(publishedInsulin(TYPE_2_2007)).toBeLessThan(120);
});

test('60 g raise glucose by 30 to 250 mg/dL, and insulin of their own by at least a tenth', () => {
  for (const patient of people) {
    const basal = type2Basal(patient);
    const body = type2Body(patient);
    const insulin = body.insulinPmolPerL();
    let [high, most] = [0, 0];
    for (let minute = 0; minute < 480; minute += 1) {
      body.minute(basal, minute < 12 ? 5 : 0);
      high = Math.max(high, body.glucoseMgPerDl() - patient.fastingMgPerDl);
      most = Math.max(most, body.insulinPmolPerL());
    }
    expect(high, patient.name).toBeGreaterThan(30);
    expect(high, patient.name).toBeLessThan(250);
    if (patient.reserve > 0.2) expect(most / insulin, patient.name).toBeGreaterThan(1.1);
  }
});

test('a tenth of a unit per kg lowers glucose, less than in type 1; without a pump glucose climbs, but not without bound', () => {
  for (const patient of people) {
    const basal = type2Basal(patient);
    const [dosed, without] = [type2Body(patient), type2Body(patient)];
    let low = patient.fastingMgPerDl;
    for (let minute = 0; minute < 2 * DAY; minute += 1) {
      dosed.minute(basal + (minute === 0 ? 0.1 * patient.BW : 0), 0);
      without.minute(0, 0);
      low = Math.min(low, dosed.glucoseMgPerDl());
    }
    const perUnit = (patient.fastingMgPerDl - low) / (0.1 * patient.BW);
    expect(perUnit, patient.name).toBeGreaterThan(1);
    expect(perUnit, patient.name).toBeLessThan(25);
    expect(without.glucoseMgPerDl(), patient.name).toBeGreaterThan(patient.fastingMgPerDl + 20);
    expect(without.glucoseMgPerDl(), patient.name).toBeLessThan(700);
  }
});

test('who needs no pump, or cannot be, is refused', () => {
  expect(() => type2Basal({ ...TYPE_2_2007, reserve: 1, fastingMgPerDl: 200 })).toThrow(
    'needs no basal insulin',
  );
  expect(() => type2Body(TYPE_2_2007).minute(Number.NaN, 0)).toThrow('must be at least 0');
});
