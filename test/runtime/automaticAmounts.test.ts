import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyLedger, type Ledger } from '../../src/domain/ledger/ledger.ts';
import { countedOnBoardOf } from '../../src/domain/ledger/onBoardCounted.ts';
import type { Dose } from '../../src/domain/rolling.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { mgPerDl, microunits, milliseconds, monoMs, wallMs } from '../../src/domain/units.ts';
import type { ControllerPort, FactSink } from '../../src/ports.ts';
import { automaticAmounts } from '../../src/runtime/automaticAmounts.ts';
import { memoryOf } from '../../src/runtime/monitor.ts';
import { onBoardAtLeast } from '../../src/runtime/onBoardAtLeast.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { blankState } from '../../src/runtime/state.ts';
import { AUTOMATED } from '../support/automated.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';

const MINUTE = 60_000;

/** Asks for all that the pump has, each time. */
const greedy = (sink: FactSink): ControllerPort => ({
  ask: ({ number }) =>
    sink({
      type: 'controller.answered',
      question: number,
      basal: { rateUuPerHour: 15_000_000, lengthMs: 30 * MINUTE },
      bolusUu: 25_000_000,
      validMs: 30 * MINUTE,
      terms: [],
    }),
});

const says = (step: Observed): string | null => automaticAmounts.breaks(step, memoryOf(blankState()));
function full(step: Observed, change: Partial<Ledger>, before: Partial<Ledger> = {}): Observed {
  return {
    ...step,
    before: { ...step.before, ledger: { ...step.before.ledger, ...before } },
    state: { ...step.state, ledger: { ...step.state.ledger, ...change } },
  };
}
const set = (step: Observed, change: Partial<Settings>): Observed =>
  full(step, { settings: { ...AUTOMATED, ...change } });

type Through = readonly (readonly [cap: string, why: RegExp, step: Observed])[];

/** Two hours of a greedy controller, a bolus of it, a rate of it, and what was let through with a cap less. */
const forging = shared(async () => {
  const pump = await corePump({ settings: AUTOMATED, controller: greedy });
  await pump.give({ type: 'resume.requested' }, { type: 'cgm.reported', session: 'active' });
  await pump.wait(180 * MINUTE);
  await pump.give({ type: 'automation.enabled' });
  for (let index = 0; index < 24; index += 1) {
    await pump.give({ type: 'cgm.measured', mgPerDl: 180 + 3 * index, sequence: index + 1 });
    await pump.wait(5 * MINUTE);
  }

  const found = (isSuch: (step: Observed) => boolean): Observed => {
    const step = pump.steps.find(isSuch);
    if (step === undefined) throw new Error('automation has never given that');
    return step;
  };
  const bolusing = found(({ before, state }) => {
    const { current } = state.ledger.bolus;
    return current?.automatic === true && before.ledger.bolus.current === null;
  });
  const raising = found(
    step =>
      step.state.ledger.bolus.current === null &&
      step.state.ledger.automation.steering === 'controller' &&
      says(full(step, { settings: { ...AUTOMATED, maxOnBoardUu: 0 } })) !== null,
  );

  const { ledger } = bolusing.state;
  const now = bolusing.envelope.monoMs;
  const given = (agoMs: number, count: number, dose: Partial<Dose>): Ledger['doses'] => ({
    ...ledger.doses,
    history: Array.from({ length: count }, () => ({
      atMonoMs: monoMs(now - agoMs),
      channel: 'basal' as const,
      certain: true,
      ...dose,
    })),
  });
  const seen = (mg: number, ageMs: number): Ledger['glucose'] => ({
    ...ledger.glucose,
    trail: [{ glucose: mgPerDl(mg), measuredAt: monoMs(now - ageMs) }],
  });
  const current = ledger.bolus.current;
  const sized = (requestedUu: number): Ledger['bolus'] => ({
    ...ledger.bolus,
    current: current && { ...current, requestedUu: microunits(requestedUu) },
  });
  const asleep = { activity: 'sleep', endsAt: monoMs(now + 1) } as const;

  /** What an envelope would have let through that has lost one of its caps, one by one. */
  const through: Through = [
    ['onBoard, with a bolus', /on board, more than 0/, set(bolusing, { maxOnBoardUu: 0 })],
    ['onBoard, with a rate', /on board, more than 0/, set(raising, { maxOnBoardUu: 0 })],
    [
      'onBoard, with what was given',
      /on board, more than 5000000/,
      full(bolusing, { doses: given(10 * MINUTE, 220, { channel: 'basal' }) }),
    ],
    [
      'onBoard, for a child',
      /on board, more than 7000000/,
      full(bolusing, {
        settings: { ...AUTOMATED, person: 'child', maxOnBoardUu: 30_000_000 },
        doses: given(10 * MINUTE, 300, {}),
      }),
    ],
    [
      'onBoard, with a bolus after hours without basal',
      /to 2[01]\d{5} µU on board, more than 3000000/,
      full(bolusing, {
        settings: { ...AUTOMATED, maxOnBoardUu: 3_000_000 },
        doses: given(10 * MINUTE, 84, { channel: 'bolus' }),
      }),
    ],
    ['onBoardUnknown', /nobody knows/, full(bolusing, { unknownUntil: monoMs(now + 1) })],
    [
      'halfOfDay',
      /half of the 4000000 µU/,
      full(bolusing, {
        settings: { ...AUTOMATED, dailyInsulinUu: 4_000_000 },
        doses: given(119 * MINUTE, 80, { automatic: true }),
      }),
    ],
    ['bolusPolicy', /allow none/, set(bolusing, { automaticBolus: 'none' })],
    [
      'limitedMode',
      /does not steer/,
      full(bolusing, {}, { automation: { ...bolusing.before.ledger.automation, steering: 'onlyLower' } }),
    ],
    [
      'bolusPolicy in sleep',
      /in sleep/,
      full(bolusing, { automation: { ...ledger.automation, doing: asleep } }),
    ],
    ['readingInDoubt', /in doubt/, full(bolusing, { glucose: { ...ledger.glucose, doubts: ['jump'] } })],
    ['readingInDoubt, old', /old/, full(bolusing, { glucose: seen(180, 12 * MINUTE + 1) })],
    ['readingInDoubt, none', /old/, full(bolusing, { glucose: { ...ledger.glucose, trail: [] } })],
    ['glucoseLow', /at 69 mg/, full(bolusing, { glucose: seen(69, 0) })],
    [
      'tooSoon',
      /within 180000 ms/,
      full(bolusing, { doses: given(3 * MINUTE - 1, 1, { channel: 'bolus' }) }),
    ],
    [
      'tooSoon, hourly',
      /within 3600000 ms/,
      full(bolusing, {
        settings: { ...AUTOMATED, automaticBolus: 'hourly' },
        doses: given(60 * MINUTE - 1, 1, { channel: 'extended' }),
      }),
    ],
    [
      'tooSoon, beside another',
      /beside another/,
      full(
        bolusing,
        {},
        { bolus: { ...ledger.bolus, current: current && { ...current, bolus: 'another' } } },
      ),
    ],
    ['halfHourOfBasal', /more than/, full(bolusing, { bolus: sized(1_000_000) })],
    [
      'largestAutomatic',
      /more than 6000000/,
      full(bolusing, {
        settings: {
          ...AUTOMATED,
          automaticBolus: 'hourly',
          maxOnBoardUu: 30_000_000,
          dailyInsulinUu: 90_000_000,
        },
        bolus: sized(6_050_000),
      }),
    ],
    [
      'kindOfPerson',
      /more than 5000000/,
      full(bolusing, {
        settings: {
          ...AUTOMATED,
          automaticBolus: 'hourly',
          person: 'child',
          maxOnBoardUu: 30_000_000,
          dailyInsulinUu: 90_000_000,
        },
        bolus: sized(5_050_000),
      }),
    ],
    [
      'maximumBolus',
      /more than 50000/,
      full(set(bolusing, {}), { settings: { ...AUTOMATED, maxBolusUu: 50_000 }, bolus: sized(100_000) }),
    ],
  ];
  return { pump, bolusing, raising, through };
});

