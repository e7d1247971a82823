import { expect, test } from 'vitest';
import { readAsked } from '../../src/domain/envelope/request.ts';
import { req } from '../support/req.ts';

const NOW = 1_000_000;
const HOURS = 3_600_000;
const good = { basal: { rate: 1, lengthMs: 2 }, microbolus: 3, validUntilMs: NOW + 2 * HOURS };

const saidOf = (answer: unknown): readonly string[] => {
  const heard = readAsked(answer, NOW);
  return heard.kind === 'asked' ? [] : heard.reasons;
};

test(
  'SR-088 an answer that is good for two hours is heard, every amount of it; without a bolus none is asked for',
  req('SR-088'),
  () => {
    expect(readAsked(good, NOW)).toEqual({
      kind: 'asked',
      asked: { basal: { rate: 1, lengthMs: 2 }, bolusUu: 3, validMs: 2 * HOURS },
    });
    expect(readAsked({ ...good, basal: null, microbolus: null }, NOW)).toEqual({
      kind: 'asked',
      asked: { basal: null, bolusUu: 0, validMs: 2 * HOURS },
    });
  },
);

test(
  'SR-088 nonsense is told by its place, its value, and what a controller has to answer',
  req('SR-088'),
  () => {
    const whole = (unit: string) => `it has to be a whole number of ${unit}, zero or more`;
    expect(saidOf({ basal: { rate: 0.5, lengthMs: -1 }, microbolus: 1.5, validUntilMs: -2 })).toEqual([
      `basal.rate: the rate is 0.5: ${whole('µU/h')}`,
      `basal.lengthMs: the length of the rate is -1: ${whole('ms')}`,
      `microbolus: the bolus is 1.5: ${whole('µU')}`,
      `validUntilMs: the end of validity is -2: ${whole('ms of the wall clock')}`,
    ]);
    const answered = (unit: string) => `the controller has to answer in whole ${unit}`;
    expect(saidOf({ basal: { rate: 'much', lengthMs: null }, microbolus: '', validUntilMs: [] })).toEqual([
      `basal.rate: the rate is no number: ${answered('µU/h')}`,
      `basal.lengthMs: the length of the rate is no number: ${answered('ms')}`,
      `microbolus: the bolus is no number: ${answered('µU')}`,
      `validUntilMs: the end of validity is no number: ${answered('ms of the wall clock')}`,
    ]);
    expect(saidOf(null).map(reason => reason.split(':')[0])).toEqual(['the answer']);
  },
);

test('SR-088 an answer of another time, or a rate that lasts none, is told so', req('SR-088'), () => {
  expect(saidOf({ ...good, validUntilMs: NOW })).toEqual([
    'the answer was valid until 1000000, and now it is 1000000',
  ]);
  expect(saidOf({ ...good, basal: { rate: 1, lengthMs: 0 }, validUntilMs: NOW + 2 * HOURS + 1 })).toEqual([
    'the answer is valid for 7200001 ms: more than two hours is another clock',
    'the rate lasts no time; ask for none instead',
  ]);
});
