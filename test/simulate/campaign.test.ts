import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CampaignInput, campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellAt, cellCount, cellNamed, nameOf } from '../../src/simulate/campaign/cells.ts';
import { CONTROLLERS } from '../../src/simulate/campaign/controllers.ts';
import { intervalOf } from '../../src/simulate/campaign/differences.ts';
import { faultSchema } from '../../src/simulate/campaign/faults.ts';
import { readyFor } from '../../src/simulate/campaign/life.ts';
import { groupOf, patientsMeant } from '../../src/simulate/campaign/people.ts';
import { PRESETS } from '../../src/simulate/campaign/presets.ts';
import { dayCountsOf, dayCurves } from '../../src/simulate/campaign/profile.ts';
import { reportOf } from '../../src/simulate/campaign/report.ts';
import { openRunner, resultOf } from '../../src/simulate/campaign/run.ts';
import { meetsConsensus } from '../../src/simulate/campaign/summary.ts';
import { tablesOf } from '../../src/simulate/campaign/tables.ts';
import { metricsOf } from '../../src/simulate/metrics.ts';
import { basalBolus } from '../../src/simulate/open/baseline.ts';
import { cohortProtocol, replayMember } from '../../src/simulate/open/protocol.ts';
import { patientNames } from '../../src/simulate/patients.ts';
import { randomFrom } from '../../src/simulate/random.ts';

const campaignOf = (change: Partial<CampaignInput>) =>
  campaignSchema.parse({
    name: 'test',
    days: 1,
    patients: ['adult#001', 'child#003'],
    scenarios: [{ name: 'home' }],
    seeds: [7],
    controllers: ['basal-bolus'],
    ...change,
  });

const some = campaignOf({
  seeds: [3, 4],
  controllers: ['suspension', 'basal-bolus'],
  faults: [{ name: 'none' }, { name: 'late', lateShare: 0.5 }],
});

const resultsOf = (campaign: typeof some) =>
  Array.from({ length: cellCount(campaign) }, (_, index) =>
    resultOf(campaign, cellAt(campaign, index), openRunner),
  );

test('every patient is of one group', () => {
  expect(new Set(patientNames().map(groupOf)).size).toBe(5);
});

test('patients are taken once and in one order, however they are written', () => {
  expect(patientsMeant(['child#003', 'adults', 'adult#002'])).toEqual(patientsMeant(['adults', 'child#003']));
  expect(patientsMeant(['published'])).toHaveLength(30);
  expect(patientsMeant(['everyone'])).toHaveLength(50);
});

test('every cell has a name of its own, by which it is found again', () => {
  const names = Array.from({ length: cellCount(some) }, (_, index) => nameOf(cellAt(some, index)));
  expect(names).toHaveLength(16);
  expect(new Set(names).size).toBe(16);
  for (const [index, name] of names.entries()) {
    expect(cellNamed(some, name)?.index).toBe(index);
    expect(cellNamed(some, String(index))?.index).toBe(index);
  }
  expect(cellNamed(some, 'home/none/islet/adult#001/3')).toBeUndefined();
  expect(cellNamed(some, '16')).toBeUndefined();
  expect(() => cellAt(some, 16)).toThrow('16');
});

test('a cell comes to the same alone, in another campaign, and after any other', () => {
  const other = campaignOf({ seeds: [9, 4], controllers: ['basal-bolus'], patients: ['published'] });
  const [here, there] = [some, other].map(campaign =>
    cellNamed(campaign, 'home/none/basal-bolus/child#003/4'),
  );
  if (here === undefined || there === undefined) throw new Error('the cell is missing');
  const { cell: _one, ...first } = resultOf(some, here, openRunner);
  resultOf(some, cellAt(some, 0), openRunner);
  const { cell: _other, ...second } = resultOf(other, there, openRunner);
  expect(second).toEqual(first);
});

