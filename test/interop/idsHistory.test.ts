import { describe, expect, test } from 'vitest';
import { encodeAnswer } from '../../hardware/ids/reader.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { hear, noChronicle } from '../../src/interop/ids/chronicle.ts';
import { annunciationNow, answerTo } from '../../src/interop/ids/now.ts';
import type { EventKind, EventOf, IddRecord } from '../../src/interop/ids/record.ts';
import { type Scribe, scribe } from '../../src/interop/ids/scribe.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { recover } from '../../src/runtime/recover.ts';
import { blankState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { walk } from '../fuzz/walk.ts';
import { type CorePump, type CorePumpOptions, corePump } from '../support/corePump.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const written = async (
  options: CorePumpOptions = {},
): Promise<{ readonly pump: CorePump; readonly book: Scribe }> => {
  const pump = await corePump(options);
  const book = scribe(() => ({ monoMs: pump.clock.now(), wallMs: pump.clock.wall() }));
  for (const each of pump.steps) book.take(each);
  pump.runtime.observe(book.take);
  return { pump, book };
};
const ofKind = <Kind extends EventKind>(book: Scribe, kind: Kind): readonly (IddRecord & EventOf<Kind>)[] =>
  book.records().filter((each): each is IddRecord & EventOf<Kind> => each.event === kind);

