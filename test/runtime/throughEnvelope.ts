import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import type { Dose } from '../../src/domain/rolling.ts';
import { mgPerDl, microunits, microunitsPerHour, monoMs } from '../../src/domain/units.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { AUTOMATED } from '../support/automated.ts';
import { shared } from '../support/shared.ts';
import { full, greedyPump, says, set } from './greedyPump.ts';

const MINUTE = 60_000;

type Allowed = readonly (readonly [cap: string, step: Observed])[];
type Through = readonly (readonly [cap: string, why: RegExp, step: Observed])[];

/** Two hours of a greedy controller, a bolus of it, a rate of it, and what was let through with a cap less. */
export const forging = shared(async () => {
  const { pump, bolusing, raising } = await greedyPump();
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
  const underWay = current && {
    ...current,
    automatic: false,
    phase: 'active' as const,
    requestedUu: microunits(2_000_000),
    deliveredUu: microunits(500_000),
  };
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
    [
      'onBoard, with a rate beside a bolus under way',
      /to 1500000 µU on board, more than 0/,
      full(set(raising, { maxOnBoardUu: 0 }), {
        doses: { ...ledger.doses, history: [] },
        bolus: { ...ledger.bolus, current: underWay },
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
    [
      'tooSoon, beside an extended one',
      /beside another/,
      full(
        bolusing,
        {},
        { bolus: { ...bolusing.before.ledger.bolus, extended: { bolus: 'slow' } as never } },
      ),
    ],
    [
      'limitedMode, by a person’s rate',
      /does not steer/,
      full(bolusing, { temp: { ...ledger.temp, running: {} as never } }),
    ],
    [
      'halfOfDay, of twice the basal',
      /half of the \d+ µU of a day$/,
      full(bolusing, {
        settings: {
          ...AUTOMATED,
          dailyInsulinUu: 0,
          basalProfile: [{ fromMinute: 0, rateUuPerHour: 50_000 }],
          maxOnBoardUu: 30_000_000,
        },
        doses: given(119 * MINUTE, 80, { automatic: true }),
      }),
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
  const bolusUu = current?.requestedUu ?? 0;
  const raised = raising.state.ledger.automation.command;
  if (raised === null) throw new Error('no rate was raised');
  /** By bolus and rate together. */
  const addedUu = Number(/adds (\d+)/.exec(says(set(bolusing, { maxOnBoardUu: 0 })) ?? '')?.[1]);
  const alone = { ...ledger.doses, history: [] };
  /** The same, to the last that a cap allows; and what is none of its matter. */
  const allowed: Allowed = [
    ['settings', full(bolusing, { settings: null })],
    [
      'no new bolus and no new rate',
      full(
        set(bolusing, { maxOnBoardUu: 0 }),
        { automation: bolusing.before.ledger.automation },
        { bolus: ledger.bolus },
      ),
    ],
    [
      'a bolus of a person',
      full(set(bolusing, { maxOnBoardUu: 0 }), {
        automation: bolusing.before.ledger.automation,
        bolus: { ...ledger.bolus, current: current && { ...current, automatic: false } },
      }),
    ],
    [
      'a rate that is not the controller’s',
      full(set(raising, { maxOnBoardUu: 0 }), {
        automation: { ...raising.state.ledger.automation, steering: 'onlyLower' },
      }),
    ],
    ['onBoard', full(set(bolusing, { maxOnBoardUu: addedUu }), { doses: alone })],
    ['onBoardUnknown', full(bolusing, { unknownUntil: now })],
    [
      'halfOfDay',
      full(bolusing, {
        settings: { ...AUTOMATED, dailyInsulinUu: 2 * (80 * 25_000 + addedUu) },
        doses: given(119 * MINUTE, 80, { automatic: true }),
      }),
    ],
    [
      'halfOfDay, longer ago',
      full(bolusing, {
        settings: { ...AUTOMATED, dailyInsulinUu: 2 * addedUu },
        doses: given(120 * MINUTE, 80, { automatic: true }),
      }),
    ],
    [
      'halfOfDay, of pulses that automation has not given',
      full(bolusing, {
        settings: { ...AUTOMATED, dailyInsulinUu: 2 * addedUu },
        doses: given(119 * MINUTE, 80, {}),
      }),
    ],
    [
      'halfOfDay, of twice the basal',
      full(bolusing, {
        settings: { ...AUTOMATED, dailyInsulinUu: 0 },
        doses: given(119 * MINUTE, 80, { automatic: true }),
      }),
    ],
    [
      'sleep that has ended',
      full(bolusing, { automation: { ...ledger.automation, doing: { ...asleep, endsAt: now } } }),
    ],
    [
      'exercise',
      full(bolusing, { automation: { ...ledger.automation, doing: { ...asleep, activity: 'exercise' } } }),
    ],
    [
      'a rate that is lowered, whatever is on board',
      full(raising, {
        unknownUntil: monoMs(now + 86_400_000),
        automation: {
          ...raising.state.ledger.automation,
          command: { ...raised, rate: microunitsPerHour(0) },
        },
      }),
    ],
    [
      'a rate that the profile will have before it ends',
      set(raising, {
        maxOnBoardUu: 0,
        basalProfile: [
          { fromMinute: 0, rateUuPerHour: 0 },
          { fromMinute: Math.floor(raising.envelope.monoMs / MINUTE) + 10, rateUuPerHour: raised.rate },
        ],
      }),
    ],
    ['reading', full(bolusing, { glucose: seen(180, 12 * MINUTE) })],
    ['glucoseLow', full(bolusing, { glucose: seen(70, 0) })],
    ['tooSoon', full(bolusing, { doses: given(3 * MINUTE, 1, { channel: 'bolus' }) })],
    ['tooSoon, of basal', full(bolusing, { doses: given(1, 1, { channel: 'basal' }) })],
    [
      'tooSoon, hourly',
      full(bolusing, {
        settings: { ...AUTOMATED, automaticBolus: 'hourly' },
        doses: given(60 * MINUTE, 1, { channel: 'bolus' }),
      }),
    ],
    ['maximumBolus', full(bolusing, { settings: { ...AUTOMATED, maxBolusUu: bolusUu } })],
  ];
  return { pump, bolusing, raising, through, allowed };
});
