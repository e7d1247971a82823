import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { req } from '../support/req.ts';
import { command, nextQuestion, rateOf, see, wanted } from './automated.ts';
import { type Bench, types } from './bench.ts';

const MINUTE = 60_000;
const U = 1_000_000;

const band = (lowMgPerDl: number, highMgPerDl: number, minutes = 60): Fact => ({
  type: 'target.started',
  lowMgPerDl,
  highMgPerDl,
  durationMs: minutes * MINUTE,
});
const aim = (mgPerDl: number, minutes = 60): Fact => band(mgPerDl, mgPerDl, minutes);

/** Steered by a controller, glucose high. */
const steered = (): Bench => {
  const pump = wanted();
  see(pump, [240, 243, 246]);
  pump.give({ type: 'followController' });
  return pump;
};

const answerTo = (question: number): Fact => ({
  type: 'controller.answered',
  question,
  basal: { rateUuPerHour: 2 * U, lengthMs: 30 * MINUTE },
  bolusUu: 0,
  validMs: 30 * MINUTE,
  terms: [],
});

const SLEEP: Fact = { type: 'sleep.started' };
const CANCEL: Fact = { type: 'target.cancelled' };
const EXERCISE: Fact = { type: 'exercise.started' };
const wait = (minutes: number) => (pump: Bench) => pump.run(minutes * MINUTE);
const tell = (fact: Fact) => (pump: Bench) => {
  pump.take(fact);
};
const nothing = (): void => {};

describe('what is aimed at changes', () => {
  test.each([
    ['a target is started', nothing, tell(aim(150))],
    ['a lower target is started', nothing, tell(aim(90))],
    ['a target is cancelled', tell(aim(150)), tell(CANCEL)],
    ['a target expires', tell(aim(150, 2)), wait(3)],
    ['an activity is started', nothing, tell(EXERCISE)],
    ['an activity is ended', tell(EXERCISE), tell({ type: 'activity.ended' })],
    ['only the lower end of a target is another', tell(band(120, 160)), tell(band(130, 160))],
    ['only the upper end of a target is another', tell(band(120, 150)), tell(band(120, 160))],
    ['only what is given nothing below is another', tell(aim(160)), tell(EXERCISE)],
    ['only whether automation may bolus is another', tell(aim(150)), tell(SLEEP)],
  ])('SR-094 an answer for the aim of before is not taken: %s', req('SR-094'), (_what, first, then) => {
    const pump = steered();
    first(pump);
    const question = nextQuestion();
    pump.give({ type: 'openQuestion', question });
    then(pump);
    expect(types(pump.take(answerTo(question)))).toEqual(['answer.strayed']);
    expect(types(command(pump, 2 * U))).toContain('automation.accepted');
  });

  test('SR-094 an answer that comes with the end of a target is one of before', req('SR-094'), () => {
    const pump = steered();
    pump.take(aim(150, 1));
    const question = nextQuestion();
    pump.give({ type: 'openQuestion', question });
    pump.pass(MINUTE);
    expect(types(pump.take(answerTo(question)))).toContain('answer.strayed');
  });

  test('the same aim said again leaves the question open', () => {
    const pump = steered();
    pump.take(aim(150));
    const question = nextQuestion();
    pump.give({ type: 'openQuestion', question });
    pump.take(aim(150, 90));
    expect(types(pump.take(answerTo(question)))).toContain('automation.accepted');
  });

  test.each([
    ['a higher target', nothing, tell(aim(150))],
    ['exercise', nothing, tell(EXERCISE)],
    ['the end of a target below the usual', tell(aim(80)), tell(CANCEL)],
  ])('a raised rate is the profile until the next answer: %s', (_what, first, then) => {
    const pump = steered();
    first(pump);
    command(pump, 2 * U);
    expect(rateOf(pump)).toBeGreaterThan(U);
    const before = pump.heard.length;
    then(pump);
    expect(rateOf(pump)).toBe(U);
    expect(pump.heard.slice(before)).toContainEqual({
      type: 'automation.lowered',
      rateUuPerHour: U,
      reductions: ['a higher glucose is aimed at: no more than the profile until the next answer.'],
    });
    command(pump, 2 * U);
    expect(rateOf(pump)).toBeGreaterThan(U);
  });

  test.each([
    ['a lower target and a raised rate', 90, 2 * U],
    ['a higher target and a lowered rate', 150, U / 2],
  ])('a rate stays as it is: %s', (_what, low, rate) => {
    const pump = steered();
    command(pump, rate);
    const given = rateOf(pump);
    expect(given).not.toBe(U);
    expect(types(pump.take(aim(low)))).not.toContain('automation.lowered');
    expect(rateOf(pump)).toBe(given);
  });

  test('a raised rate stays as it is while the lower end of what is aimed at does', () => {
    const pump = steered();
    pump.take(band(100, 120));
    command(pump, 2 * U);
    const given = rateOf(pump);
    expect(given).toBeGreaterThan(U);
    pump.take(band(100, 140));
    expect(rateOf(pump)).toBe(given);
  });
});