describe('the history of a pump in the words of the standard', () => {
  test('a bolus is programmed, given and over; asked in between, what of it has come and is to come', async () => {
    const { pump, book } = await written();
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'a', amountUu: 200_000 });
    expect(answerTo({ ask: 'activeBoluses' }, book.moment())).toEqual({
      answer: 'activeBoluses',
      boluses: [],
    });
    await pump.give({ type: 'bolus.confirmed', bolus: 'a' });
    await pump.wait(5_000);
    expect(answerTo({ ask: 'activeBoluses' }, book.moment())).toEqual({
      answer: 'activeBoluses',
      boluses: [1],
    });
    const parts = (['programmed', 'delivered', 'remaining'] as const).map(selection =>
      answerTo({ ask: 'activeBolus', bolus: 1, selection }, book.moment()),
    );
    const amounts = parts.map(part => (typeof part === 'object' && 'fastUu' in part ? part.fastUu : -1));
    expect(amounts[0]).toBe(200_000);
    expect((amounts[1] ?? 0) + (amounts[2] ?? 0)).toBe(200_000);
    expect(amounts[1]).toBeGreaterThan(0);
    await pump.wait(MINUTE);
    expect(ofKind(book, 'bolusProgrammed')).toMatchObject([
      { bolus: 1, type: 'fast', fastUu: 200_000, extendedUu: 0, minutes: 0 },
    ]);
    expect(ofKind(book, 'bolusDelivered')).toMatchObject([{ bolus: 1, fastUu: 200_000, extendedUu: 0 }]);
    expect(ofKind(book, 'bolusDeliveredMore')).toMatchObject([
      { reason: 'programmedOver', activation: 'manual' },
    ]);
    expect(answerTo({ ask: 'activeBolus', bolus: 1, selection: 'programmed' }, book.moment())).toBe(
      'notApplicable',
    );
    pump.clock.close();
  });

  test('a bolus in two parts is one; its halves have consecutive numbers and one time', async () => {
    const { pump, book } = await written();
    await pump.give({ type: 'resume.requested' });
    await pump.give({
      type: 'bolus.requested',
      bolus: 'b',
      kind: 'combo',
      amountUu: 400_000,
      extendedUu: 300_000,
      durationMs: 30 * MINUTE,
    });
    await pump.give({ type: 'bolus.confirmed', bolus: 'b' });
    await pump.wait(10 * MINUTE);
    await pump.give({ type: 'suspend.requested' });
    await pump.wait(MINUTE);
    expect(ofKind(book, 'bolusProgrammed')).toMatchObject([
      { type: 'multiwave', fastUu: 100_000, extendedUu: 300_000, minutes: 30 },
    ]);
    const [delivered] = ofKind(book, 'bolusDelivered');
    expect(delivered).toMatchObject({ type: 'multiwave', fastUu: 100_000, minutes: 10 });
    expect(delivered?.extendedUu).toBeLessThan(300_000);
    expect(ofKind(book, 'bolusDeliveredMore')).toMatchObject([{ reason: 'canceled' }]);
    for (const [first, second] of [
      ['bolusProgrammed', 'bolusProgrammedMore'],
      ['bolusDelivered', 'bolusDeliveredMore'],
    ] as const) {
      const [one] = ofKind(book, first);
      const [two] = ofKind(book, second);
      expect(two?.sequence).toBe((one?.sequence ?? 0) + 1);
      expect(two?.offsetS).toBe(one?.offsetS);
    }
    pump.clock.close();
  });

  test('SR-012 suspended is told as stop, and basal as 0; a temporary rate is always followed by the rate', async () => {
    const { pump, book } = await written();
    expect(answerTo({ ask: 'basalRate' }, book.moment())).toBe('notApplicable');
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'tempBasal.requested', percent: 50, durationMs: 30 * MINUTE });
    await pump.wait(10 * MINUTE);
    expect(answerTo({ ask: 'basalRate' }, book.moment())).toEqual({
      answer: 'basalRate',
      profile: 1,
      profileRateUuPerHour: 800_000,
      tbr: { level: { type: 'relative', percent: 50 }, minutes: 30, remainingMinutes: 20 },
      context: 'device',
    });
    await pump.wait(25 * MINUTE);
    await pump.give({ type: 'suspend.requested' });
    expect(ofKind(book, 'tbrStarted')).toMatchObject([{ level: { percent: 50 }, minutes: 30 }]);
    expect(ofKind(book, 'tbrEnded')).toMatchObject([{ reason: 'programmedOver', elapsedMinutes: 30 }]);
    expect(ofKind(book, 'basalRateChanged').map(({ before, after }) => [before, after])).toEqual([
      [0, 800_000],
      [800_000, 400_000],
      [400_000, 800_000],
      [800_000, 0],
    ]);
    const all = book.records();
    for (const each of [...ofKind(book, 'tbrStarted'), ...ofKind(book, 'tbrEnded')])
      expect(all.find(({ sequence }) => sequence === each.sequence + 1)?.event).toBe('basalRateChanged');
    expect(ofKind(book, 'therapyChanged').map(({ after }) => after)).toEqual(['run', 'stop']);
    pump.clock.close();
  });

  test('a day is summed up at midnight, and the time is written each hour', async () => {
    const { pump, book } = await written();
    await pump.give({ type: 'resume.requested' });
    await pump.wait(25 * HOUR);
    const [day] = ofKind(book, 'totalDaily');
    expect(day).toMatchObject({ year: 2026, month: 1, day: 2, timeChanged: false, bolusUu: 0 });
    // The profile of the example, pulse by pulse: 4 h, 5 h, 13 h, 2 h.
    expect(Math.abs((day?.basalUu ?? 0) - (3_200_000 + 6_000_000 + 13_000_000 + 1_700_000))).toBeLessThan(
      100_000,
    );
    const now = answerTo({ ask: 'totalDaily' }, book.moment());
    expect(now).toMatchObject({ answer: 'totalDaily', bolusUu: 0 });
    expect(ofKind(book, 'referenceTime').length).toBeGreaterThanOrEqual(24);
    expect(Math.max(...book.records().map(({ offsetS }) => offsetS))).toBeLessThanOrEqual(3_700);
    pump.clock.close();
  });

  test('an alarm keeps its number from its first sound to its end, and is confirmed only when it is over', async () => {
    const { pump, book } = await written();
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'battery.measured', percent: 20, millivolts: 3_700, minutesLeft: 300 });
    expect(annunciationNow(book.moment())).toMatchObject({ type: 0xc3, status: 'pending', alarm: 22 });
    await pump.give({ type: 'alarm.acknowledged', alarm: 'batteryLow' });
    expect(annunciationNow(book.moment())).toMatchObject({ type: 0xc3, status: 'snoozed' });
    await pump.give({ type: 'battery.measured', percent: 90, millivolts: 4_100, minutesLeft: 3_000 });
    await pump.wait(1_000);
    const mine = ofKind(book, 'annunciationChanged').filter(({ alarm }) => alarm === 22);
    expect(mine.map(({ status }) => status)).toEqual(['pending', 'snoozed', 'confirmed']);
    expect(new Set(mine.map(({ instance }) => instance)).size).toBe(1);
    pump.clock.close();
  });

  test('a journal that is taken again writes the same entries', async () => {
    const { pump, book } = await written();
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'a', amountUu: 100_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: 'a' });
    await pump.wait(2 * HOUR);
    const reading = readJournal(`${pump.lines.join('\n')}\n`);
    if (!reading.ok) throw new Error(reading.error.problem);
    const again = scribe();
    recover(reading.read, { boot: 'again', wallMs: wallMs(0), settings: null, preparation: [] }, again.take);
    expect(again.records()).toEqual(book.records());
    expect(again.records().length).toBeGreaterThan(15);
    pump.clock.close();
  });
});