test('every controller meets the same meals, sensor errors and faults', () => {
  const campaign = campaignOf({
    days: 5,
    controllers: [...CONTROLLERS],
    patients: ['child#003'],
    faults: [
      {
        name: 'all',
        missedShare: 0.3,
        lateShare: 0.5,
        countingError: 0.3,
        setFailures: { everyDays: 1, lengthMin: 60, reaching: 0 },
        compressions: { nights: 1, lengthMin: 60, depthMgPerDl: 40 },
        gaps: { aDay: 3, lengthMin: 30 },
      },
    ],
  });
  const met = CONTROLLERS.map((_, index) => {
    const { lived } = readyFor(campaign, cellAt(campaign, index));
    const minutes = Array.from({ length: lived.minutes }, (_none, minute) => minute);
    return {
      meals: lived.meals,
      seen: minutes.filter(minute => minute % 5 === 0).map(minute => lived.sensor.read(minute, 120)),
      reaching: minutes.map(minute => lived.reaching?.(minute)),
    };
  });
  expect(met).toHaveLength(CONTROLLERS.length);
  for (const each of met) expect(each).toEqual(met[0]);
  const [first] = met;
  expect(first?.meals.some(({ told }) => told === null)).toBe(true);
  expect(first?.meals.some(({ told, atMin }) => told !== null && told.atMin > atMin)).toBe(true);
  expect(first?.seen.filter(reading => reading === null).length).toBeGreaterThan(5);
  expect(first?.reaching.filter(share => share === 0).length).toBeGreaterThan(60);
});

test('what one fault draws does not change another', () => {
  const campaign = campaignOf({
    days: 10,
    patients: ['adult#001'],
    faults: [
      { name: 'missed', missedShare: 0.3 },
      { name: 'missed and more', missedShare: 0.3, gaps: { aDay: 2, lengthMin: 60 }, lateShare: 0 },
    ],
  });
  const [one, other] = [0, 1].map(index => readyFor(campaign, cellAt(campaign, index)).lived.meals);
  expect(one?.filter(({ told }) => told === null).length).toBeGreaterThan(2);
  expect(other).toEqual(one);
});

test('the published seed lives the published days: the same glucose as the replay of the comparison', () => {
  const campaign = campaignOf({ days: 3, seeds: ['published'], patients: ['adolescent#002'] });
  const member = cohortProtocol().members.find(({ patient }) => patient === 'adolescent#002');
  if (member === undefined) throw new Error('the cohort has no such member');
  const hand = { ...member, sensitivity: member.questSensitivity };
  const { glucose } = replayMember(member, { protocol: 'R', days: 3, decide: basalBolus(hand) });
  const result = resultOf(campaign, cellAt(campaign, 0), openRunner);
  expect(result).toMatchObject(metricsOf(glucose));
});

test('people of the other models take part', () => {
  const campaign = campaignOf({ patients: ['hovorka#002', 'type2#001'] });
  const [one, two] = resultsOf(campaign);
  expect(one?.failedAtMin).toBeNull();
  expect(two?.failedAtMin).toBeNull();
  expect(reportOf(campaign, resultsOf(campaign)).pooled.map(({ whom }) => whom)).toEqual([
    'all',
    'hovorka',
    'type2',
  ]);
});

test('settings that are wrong change what is given', () => {
  const doses = [1, 1.3].map(basalTimes => {
    const campaign = campaignOf({ patients: ['adult#004'], faults: [{ name: 'set', basalTimes }] });
    const { dailyInsulinU, dailyBolusU } = resultOf(campaign, cellAt(campaign, 0), openRunner);
    return dailyInsulinU - dailyBolusU;
  });
  expect((doses[1] ?? 0) / (doses[0] ?? 1)).toBeCloseTo(1.3, 2);
  expect(faultSchema.safeParse({ name: 'x', basalTimes: 30 }).success).toBe(false);
});

test('a report does not depend on the order in which results came, and wants each once', () => {
  const results = resultsOf(some);
  const tables = tablesOf(reportOf(some, results));
  expect(tablesOf(reportOf(some, results.toReversed()))).toEqual(tables);
  expect(() => reportOf(some, results.slice(1))).toThrow('cell 0 has no result');
  expect(() => reportOf(some, [...results, ...results.slice(3, 4)])).toThrow('cell 3 has two results');
  expect(tables['patients.csv']?.split('\n')).toHaveLength(18);
});

