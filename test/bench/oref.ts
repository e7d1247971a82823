import fc from 'fast-check';
import type { Delivered, History, Therapy } from '../../src/automation/controller.ts';
import { OREF_DEFAULTS, orefController } from '../../src/automation/oref/controller.ts';
import { determine } from '../../src/automation/oref/determine.ts';
import { DEFAULT_SMB } from '../../src/automation/oref/profile.ts';
import { exponentialModel } from '../../src/domain/insulinModel.ts';
import { mgPerDl, microunits, microunitsPerHour, wallMs } from '../../src/domain/units.ts';
import { NOW_MS, situations } from '../automation/oref/situations.ts';
import { rateOf } from './patients.ts';
import type { Row } from './speed.ts';

/** oref0 0.7.1 on the machine of the comparison: decisions, and cycles with insulin on board, a second. */
const OREF0 = { decisions: 57_000, cycles: 440 };
const STEP_MS = 300_000;
/** Twelve hours of five minutes. */
const STEPS = 144;

const therapy: Therapy = {
  basalProfile: [
    { fromMinute: 0, rateUuPerHour: 800_000 },
    { fromMinute: 600, rateUuPerHour: 1_000_000 },
  ],
  utcOffsetMinutes: 0,
  sensitivity: [{ fromMinute: 0, value: 50 }],
  carbRatio: [{ fromMinute: 0, value: 10 }],
  target: [{ fromMinute: 0, value: { lowMgPerDl: mgPerDl(100), highMgPerDl: mgPerDl(110) } }],
  temporaryTarget: null,
  insulin: exponentialModel(360, 75, 0),
  maxBasal: microunitsPerHour(3_000_000),
  maxBolus: microunits(2_000_000),
  maxOnBoard: microunits(6_000_000),
};

const ago = (steps: number) => wallMs(NOW_MS - steps * STEP_MS);

const delivered: readonly Delivered[] = Array.from({ length: STEPS }, (_, index) => ({
  kind: 'basal',
  startMs: ago(STEPS - index),
  endMs: ago(STEPS - 1 - index),
  amountUu: microunits(50_000 + (index % 7) * 10_000),
}));

/** A night and a morning with two meals. */
const history: History = {
  readings: Array.from({ length: STEPS }, (_, index) => ({
    atMs: ago(STEPS - 1 - index),
    mgPerDl: mgPerDl(Math.round(140 + 40 * Math.sin(index / 9))),
  })),
  delivered,
  carbs: [
    { atMs: ago(60), grams: 50 },
    { atMs: ago(12), grams: 40 },
  ],
};

const row = (what: string, rate: number, peer: number, times: number): Row => ({
  what,
  measured: `${rate.toFixed(0)}/s`,
  atLeast: `${times * peer}/s`,
  aim: `${2 * times * peer}/s`,
  isMet: rate >= times * peer,
  notes: [`${(rate / peer).toFixed(1)} times oref0 0.7.1 in JavaScript (${peer}/s)`],
});

/** Decisions alone, on situations of every kind but those in which the sensor is not trusted: these cost nothing. */
export const orefDecisions = (): Row => {
  const all = fc.sample(situations, { numRuns: 1_000, seed: 4 }).filter(situation => {
    const decision = determine(situation);
    return decision.kind === 'decided' && decision.findings !== null;
  });
  const rate = rateOf(() => all.filter(situation => determine(situation).kind === 'decided').length);
  // Decisions are as fast as oref0's at least; what costs there is the rest of a cycle.
  return row('oref0-compatible: decisions', rate, OREF0.decisions, 1);
};

/** Whole cycles: insulin on board, carbohydrates, predictions and decision. */
export const orefCycles = (): Row => {
  const control = orefController({
    ...OREF_DEFAULTS,
    acts: 'microboluses',
    unannouncedMeals: true,
    smb: { ...DEFAULT_SMB, always: true },
  });
  const rate = rateOf(() => {
    for (let count = 0; count < 100; count += 1) control(history, therapy, ago(0));
    return 100;
  });
  return row('oref0-compatible: cycles of twelve hours', rate, OREF0.cycles, 10);
};
