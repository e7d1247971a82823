import { describe, expect, test } from 'vitest';
import { addDose, uncountedDose } from '../../src/domain/ledger/doses.ts';
import { announceDue, dayHasRoom, hourHasRoom } from '../../src/domain/ledger/due.ts';
import { consume } from '../../src/domain/ledger/flight.ts';
import { type Ledger, nextDeadline, pulsesCounted } from '../../src/domain/ledger/ledger.ts';
import { type Dose, ROLLING_DAY_MS } from '../../src/domain/rolling.ts';
import { type MonoMs, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';

const U = 1_000_000;
const SECOND = 1_000;
const HOUR = 3_600_000;

const dose = (channel: Dose['channel'], atMonoMs: number): Dose => ({
  atMonoMs: monoMs(atMonoMs),
  channel,
  certain: true,
});
/** So many pulses given at one moment. */
const given = (ledger: Ledger, pulses: number, at: number): Ledger => ({
  ...ledger,
  doses: { ...ledger.doses, history: Array.from({ length: pulses }, () => dose('bolus', at)) },
});
/** Between two facts: nothing is offered, as when a fact has just come. */
const owing = (ledger: Ledger, owed: boolean): Ledger => ({
  ...ledger,
  offered: null,
  basal: { ...ledger.basal, owed },
});
const at = (ledger: Ledger): MonoMs => ledger.at?.monoMs ?? monoMs(0);

describe('what was given is kept for a day', () => {
  test('SR-016 and no longer, and each channel has its own count', req('SR-016'), () => {
    const { doses } = running(flat(0)).ledger;
    const first = [dose('basal', 0), dose('bolus', 1), dose('extended', 1), dose('prime', 1)].reduce(
      addDose,
      doses,
    );
    expect(first).toMatchObject({ basal: 1, bolus: 1, extended: 1, prime: 1, inDoubt: 0 });
    expect(pulsesCounted(first)).toBe(4);
    expect([...first.history].map(({ channel }) => channel)).toEqual(['basal', 'bolus', 'extended']);
    const next = addDose(first, { ...dose('extended', ROLLING_DAY_MS), certain: false });
    expect([...next.history].map(({ atMonoMs }) => atMonoMs)).toEqual([1, 1, ROLLING_DAY_MS]);
    expect(next).toMatchObject({ extended: 2, inDoubt: 1 });
    expect(addDose(first, dose('basal', 2 * ROLLING_DAY_MS)).history).toHaveLength(1);
  });

  test('SR-050 what is on its way into the tubing is no dose', req('SR-050'), () => {
    const pump = running(flat(0));
    pump.give({ type: 'stopDelivery' });
    pump.give({ type: 'startPrime' });
    pump.take({ type: 'clock.reached' });
    pump.give({ type: 'claimPulse', channel: 'prime' });
    expect(uncountedDose(pump.ledger)).toBeNull();
    pump.take({ type: 'intent.recorded', pulse: 1 });
    pump.give({ type: 'countInDoubt' });
    expect(pump.ledger.prime.tubingUu).toBe(25_000);
    expect(pump.ledger.doses).toMatchObject({ prime: 1, inDoubt: 1, history: [] });
  });
});

describe('a cap leaves room for one pulse more', () => {
  test('SR-015 SR-016 up to the cap itself, and not beyond', req('SR-015', 'SR-016'), () => {
    const { ledger } = running(flat(0, { maxBasalUuPerHour: 3 * U, maxDailyUu: 10 * U }));
    const now = monoMs(HOUR);
    // 18 U in the hour, 10 U in the day.
    expect(hourHasRoom(given(ledger, 719, HOUR), now)).toBe(true);
    expect(hourHasRoom(given(ledger, 720, HOUR), now)).toBe(false);
    expect(dayHasRoom(given(ledger, 399, HOUR), now)).toBe(true);
    expect(dayHasRoom(given(ledger, 400, HOUR), now)).toBe(false);
    expect(dayHasRoom(given({ ...ledger, settings: null }, 0, HOUR), now)).toBe(false);
  });

  test('SR-015 basal without room is withheld, and told once; once it is given, that is told', () => {
    const { ledger } = running(flat(U));
    const instant = { monoMs: at(ledger), wallMs: running().at().wallMs };
    const full = owing(given(ledger, 2_000, instant.monoMs), true);
    const first = announceDue(full, instant);
    expect(types(first.derived)).toEqual(['limit.hourlyReached', 'basal.withheld']);
    expect(first.ledger).toMatchObject({ hourIsFull: true, basalIsWithheld: true, offered: null });
    expect(first.ledger.basal.owed).toBe(false);
    const again = announceDue(owing(first.ledger, true), instant);
    expect(types(again.derived)).toEqual([]);
    const room = announceDue(owing(given(again.ledger, 0, 0), true), instant);
    expect(types(room.derived)).toEqual(['basal.restored', 'pulse.due']);
    expect(room.ledger).toMatchObject({ hourIsFull: false, basalIsWithheld: false, offered: 'basal' });
  });

  test(
    'SR-015 a pulse of a bolus without room in the hour is dropped, and basal is not said to be',
    req('SR-015'),
    () => {
      const pump = withBolus();
      const full = owing(given(pump.ledger, 2_000, pump.at().monoMs), false);
      const dropped = announceDue(full, pump.at());
      expect(types(dropped.derived)).toEqual(['limit.hourlyReached']);
      expect(dropped.ledger).toMatchObject({ hourIsFull: true, basalIsWithheld: false, offered: null });
    },
  );

  test('SR-016 a full day drops a pulse of a bolus and gives one of basal', req('SR-016'), () => {
    const pump = withBolus();
    const instant = pump.at();
    const settings = flat(U, { maxDailyUu: 10 * U, maxBolusUu: 25 * U });
    const full = { ...given(pump.ledger, 400, instant.monoMs), settings };
    const bolus = announceDue(owing(full, false), instant);
    expect(types(bolus.derived)).toEqual(['limit.dailyReached']);
    expect(bolus.ledger).toMatchObject({ dayIsFull: true, offered: null });
    const basal = announceDue(owing(full, true), instant);
    expect(types(basal.derived)).toEqual(['limit.dailyReached', 'pulse.due']);
    expect(basal.ledger).toMatchObject({ dayIsFull: true, offered: 'basal' });
  });
});

/** A bolus has begun, and its first pulse is due. */
const withBolus = (): Bench => {
  const pump = running(flat(0));
  pump.take({ type: 'bolus.requested', bolus: 'b', amountUu: U });
  pump.give({ type: 'startBolus' });
  return pump;
};

describe('one pulse at a time is due', () => {
  const instant = (ledger: Ledger) => ({ monoMs: at(ledger), wallMs: running().at().wallMs });

  test('none while one is offered, and none while nothing may be delivered', () => {
    const { ledger } = running(flat(U));
    const due = owing(ledger, true);
    expect(types(announceDue(due, instant(due)).derived)).toEqual(['pulse.due']);
    expect(types(announceDue({ ...due, offered: 'basal' }, instant(due)).derived)).toEqual([]);
    expect(types(announceDue({ ...due, delivering: false }, instant(due)).derived)).toEqual([]);
  });

  test('of priming when its time has come, and basal that was withheld is not told of then', () => {
    const { ledger } = running(flat(0));
    const priming = (wait: number): Ledger => ({
      ...ledger,
      delivering: false,
      basalIsWithheld: true,
      prime: { ...ledger.prime, running: 'tubing', nextAt: monoMs(at(ledger) + wait) },
    });
    expect(announceDue(priming(1), instant(ledger)).derived).toEqual([]);
    expect(announceDue(priming(0), instant(ledger)).derived).toEqual([
      { type: 'pulse.due', channel: 'prime' },
    ]);
    expect(announceDue(priming(0), instant(ledger)).ledger.basalIsWithheld).toBe(true);
  });

  test('a pulse of a bolus that has ended since is answered for all the same', () => {
    const { ledger } = running(flat(0));
    expect(consume({ ...ledger, offered: 'bolus' }, 'bolus', instant(ledger))).toEqual({
      ...ledger,
      offered: null,
    });
  });
});

describe('the ledger is woken', () => {
  const waits = (ledger: Ledger): number => (nextDeadline(ledger) ?? Number.POSITIVE_INFINITY) - at(ledger);
  const HALF_MINUTE = 30 * SECOND;
  const rest: Ledger = { ...running(flat(0)).ledger, delivering: false };

  test('seldom when nothing runs, and each half minute when anything does', () => {
    expect(waits(rest)).toBeGreaterThan(HALF_MINUTE);
    const pump = withBolus();
    pump.give({ type: 'claimPulse', channel: 'bolus' });
    const extended = running(flat(0));
    extended.take({ type: 'bolus.requested', bolus: 'e', amountUu: U, kind: 'extended', durationMs: HOUR });
    extended.give({ type: 'startExtended' });
    const temp = running(flat(U));
    temp.take({ type: 'tempBasal.requested', percent: 50, durationMs: HOUR });
    temp.give({ type: 'startTempBasal' });
    const alive: readonly Ledger[] = [
      { ...rest, delivering: true },
      { ...rest, prime: { ...rest.prime, running: 'tubing' } },
      { ...rest, flight: pump.ledger.flight },
      { ...rest, bolus: { ...rest.bolus, current: pump.ledger.bolus.current } },
      { ...rest, bolus: { ...rest.bolus, extended: extended.ledger.bolus.extended } },
      { ...rest, temp: temp.ledger.temp },
      { ...rest, occlusion: { ...rest.occlusion, phase: 'suspected' } },
    ];
    for (const [index, ledger] of alive.entries()) expect(waits(ledger), `${index}`).toBe(HALF_MINUTE);
  });

  test('for a pulse at its time, and again half a minute after it went unanswered', () => {
    const { ledger } = withBolus();
    const dueIn = (wait: number): Ledger => ({
      ...ledger,
      bolus: { ...ledger.bolus, nextAt: monoMs(at(ledger) + wait) },
    });
    for (const offered of ['bolus', null] as const)
      expect(waits({ ...dueIn(700), offered }), `${offered}`).toBe(700);
    expect(waits({ ...dueIn(0), offered: null })).toBe(0);
    expect(waits({ ...dueIn(0), offered: 'bolus' })).toBe(HALF_MINUTE);
    const flying = withBolus();
    flying.give({ type: 'claimPulse', channel: 'bolus' });
    expect(waits({ ...dueIn(700), flight: flying.ledger.flight })).toBe(HALF_MINUTE);
  });

  test('not for pulses while nothing may be delivered', () => {
    const { ledger } = withBolus();
    expect(waits({ ...ledger, delivering: false, offered: null })).toBe(HALF_MINUTE);
    expect(
      waits({ ...ledger, delivering: false, offered: null, basal: { ...ledger.basal, owed: true } }),
    ).toBe(HALF_MINUTE);
  });

  test('not for what is spread over time while nothing may be delivered', () => {
    const pump = running(flat(0));
    pump.take({ type: 'bolus.requested', bolus: 'e', amountUu: 6 * U, kind: 'extended', durationMs: HOUR });
    pump.give({ type: 'startExtended' });
    const between = { ...pump.ledger, offered: null };
    expect(waits(between)).toBeLessThan(HALF_MINUTE);
    expect(waits({ ...between, delivering: false })).toBe(HALF_MINUTE);
  });

  test('for a pulse of priming in the same way', () => {
    const primeIn = (wait: number): Ledger => ({
      ...rest,
      prime: { ...rest.prime, running: 'tubing', nextAt: monoMs(at(rest) + wait) },
    });
    for (const offered of ['prime', null] as const)
      expect(waits({ ...primeIn(400), offered }), `${offered}`).toBe(400);
    expect(waits({ ...primeIn(0), offered: null })).toBe(0);
    expect(waits({ ...primeIn(0), offered: 'prime' })).toBe(HALF_MINUTE);
    const flying = withBolus();
    flying.give({ type: 'claimPulse', channel: 'bolus' });
    expect(waits({ ...primeIn(400), flight: flying.ledger.flight })).toBe(HALF_MINUTE);
  });
});