test('pooled figures are means of cells, and those of a group are of that group alone', () => {
  const results = resultsOf(some);
  const { pooled } = reportOf(some, results);
  const rows = pooled.filter(({ controller, fault }) => controller === 'suspension' && fault === 'none');
  expect(rows.map(({ whom, cells, patients }) => [whom, cells, patients])).toEqual([
    ['all', 4, 2],
    ['adult', 2, 1],
    ['child', 2, 1],
  ]);
  const own = results.filter(({ name }) => name.startsWith('home/none/suspension/'));
  const mean = own.reduce((sum, { gri }) => sum + gri, 0) / 4;
  expect(rows[0]?.gri).toBeCloseTo(mean, 12);
  expect(rows[0]?.meet).toBe(own.filter(meetsConsensus).length);
  expect((rows[1]?.gri ?? 0) + (rows[2]?.gri ?? 0)).toBeCloseTo(2 * mean, 12);
});

test('differences are paired by patient: what is added to both sides of a pair is not seen', () => {
  const results = resultsOf(some);
  const shifted = results.map(result =>
    result.name.includes('child') ? { ...result, mean: result.mean + 1_000 } : result,
  );
  const means = (from: typeof results) =>
    reportOf(some, from).differences.filter(({ measure, whom }) => measure === 'mean' && whom === 'all');
  const [plain, moved] = [means(results), means(shifted)];
  expect(plain).toHaveLength(2);
  for (const [index, { mean, low, high, patients }] of plain.entries()) {
    expect(patients).toBe(2);
    expect(moved[index]?.mean).toBeCloseTo(mean, 8);
    expect(moved[index]?.low).toBeCloseTo(low, 8);
    expect(moved[index]?.high).toBeCloseTo(high, 8);
  }
});

test('a bootstrap interval of normal numbers is that of theory, and of equal numbers a point', () => {
  const { normal } = randomFrom(5, 'a sample');
  const values = Array.from({ length: 400 }, () => 3 + 2 * normal());
  const mean = values.reduce((sum, each) => sum + each, 0) / 400;
  const { low, high } = intervalOf(values, 'a');
  const half = (1.96 * 2) / 20;
  expect(Math.abs(mean - half - low)).toBeLessThan(0.04);
  expect(Math.abs(mean + half - high)).toBeLessThan(0.04);
  expect(intervalOf([1.5, 1.5, 1.5], 'a')).toEqual({ low: 1.5, high: 1.5 });
  expect(intervalOf(values, 'a')).toEqual({ low, high });
  expect(() => intervalOf([], 'a')).toThrow(RangeError);
});

test('the percentile day is that of the values themselves, to within its classes of 5 mg/dL', () => {
  let asked = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 3 }), (seed, days) => {
      const { normal } = randomFrom(seed, 'glucose');
      const trace = Array.from({ length: days * 1_440 + 1 }, (_, minute) =>
        Math.max(1, 140 + 40 * Math.sin(minute / 100) + 20 * normal()),
      );
      for (const { percent, mgPerDl } of dayCurves([dayCountsOf(trace)]))
        for (const slot of [0, 17, 47]) {
          const own = trace
            .filter((_, minute) => Math.floor(minute / 30) % 48 === slot)
            .sort((a, b) => a - b);
          const exact = own[Math.max(0, Math.ceil((percent / 100) * own.length) - 1)] ?? Number.NaN;
          expect(Math.abs((mgPerDl[slot] ?? Number.NaN) - exact)).toBeLessThanOrEqual(5);
          asked += 1;
        }
    }),
    { numRuns: 20 },
  );
  expect(asked).toBeGreaterThan(200);
});

test('percentile days of parts add up to that of the whole, in any order', () => {
  const traces = [60, 150, 700].map(level =>
    Float64Array.from({ length: 1_440 }, (_, minute) => level + (minute % 7)),
  );
  const counts = traces.map(dayCountsOf);
  expect(dayCurves(counts)).toEqual(dayCurves(counts.toReversed()));
  expect(dayCurves([])[0]?.mgPerDl.every(value => value === null)).toBe(true);
});

test('every preset is a campaign', () => {
  for (const preset of Object.values(PRESETS))
    expect(cellCount(campaignSchema.parse(preset))).toBeGreaterThan(20);
});
