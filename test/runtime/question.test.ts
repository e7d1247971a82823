import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { emptyLedger, type Ledger } from '../../src/domain/ledger/ledger.ts';
import { type Dose, ROLLING_DAY_MS } from '../../src/domain/rolling.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { dayPartsOf } from '../../src/domain/therapy/dayParts.ts';
import { mgPerDl, monoMs, wallMs } from '../../src/domain/units.ts';
import type { ControllerPort, Question } from '../../src/ports.ts';
import { putQuestion, questionFor } from '../../src/runtime/question.ts';

const PIECE_MS = 300_000;
const PULSE_UU = 25_000;

const doses = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 40 * 60_000 }), isBolus: fc.boolean() }), {
    maxLength: 60,
  })
  .map(list => {
    let at = 1;
    return list.map(({ gap, isBolus }): Dose => {
      at += gap;
      return { atMonoMs: monoMs(at), channel: isBolus ? 'bolus' : 'basal', certain: true };
    });
  });

test('a controller is told of each pulse once, in order of time, basal in pieces that tile the day', () => {
  let boluses = 0;
  let pieces = 0;
  fc.assert(
    fc.property(doses, fc.integer({ min: 0, max: 3 * 3_600_000 }), (history, since) => {
      const now = (history.at(-1)?.atMonoMs ?? 0) + since;
      const at = { monoMs: monoMs(now), wallMs: wallMs(2 * ROLLING_DAY_MS + now) };
      const ledger = { ...emptyLedger, settings: exampleSettings, doses: { ...emptyLedger.doses, history } };
      const told = questionFor(ledger, 'islet', 1, at)?.history.delivered ?? [];
      const ofBolus = told.filter(({ kind }) => kind === 'bolus');
      const ofBasal = told.filter(({ kind }) => kind === 'basal');
      expect(ofBolus.map(({ startMs }) => startMs - 2 * ROLLING_DAY_MS)).toEqual(
        history.filter(({ channel }) => channel === 'bolus').map(({ atMonoMs }) => atMonoMs),
      );
      // A piece holds the pulses from its start on, before its end.
      for (const { startMs, endMs, amountUu } of ofBasal) {
        const [from, to] = [startMs, endMs].map(moment => moment - 2 * ROLLING_DAY_MS);
        const inside = history.filter(
          ({ channel, atMonoMs }) =>
            channel === 'basal' && atMonoMs >= (from ?? 0) && atMonoMs < (from ?? 0) + PIECE_MS,
        );
        expect(amountUu).toBe(inside.length * PULSE_UU);
        expect((to ?? 0) - (from ?? 0)).toBeLessThanOrEqual(PIECE_MS);
      }
      for (const [index, { endMs }] of ofBasal.entries())
        expect(endMs).toBe(ofBasal[index + 1]?.startMs ?? at.wallMs);
      for (const [index, { startMs, kind }] of told.entries()) {
        const next = told[index + 1];
        if (next === undefined) continue;
        expect(next.startMs).toBeGreaterThanOrEqual(startMs);
        expect(next.startMs === startMs && next.kind === 'basal' && kind === 'bolus').toBe(false);
      }
      boluses += ofBolus.length;
      pieces += ofBasal.length;
    }),
  );
  expect(boluses).toBeGreaterThan(100);
  expect(pieces).toBeGreaterThan(1_000);
});

const at = { monoMs: monoMs(3 * 86_400_000), wallMs: wallMs(1_760_000_000_000) };
const ago = (ms: number) => monoMs(at.monoMs - ms);
const onWall = (ms: number) => at.wallMs - ms;
const asked = (change: Partial<Ledger> = {}, settings: Partial<Settings> = {}) => {
  const question = questionFor(
    { ...emptyLedger, settings: { ...exampleSettings, ...settings }, ...change },
    'oref',
    7,
    at,
  );
  if (question === null) throw new Error('nothing is asked');
  return question;
};

