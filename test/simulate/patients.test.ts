import { expect, test } from 'vitest';
import { basalBolus } from '../../src/simulate/open/baseline.ts';
import { cohortProtocol } from '../../src/simulate/open/protocol.ts';
import { replay } from '../../src/simulate/open/replay.ts';
import { virtualPatient, virtualPatients } from '../../src/simulate/patients.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { randomMeals } from '../../src/simulate/scenario/meals.ts';
import { sensorWith } from '../../src/simulate/sensor/sensor.ts';

test('the sensitivity measured of each published patient is the one that the comparison measured', () => {
  const { members } = cohortProtocol();
  for (const { patient, tunedSensitivity } of members) {
    const { sensitivityMgPerDlPerU } = virtualPatient(patient);
    expect(Math.abs(sensitivityMgPerDlPerU / tunedSensitivity - 1), patient).toBeLessThan(5e-3);
  }
  expect(members).toHaveLength(30);
});

test('everyone has a name of their own, a plausible therapy and a body that rests', () => {
  const people = virtualPatients();
  expect(new Set(people.map(({ name }) => name)).size).toBe(50);
  for (const { name, basalUPerHour, weightKg, carbRatioGPerU, body } of people) {
    expect((basalUPerHour * 24) / weightKg, name).toBeLessThan(2);
    expect(carbRatioGPerU, name).toBeGreaterThan(1);
    expect(carbRatioGPerU, name).toBeLessThan(60);
    const resting = body();
    const before = resting.glucoseMgPerDl();
    for (let minute = 0; minute < 300; minute += 1) resting.minute(basalUPerHour / 60, 0);
    expect(Math.abs(resting.glucoseMgPerDl() - before), name).toBeLessThan(1e-5);
  }
  expect(() => virtualPatient('me')).toThrow('there is no patient me; choose one of adolescent#001');
});

test('with boluses by hand everyone lives two days of meals, most of the time between 70 and 250 mg/dL', () => {
  for (const { name, basalUPerHour, carbRatioGPerU, sensitivityMgPerDlPerU, body } of virtualPatients()) {
    const hand = { basalUPerHour, carbRatioGPerU, sensitivity: sensitivityMgPerDlPerU };
    const { glucose, failedAt } = replay({
      body: body(),
      minutes: 2 * 1_440,
      meals: randomMeals(2, randomFrom(1, 'meals')),
      sensor: sensorWith('DexcomG6', 'vettoretti2019', randomFrom(1, 'cgm')),
      decide: basalBolus(hand),
      basalUuPerHour: Math.floor(basalUPerHour * 1e6),
      rescue: { belowMgPerDl: 60, carbsG: 16, everyMin: 20 },
    });
    expect(failedAt, name).toBeNull();
    const share = glucose.filter(each => each >= 70 && each <= 250).length / glucose.length;
    expect(share, name).toBeGreaterThan(0.6);
  }
});
