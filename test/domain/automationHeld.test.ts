import { describe, expect, test } from 'vitest';
import { readings } from '../../src/domain/ledger/ledger.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';
import { AUTOMATED, command, nextQuestion, rateOf, see, wanted } from './automated.ts';
import { type Bench, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

/** Steered by a controller that has asked for this rate at a steady 150 mg/dL. */
const steered = (rateUuPerHour: number, settings: Settings = AUTOMATED): Bench => {
  const pump = wanted(settings);
  see(pump, [150, 151, 152]);
  command(pump, rateUuPerHour);
  pump.give({ type: 'followController' });
  return pump;
};

/** Both steps of a person; what the ledger said of them. */
const change = (pump: Bench, settings: Settings): readonly string[] => {
  const before = pump.heard.length;
  pump.change(settings);
  return types(pump.heard.slice(before));
};

describe('SR-100 hours of next to nothing', () => {
  test.each([
    ['nothing, five minutes at a time', 0, 5 * MINUTE],
    ['a pulse an hour', 25_000, 30 * MINUTE],
    ['a tenth of the profile', U / 10, 30 * MINUTE],
  ] as const)('%s, are told like hours of nothing', (_what, rate, lengthMs) => {
    const pump = steered(rate);
    const told: string[] = [];
    for (let minutes = 0; minutes < 150; minutes += 5) {
      command(pump, rate, lengthMs);
      told.push(...see(pump, [150 + (minutes % 3)]));
    }
    pump.run(MINUTE);
    expect([...told, ...types(pump.heard)].filter(type => type === 'automation.saturated')).not.toEqual([]);
  });
});

describe('SR-095 insulin on board', () => {
  test('a lower profile before is not taken for a higher one', req('SR-095'), () => {
    const low = { ...AUTOMATED, basalProfile: [{ fromMinute: 0, rateUuPerHour: U / 2 }], maxOnBoardUu: U };
    const pump = wanted(low);
    pump.run(10 * HOUR);
    pump.take({ type: 'bolus.requested', bolus: 'rice', amountUu: 2 * U });
    pump.take({ type: 'bolus.confirmed', bolus: 'rice' });
    pump.give({ type: 'startBolus' });
    pump.run(20 * MINUTE);
    pump.give({ type: 'endBolus', reason: 'completed' });
    expect(change(pump, { ...low, basalProfile: [{ fromMinute: 0, rateUuPerHour: 2 * U }] })).toContain(
      'settings.accepted',
    );
    see(pump, [180, 182, 184]);
    command(pump, 3 * U);
    pump.give({ type: 'followController' });
    expect(rateOf(pump)).toBe(2 * U);
  });

  test('basal that was withheld gives no room for what follows it', req('SR-095'), () => {
    const pump = steered(0, { ...AUTOMATED, maxOnBoardUu: 2 * U });
    for (let minutes = 0; minutes < 120; minutes += 5) {
      command(pump, 0);
      see(pump, [150 + (minutes % 3)]);
    }
    pump.take({ type: 'bolus.requested', bolus: 'rice', amountUu: 2 * U });
    pump.take({ type: 'bolus.confirmed', bolus: 'rice' });
    pump.give({ type: 'startBolus' });
    expect(command(pump, 3 * U)).toMatchObject([
      {
        type: 'automation.accepted',
        rateUuPerHour: U,
        reductions: ['rate 3 U/h lowered to 1 U/h: the most insulin on board (SR-095)'],
      },
      { type: 'pulse.due' },
    ]);
  });

  test('what is still to come of a bolus of a person counts from its start', req('SR-095'), () => {
    const pump = steered(3 * U, { ...AUTOMATED, maxOnBoardUu: 3 * U });
    expect(rateOf(pump)).toBe(3 * U);
    pump.take({ type: 'bolus.requested', bolus: 'rice', amountUu: 6 * U });
    pump.take({ type: 'bolus.confirmed', bolus: 'rice' });
    pump.give({ type: 'startBolus' });
    expect(rateOf(pump)).toBe(U);
  });
});

describe('SR-094 a command', () => {
  test('does not come back after the profile has held', req('SR-094'), () => {
    const pump = steered(2 * U);
    pump.give({ type: 'followProfile' });
    const question = nextQuestion();
    pump.give({ type: 'openQuestion', question });
    pump.take({
      type: 'controller.answered',
      question,
      basal: null,
      bolusUu: 0,
      validMs: 30 * MINUTE,
      terms: [],
    });
    pump.give({ type: 'followController' });
    expect(rateOf(pump)).toBe(U);
  });

  test('of a controller that was replaced meanwhile changes nothing', req('SR-094'), () => {
    const pump = steered(U / 2);
    const question = nextQuestion();
    pump.give({ type: 'openQuestion', question });
    expect(change(pump, { ...AUTOMATED, automation: 'oref' })).toContain('settings.accepted');
    const answered = pump.take({
      type: 'controller.answered',
      question,
      basal: { rateUuPerHour: 2 * U, lengthMs: 30 * MINUTE },
      bolusUu: 0,
      validMs: 30 * MINUTE,
      terms: [],
    });
    expect(types(answered)).toEqual(['answer.strayed']);
    expect(rateOf(pump)).toBe(U);
  });
});

describe('SR-106 a lower maximum', () => {
  test('is admitted beside a higher rate of automation, which it lowers at once', req('SR-106'), () => {
    const pump = steered(3 * U);
    expect(change(pump, { ...AUTOMATED, maxBasalUuPerHour: 1.5 * U })).toContain('automation.lowered');
    expect(rateOf(pump)).toBe(1.5 * U);
  });
});

test('SR-100 an activity that begins without automation is none with it', () => {
  const pump = wanted();
  pump.give({ type: 'endAutomation' });
  pump.take({ type: 'sleep.started' });
  expect(pump.ledger.automation.doing).toBeNull();
});

describe('SR-038 a restart', () => {
  test('goes on by itself after the profile, and not after a rate of automation', req('SR-038'), () => {
    const doubts = (pump: Bench): readonly string[] => {
      pump.take({ type: 'power.lost', cause: 'operator' });
      return pump.ledger.left?.steered === true ? ['steered'] : [];
    };
    expect(doubts(wanted())).toEqual([]);
    expect(doubts(steered(0))).toEqual(['steered']);
    expect(readings(steered(0).ledger, steered(0).at()).basalRateUuPerHour).toBe(0);
  });
});
