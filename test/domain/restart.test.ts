import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import { judgeRestart, leave, SAME_PLACE, SHORT_GAP_MS } from '../../src/domain/ledger/restart.ts';
import type { TempBasal } from '../../src/domain/profile.ts';
import { microunitsPerHour, monoMs, wallMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { AUTOMATED, wanted } from './automated.ts';
import { flat, running } from './bench.ts';

const U = 1_000_000;
const AT = { monoMs: monoMs(1_000_000), wallMs: wallMs(Date.UTC(2026, 0, 5)) };

/** A pump that was left delivering, found again where it was, a minute later. */
const found = (change: Partial<Ledger> = {}, left: Partial<NonNullable<Ledger['left']>> = {}): Ledger => {
  const ledger = running(flat(U, { resumesAfterRestart: true })).ledger;
  return {
    ...ledger,
    left: { delivering: true, bolusing: false, temp: null, steered: false, gapMs: 60_000, ...left },
    supply: { ...ledger.supply, rest: { counts: 700, slack: 0 } },
    encoder: { ...ledger.encoder, last: 700 },
    clock: { ...ledger.clock, phase: 'trusted' },
    ...change,
  };
};

const judge = (ledger: Ledger) => judgeRestart(ledger, { type: 'journal.read', verdict: 'clean' }, AT);

describe('SR-038 SR-070 a restart goes on by itself only when nothing speaks against it', () => {
  test('clean, short and found where it was left', req('SR-038', 'SR-070'), () => {
    expect(judge(found()).derived).toEqual([{ type: 'restart.verified', gapMs: 60_000 }]);
    expect(judge(found({}, { gapMs: SHORT_GAP_MS })).derived).toEqual([
      { type: 'restart.verified', gapMs: SHORT_GAP_MS },
    ]);
  });

  const ledger = found();
  const encoder = (last: number | null) => ({ encoder: { ...ledger.encoder, last } });
  const unasked = 'the settings do not let delivery go on after a restart.';
  const unknown = 'nobody knows how long the pump was off.';
  const moved = 'the plunger is not where it was left.';

  test.each<[string, Ledger, readonly string[]]>([
    ['settings that do not want it', found({ settings: flat(U) as never }), [unasked]],
    ['no settings at all', found({ settings: null }), [unasked]],
    [
      'no orderly end',
      found({ left: null }),
      ['the last run was not left in order, or something has changed since.'],
    ],
    ['a delivery that was stopped', found({}, { delivering: false }), ['delivery was stopped before.']],
    ['a bolus', found({}, { bolusing: true }), ['a bolus was under way.']],
    [
      'basal that was steered',
      found({}, { steered: true }),
      ['basal followed automation, or was off because of low glucose.'],
    ],
    ['a gap that nobody measured', found({}, { gapMs: null }), [unknown]],
    ['a clock that is not trusted', found({ clock: { ...ledger.clock, phase: 'lost' } as never }), [unknown]],
    [
      'a gap longer than ten minutes',
      found({}, { gapMs: SHORT_GAP_MS + 1 }),
      [`the pump was off for ${SHORT_GAP_MS + 1} ms.`],
    ],
    ['a plunger that moved on', found(encoder(700 + SAME_PLACE + 1)), [moved]],
    ['a plunger that moved back', found(encoder(700 - SAME_PLACE - 1)), [moved]],
    ['a plunger that nobody sees', found(encoder(null)), [moved]],
    ['a plunger that nobody saw', found({ supply: { ...ledger.supply, rest: null } }), [moved]],
    [
      'all at once',
      found(encoder(null), { delivering: false, bolusing: true, steered: true, gapMs: null }),
      [
        'delivery was stopped before.',
        'a bolus was under way.',
        'basal followed automation, or was off because of low glucose.',
        unknown,
        moved,
      ],
    ],
  ])('not with %s, and it says so', req('SR-038', 'SR-070'), (_what, doubtful, reasons) => {
    const { derived, ledger: after } = judge(doubtful);
    expect(derived).toEqual([{ type: 'restart.doubted', reasons }]);
    expect(after.left).toBeNull();
    expect(after.temp.wanted).toBe(doubtful.temp.wanted);
  });

  test('a plunger within what its place is known by is where it was', req('SR-070'), () => {
    for (const last of [700 - SAME_PLACE, 700 + SAME_PLACE])
      expect(judge(found(encoder(last))).derived).toEqual([{ type: 'restart.verified', gapMs: 60_000 }]);
  });

  test.each(['new', 'interrupted'] as const)(
    'a journal that is %s is asked nothing',
    req('SR-070'),
    verdict => {
      const { derived, ledger: after } = judgeRestart(found(), { type: 'journal.read', verdict }, AT);
      expect([derived, after.left]).toEqual([[], null]);
    },
  );

  const temp = (change: Partial<TempBasal> = {}): TempBasal => ({
    level: { rate: microunitsPerHour(U / 2) },
    endsAt: monoMs(AT.monoMs + 1),
    by: 'person',
    ...change,
  });

  test('a temporary basal that has time left goes on for that time', req('SR-038'), () => {
    const { derived, ledger: after } = judge(found({}, { temp: temp() }));
    expect(derived).toEqual([
      { type: 'restart.verified', gapMs: 60_000 },
      { type: 'tempBasal.admitted', durationMs: 1 },
    ]);
    expect(after.temp.wanted).toEqual({ level: temp().level, durationMs: 1, by: 'restart' });
  });

  test('one that was asked for since the start is newer, and stays', req('SR-038'), () => {
    const newer = { wanted: null, running: temp({ level: { rate: microunitsPerHour(0) } }) };
    const { derived, ledger: after } = judge(found({ temp: newer }, { temp: temp() }));
    expect(derived).toEqual([{ type: 'restart.verified', gapMs: 60_000 }]);
    expect(after.temp).toBe(newer);
  });

  test.each<[string, TempBasal]>([
    ['whose time is over', temp({ endsAt: AT.monoMs })],
    ['that a lost clock wanted', temp({ by: 'lostClock' })],
  ])('one %s does not', req('SR-038'), (_what, over) => {
    expect(judge(found({}, { temp: over })).derived).toEqual([{ type: 'restart.verified', gapMs: 60_000 }]);
  });
});

describe('SR-070 how the pump was left', () => {
  const left = (ledger: Ledger, cause: 'operator' | 'signal' | 'supply' = 'operator') =>
    leave(ledger, { type: 'power.lost', cause }).left;
  const idle = running(flat(U)).ledger;

  test('is known of an end that was ordered, and of no other', req('SR-070'), () => {
    const orderly = { delivering: true, bolusing: false, temp: null, steered: false, gapMs: null };
    expect(left(idle)).toEqual(orderly);
    expect(left(idle, 'signal')).toEqual(orderly);
    expect(left(idle, 'supply')).toBeNull();
    expect(left({ ...idle, left: found().left }, 'supply')).toBeNull();
  });

  test('is unknown with a pulse in mid-air', req('SR-070'), () => {
    const flying: Ledger = { ...idle, flight: {} as never };
    expect(left(flying)).toBeNull();
    expect(left(flying, 'signal')).toBeNull();
  });

  test('names a bolus, now or spread, and who steered basal', req('SR-070', 'SR-038'), () => {
    const with_ = (change: Partial<Ledger>) => left({ ...idle, ...change });
    expect(with_({ delivering: false })?.delivering).toBe(false);
    expect(with_({ bolus: { ...idle.bolus, current: {} as never } })?.bolusing).toBe(true);
    expect(with_({ bolus: { ...idle.bolus, extended: {} as never } })?.bolusing).toBe(true);
    expect(with_({ temp: { ...idle.temp, running: temp } })?.temp).toBe(temp);
    const steered = wanted(AUTOMATED);
    expect(left(steered.ledger)?.steered).toBe(false);
    steered.give({ type: 'followController' });
    expect(left(steered.ledger)?.steered).toBe(true);
    const held = running(flat(U));
    held.give({ type: 'holdBasal' });
    expect(left(held.ledger)?.steered).toBe(true);
  });

  const temp: TempBasal = { level: { rate: microunitsPerHour(0) }, endsAt: monoMs(9), by: 'person' };
});