/** Walks of a pump to which anything happens: what the history says must add up. */
const SEEDS = Array.from({ length: 12 }, (_, n) => 64_000 + n);
test('whatever happens to a pump, its history adds up', () => {
  let boluses = 0;
  let ended = 0;
  for (const seed of SEEDS) {
    const { strides } = walk(seed, 900);
    let state = blankState();
    let chronicle = noChronicle;
    let mono = 0;
    const records: IddRecord[] = [];
    for (const [index, { waitMs, fact }] of strides.entries()) {
      mono += waitMs;
      const envelope = {
        seq: index + 1,
        monoMs: monoMs(mono),
        wallMs: wallMs(Date.UTC(2026, 0, 2) + mono),
        fact,
      };
      const before = state;
      const stepped = step(before, envelope);
      state = stepped.state;
      const heard = hear(chronicle, { ...stepped, envelope, before });
      chronicle = heard.chronicle;
      records.push(...heard.records);
    }
    const where = `seed ${seed}`;
    expect(
      records.map(({ sequence }) => sequence),
      where,
    ).toEqual(records.map((_, n) => n + 1));
    expect(
      records.every(({ offsetS }) => offsetS >= 0 && offsetS <= 0xffff),
      where,
    ).toBe(true);
    const programmed = records.filter(({ event }) => event === 'bolusProgrammed').length;
    const delivered = records.filter(({ event }) => event === 'bolusDelivered').length;
    const { current, extended } = state.ledger.bolus;
    expect(programmed - delivered, where).toBe(chronicle.boluses.open.length);
    for (const { name, fast, extended: spread } of chronicle.boluses.open)
      expect(
        current?.bolus === name || extended?.bolus === name || fast === null || spread === null,
        where,
      ).toBe(true);
    boluses += programmed;
    ended += delivered;
    const rates = records.filter(
      (each): each is IddRecord & EventOf<'basalRateChanged'> => each.event === 'basalRateChanged',
    );
    for (const [n, rate] of rates.entries()) expect(rate.before, where).toBe(rates[n - 1]?.after ?? 0);
  }
  expect(boluses).toBeGreaterThan(10);
  expect(ended).toBeGreaterThan(10);
});

test('after midnight, before the first step of the day, nothing has been given on that day', async () => {
  const { pump, book } = await written();
  await pump.give({ type: 'resume.requested' });
  await pump.wait(5 * HOUR);
  const moment = book.moment();
  const today = answerTo({ ask: 'totalDaily' }, moment);
  expect(today).toMatchObject({ answer: 'totalDaily' });
  expect(today).not.toMatchObject({ totalUu: 0 });
  const at = { ...moment.at, wallMs: wallMs(moment.at.wallMs + 24 * HOUR) };
  expect(answerTo({ ask: 'totalDaily' }, { ...moment, at })).toEqual({
    answer: 'totalDaily',
    bolusUu: 0,
    basalUu: 0,
    totalUu: 0,
  });
  pump.clock.close();
});

test('a profile beyond the 255th has no number, which is told as 0: an octet holds no more', async () => {
  const { pump, book } = await written();
  await pump.give({ type: 'resume.requested' });
  await pump.wait(MINUTE);
  const moment = book.moment();
  const inUse = moment.state.ledger.settings?.profileName ?? '';
  const numbered = (before: number) => {
    const profiles = [...Array.from({ length: before }, (_, index) => `other ${index}`), inUse];
    const answer = answerTo(
      { ask: 'basalRate' },
      { ...moment, chronicle: { ...moment.chronicle, profiles } },
    );
    if (typeof answer === 'string' || answer.answer !== 'basalRate') throw new Error('no rate was told');
    return { profile: answer.profile, octets: encodeAnswer(answer).length };
  };
  expect(numbered(254).profile).toBe(255);
  expect(numbered(255)).toEqual({ profile: 0, octets: numbered(0).octets });
  pump.clock.close();
});