describe('SR-095 SR-096 behind the envelope, what automation adds is reckoned a second time', () => {
  test('without any one of its caps it is seen', { ...req('SR-118') }, async () => {
    const { through } = await forging();
    for (const [cap, why, step] of through) expect(says(step), cap).toMatch(why);
    expect(through.length).toBeGreaterThan(15);
  });

  test('what the envelope has let through is never held against it', { ...req('SR-118') }, async () => {
    const { pump, bolusing, raising } = await forging();
    expect(pump.steps.map(says).filter(each => each !== null)).toEqual([]);
    expect(pump.runtime.faulted()).toBe(null);
    expect([says(bolusing), says(raising)]).toEqual([null, null]);
    expect(pump.steps.length).toBeGreaterThan(200);
  });
});

test('SR-095 the second count of insulin on board is never above the first, and near it', () => {
  const profiles = fc.array(fc.integer({ min: 25_000, max: 1_000_000 }), { minLength: 1, maxLength: 4 });
  const given = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 7 * 3_600_000 }), fc.constantFrom('basal', 'bolus', 'extended')),
    { maxLength: 300, size: 'max' },
  );
  let farthest = 0;
  let most = 0;
  fc.assert(
    fc.property(profiles, given, fc.integer({ min: 0, max: 86_400_000 }), (rates, list, sinceMs) => {
      const at = { monoMs: monoMs(90_000_000), wallMs: wallMs(190_000_017) };
      const settings: Settings = {
        ...exampleSettings,
        basalProfile: rates.map((rateUuPerHour, index) => ({ fromMinute: 90 * index, rateUuPerHour })),
      };
      const history = list
        .toSorted(([a], [b]) => b - a)
        .map(([age, channel]): Dose => ({ atMonoMs: monoMs(at.monoMs - age), channel, certain: true }));
      const known = {
        ...emptyLedger,
        settings,
        at,
        profileSince: monoMs(at.monoMs - milliseconds(sinceMs)),
        doses: { ...emptyLedger.doses, history },
      };
      const first = countedOnBoardOf(known, at);
      if (first === 'unknown') throw new Error('on board is unknown');
      const apart = first - onBoardAtLeast(known, settings, at);
      expect(apart).toBeGreaterThanOrEqual(0);
      // Half a minute of every dose, and two minutes of the profile for each of its rates.
      expect(apart).toBeLessThan(60_000 + 10 * history.length * 25 + (6 * Math.max(...rates)) / 30);
      farthest = Math.max(farthest, apart);
      most = Math.max(most, first);
    }),
  );
  expect(most).toBeGreaterThan(1_000_000);
  expect(farthest).toBeGreaterThan(0);
});