describe('a controller is told', () => {
  test('by which number it is asked, when, and how heavy the person is, if anybody has said it', () => {
    expect(asked({}, { weightKg: 0 })).toMatchObject({
      number: 7,
      controller: 'oref',
      nowMs: at.wallMs,
      weightKg: null,
    });
    expect(asked({}, { weightKg: 70 }).weightKg).toBe(70);
  });

  test('of the last day, by the wall clock of now', () => {
    const of = (ms: number) => ({ at: ago(ms), mgPerDl: mgPerDl(100), inDoubt: false, grams: 20 });
    const ages = [ROLLING_DAY_MS, ROLLING_DAY_MS - 1, 60_000, 0];
    const { readings, carbs } = asked({ past: { readings: ages.map(of), carbs: ages.map(of) } }).history;
    const told = ages.slice(1).map(onWall);
    expect(readings).toEqual(told.map(atMs => ({ atMs, mgPerDl: 100 })));
    expect(carbs).toEqual(told.map(atMs => ({ atMs, grams: 20 })));
  });

  test('nothing of a time before the wall clock began', () => {
    const early = { monoMs: at.monoMs, wallMs: wallMs(1_000) };
    const past = { readings: [{ at: ago(5_000), mgPerDl: mgPerDl(100), inDoubt: false }], carbs: [] };
    const question = questionFor({ ...emptyLedger, settings: exampleSettings, past }, 'islet', 1, early);
    expect(question?.history.readings).toEqual([{ atMs: 0, mgPerDl: 100 }]);
  });

  test('of basal from the first pulse known, and of a day at most', () => {
    const basal = (ms: number): Dose => ({ atMonoMs: ago(ms), channel: 'basal', certain: true });
    const told = (...list: readonly Dose[]) =>
      asked({ doses: { ...emptyLedger.doses, history: list } }).history.delivered;
    expect(told()).toEqual([]);
    expect(told(basal(PIECE_MS + 1))).toEqual([
      { kind: 'basal', startMs: onWall(2 * PIECE_MS), endMs: onWall(PIECE_MS), amountUu: PULSE_UU },
      { kind: 'basal', startMs: onWall(PIECE_MS), endMs: at.wallMs, amountUu: 0 },
    ]);
    expect(told(basal(ROLLING_DAY_MS + 600_000), basal(0))[0]?.startMs).toBe(onWall(ROLLING_DAY_MS));
  });

  test('what a clinic has set, and what it may ask for', () => {
    const { therapy } = asked({}, { automaticBolus: 'micro' });
    expect(therapy).toMatchObject({
      basalProfile: exampleSettings.basalProfile,
      utcOffsetMinutes: exampleSettings.utcOffsetMinutes,
      temporaryTarget: null,
      maxBasal: exampleSettings.maxBasalUuPerHour,
      maxBolus: exampleSettings.maxBolusUu,
      maxOnBoard: exampleSettings.maxOnBoardUu,
    });
    const parts = dayPartsOf(exampleSettings);
    const by = (value: (part: (typeof parts)[number]) => unknown) =>
      parts.map(part => ({ fromMinute: part.fromMinute, value: value(part) }));
    expect(therapy.sensitivity).toEqual(by(({ sensitivityMgDl }) => sensitivityMgDl));
    expect(therapy.carbRatio).toEqual(by(({ carbRatioG }) => carbRatioG));
    expect(therapy.target).toEqual(
      by(({ targetMgDl }) => ({ lowMgPerDl: targetMgDl, highMgPerDl: targetMgDl })),
    );
    expect(parts.length).toBeGreaterThan(0);
  });

  test('of a target for the time being, and of no bolus in sleep or where the settings allow none', () => {
    const doing = { activity: 'sleep', endsAt: monoMs(at.monoMs + 1) } as const;
    const asleep = asked({ automation: { ...emptyLedger.automation, doing } }, { automaticBolus: 'micro' });
    expect(asleep.therapy).toMatchObject({
      temporaryTarget: { lowMgPerDl: 113, highMgPerDl: 120 },
      maxBolus: 0,
    });
    expect(asked({}, { automaticBolus: 'none' }).therapy.maxBolus).toBe(0);
    const target = { lowMgPerDl: mgPerDl(90), highMgPerDl: mgPerDl(95) };
    const temporaryTarget = { target, endsAt: monoMs(at.monoMs + 1) };
    expect(asked({ temporaryTarget }).therapy.temporaryTarget).toEqual(target);
  });
});

describe('a question that nobody can answer fails at once', () => {
  const put = (controller: ControllerPort | null, ledger: Ledger) => {
    const facts: Fact[] = [];
    putQuestion(
      { type: 'askController', question: 9, controller: 'loop' },
      {
        controller,
        ledger,
        clock: { now: () => at.monoMs, wall: () => at.wallMs },
        submit: fact => facts.push(fact),
      },
    );
    return facts;
  };
  const known = { ...emptyLedger, settings: exampleSettings };
  const absent = {
    type: 'controller.failed',
    question: 9,
    how: 'absent',
    reason: 'no controller is connected.',
  };

  test('where no controller is connected, or no settings are known', () => {
    const heard: Question[] = [];
    const controller = { ask: (question: Question) => void heard.push(question) };
    expect(put(null, known)).toEqual([absent]);
    expect(put(controller, emptyLedger)).toEqual([absent]);
    expect(heard).toEqual([]);
    expect(put(controller, known)).toEqual([]);
    expect(heard).toEqual([questionFor(known, 'loop', 9, at)]);
  });
});
