import { expect, test } from 'vitest';
import type { Controller, Request, Therapy } from '../../src/automation/controller.ts';
import { loopController } from '../../src/automation/loop/controller.ts';
import { presetModel } from '../../src/domain/insulinModel.ts';
import { mgPerDl, microunits, microunitsPerHour, milliseconds, wallMs } from '../../src/domain/units.ts';
import { metricsOf } from '../../src/simulate/metrics.ts';
import { controlled } from '../../src/simulate/open/controlled.ts';
import { cohortProtocol, type Member, replayMember } from '../../src/simulate/open/protocol.ts';

const { members } = cohortProtocol();

const named = (name: string): Member => {
  const found = members.find(({ patient }) => patient === name);
  if (found === undefined) throw new Error(`the cohort has no ${name}`);
  return found;
};

const therapyOf = (member: Member): Therapy => {
  const basal = microunitsPerHour(Math.floor(member.basalUPerHour * 1e6));
  return {
    basalProfile: [{ fromMinute: 0, rateUuPerHour: basal }],
    utcOffsetMinutes: 120,
    sensitivity: [{ fromMinute: 0, value: member.questSensitivity }],
    carbRatio: [{ fromMinute: 0, value: member.carbRatioGPerU }],
    target: [{ fromMinute: 0, value: { lowMgPerDl: mgPerDl(105), highMgPerDl: mgPerDl(115) } }],
    temporaryTarget: null,
    insulin: presetModel('rapidActingAdult'),
    maxBasal: microunitsPerHour(4 * basal),
    maxBolus: microunits(1_000_000),
    maxOnBoard: microunits(20_000_000),
  };
};

const member = named('adult#002');
const therapy = therapyOf(member);
const hand = { ...member, sensitivity: member.questSensitivity };

const nothing = (nowMs: number): Request => ({
  basal: null,
  microbolus: null,
  reasons: [],
  validUntilMs: wallMs(nowMs + 300_000),
});

test('a controller is told all that was delivered and nothing of the future', () => {
  const seen: { total: number; nowMs: number; lateMs: number; readings: number; carbs: number }[] = [];
  const watching: Controller = ({ readings, delivered, carbs }, _therapy, nowMs) => {
    const total = delivered.reduce((sum, each) => sum + each.amountUu, 0);
    const lateMs = Math.max(
      ...[...readings, ...carbs].map(({ atMs }) => atMs),
      ...delivered.map(each => each.endMs),
    );
    seen.push({ total, nowMs, lateMs, readings: readings.length, carbs: carbs.length });
    return nothing(nowMs);
  };
  // Without meals at a reading: what is told of one's own bolus is then not yet delivered.
  const outcome = replayMember(member, {
    protocol: 'N',
    days: 1,
    decide: controlled(watching, therapy, hand),
  });
  expect(seen).toHaveLength(288);
  const [first] = seen;
  for (const [index, { total, nowMs, lateMs, readings }] of seen.entries()) {
    expect(nowMs - (first?.nowMs ?? 0)).toBe(index * 300_000);
    expect(lateMs).toBeLessThanOrEqual(nowMs);
    expect(readings).toBe(index + 1);
    const delivered = outcome.deliveredUu.subarray(0, index * 5).reduce((sum, each) => sum + each, 0);
    const asked = Math.abs(total - delivered);
    // A bolus asked for in this very minute is told whole, and delivered afterwards.
    if (asked > 0) expect(member.meals.some(({ atMin }) => atMin === index * 5)).toBe(true);
  }
  expect(seen.at(-1)?.carbs).toBe(member.meals.filter(({ atMin }) => atMin < 1_435).length);
});

test('the caps of the therapy bind, and a rate ends when its length does', () => {
  const greedy: Controller = (_history, _therapy, nowMs) => ({
    ...nothing(nowMs),
    basal: { rate: microunitsPerHour(400_000_000), lengthMs: milliseconds(1_800_000) },
    microbolus: microunits(50_000_000),
  });
  const decide = controlled(greedy, therapy, null);
  const moment = {
    minute: 0,
    readings: [{ minute: 0, mgPerDl: 120 }],
    told: [],
    news: [],
    deliveredUu: new Int32Array(10),
    bolusUu: new Int32Array(10),
  };
  expect(decide(moment)).toEqual({ basalUuPerHour: therapy.maxBasal, bolusUu: 1_000_000, basalMin: 30 });
  const once: Controller = (history, _therapy, nowMs) =>
    history.readings.length === 1 ? greedy(history, therapy, nowMs) : nothing(nowMs);
  const { deliveredUu, bolusUu } = replayMember(member, {
    protocol: 'R',
    days: 1,
    decide: controlled(once, { ...therapy, maxBolus: microunits(0) }, null),
    announced: false,
  });
  const basalIn = (from: number, to: number): number =>
    deliveredUu.subarray(from, to).reduce((sum, each, index) => sum + each - (bolusUu[from + index] ?? 0), 0);
  expect(Math.abs(basalIn(0, 30) - therapy.maxBasal / 2)).toBeLessThanOrEqual(25_000);
  expect(Math.abs(basalIn(30, 630) - 10 * (therapy.maxBasal / 4))).toBeLessThanOrEqual(50_000);
});

test('a controller that decides as Loop does keeps an adult in range for a day, better than basal alone', () => {
  const run = (controller: Controller): number => {
    const decide = controlled(controller, therapy, null);
    return metricsOf(replayMember(member, { protocol: 'R', days: 1, decide }).glucose).inRange;
  };
  const alone = run((_history, _therapy, nowMs) => nothing(nowMs));
  expect(run(loopController())).toBeGreaterThan(alone + 20);
});
