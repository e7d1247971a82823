import { describe, expect, test } from 'vitest';
import { cartridgeOf } from '../../src/domain/change.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { wallMs } from '../../src/domain/units.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { begin, beginAnew } from '../../src/runtime/recover.ts';
import { blankState } from '../../src/runtime/state.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

import { lastOf, next, none, orderly, power, written } from './written.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const without: Parameters<typeof begin>[1] = {
  boot: 'first',
  wallMs: wallMs(0),
  settings: null,
  preparation: [],
};
const NO_SETTINGS = 'the pump has no settings: give it a settings file; it never assumes a rate';
const settingsFact: Fact = { type: 'settings.changed', settings: exampleSettings };

describe('a pump that has never run', () => {
  test('begins with settings, what a person has prepared, and power, in this order', () => {
    const preparation = [cartridgeOf(100_000_000)];
    expect(begin('hash', { ...without, settings: exampleSettings, preparation })).toEqual({
      state: blankState(),
      end: { lastHash: 'hash', seq: 0 },
      from: 0,
      boot: [settingsFact, ...preparation, { type: 'power.applied', boot: 'first', gapMs: 0 }],
      verdict: 'new',
      moved: [],
      unseen: null,
    });
  });

  test('SR-072 nor does one begin otherwise whose journal was set aside, but for the worst that is assumed', () => {
    const aside = { kept: 'old.jsonl', reason: 'x'.repeat(500) };
    expect(beginAnew('hash', { ...without, settings: exampleSettings }, aside)).toEqual({
      state: blankState(),
      end: { lastHash: 'hash', seq: 0 },
      from: 0,
      boot: [
        settingsFact,
        { type: 'journal.setAside', kept: 'old.jsonl', reason: 'x'.repeat(400) },
        { type: 'power.lost', cause: 'supply' },
        { type: 'power.applied', boot: 'first', gapMs: 0 },
      ],
      verdict: 'interrupted',
      moved: [],
      unseen: null,
    });
  });

  test('SR-073 without settings none begins', req('SR-073'), () => {
    expect(() => begin('hash', without)).toThrow(NO_SETTINGS);
    expect(() => beginAnew('hash', without, { kept: 'x', reason: 'y' })).toThrow(NO_SETTINGS);
    expect(() => next(none, 0)).toThrow(NO_SETTINGS);
    expect(next(none, 0, { settings: exampleSettings })).toMatchObject({
      boot: [settingsFact, power(0)],
      verdict: 'new',
      end: { lastHash: none.lastHash, seq: 0 },
      from: 0,
      moved: [],
    });
  });
});

describe('SR-070 a pump that has run before', () => {
  test('goes on after an orderly end, with time and count of its journal', req('SR-070'), async () => {
    const read = await orderly();
    const last = lastOf(read);
    expect(next(read, 5 * MINUTE)).toMatchObject({
      boot: [power(5 * MINUTE)],
      verdict: 'clean',
      end: { lastHash: read.lastHash, seq: last.seq },
      from: last.monoMs + 5 * MINUTE,
      unseen: null,
    });
  });

  test('has lost its power where nobody switched it off', req('SR-070'), async () => {
    expect(next(await written(3, 'cut'), 1_000)).toMatchObject({
      boot: [{ type: 'power.lost', cause: 'supply' }, power(1_000)],
      verdict: 'interrupted',
    });
  });

  test.each<[number, number | null]>([
    [0, 0],
    [-1, null],
    [30 * DAY, 30 * DAY],
    [30 * DAY + 1, null],
  ])('was away for %d ms by the clock: %s', req('SR-072'), async (byClock, gapMs) => {
    const read = await orderly();
    const { boot, from } = next(read, byClock);
    expect(boot).toEqual([power(gapMs)]);
    expect(from).toBe(lastOf(read).monoMs + (gapMs ?? 0));
  });

  test('was away for nobody knows how long where its clock had leapt', req('SR-072', 'SR-076'), async () => {
    const pump = await corePump();
    pump.clock.shiftWall(60 * MINUTE);
    await pump.give({ type: 'clock.reached' });
    expect(pump.runtime.state().ledger.clock.phase).toBe('suspected');
    const reading = readJournal(`${pump.lines.join('\n')}\n`);
    if (!reading.ok) throw new Error(reading.error.problem);
    expect(next(reading.read, MINUTE).boot).toContainEqual(power(null));
  });

  test('takes other settings, and says nothing of the same ones', req('SR-105'), async () => {
    const read = await orderly();
    const other: Settings = { ...exampleSettings, maxBolusUu: 5_000_000 };
    expect(next(read, 0, { settings: structuredClone(exampleSettings) }).boot).toEqual([power(0)]);
    expect(next(read, 0, { settings: other }).boot).toEqual([
      { type: 'settings.changed', settings: other },
      power(0),
    ]);
  });

  test(
    'takes settings that are those in its memory, where those are not what was accepted',
    req('SR-066'),
    async () => {
      const read = structuredClone(await orderly());
      const settings: Settings = { ...exampleSettings, maxBolusUu: 24_000_000 };
      const spoilt = next(read, 0, { settings }, ({ envelope, state }) => {
        if (envelope.fact.type === 'power.lost')
          Object.assign(state.ledger.settings ?? {}, { maxBolusUu: 24_000_000 });
      });
      expect(spoilt.boot).toEqual([{ type: 'settings.changed', settings }, power(0)]);
    },
  );

  test('tells why it began anew, once it has power', req('SR-071'), async () => {
    const read = await orderly();
    expect(next(read, 0, { reset: 'brownOut' }).boot).toEqual([
      power(0),
      { type: 'watchdog.fired', cause: 'brownOut' },
    ]);
  });

  test.each([0, 1])(
    'SR-113 tells its supervisor of the pulses of the last hour, %i ms after the first of them',
    req('SR-113'),
    async late => {
      const pump = await corePump();
      await pump.give({ type: 'resume.requested' });
      await pump.wait(5 * MINUTE);
      await pump.give({ type: 'suspend.requested' });
      const moves = pump.steps.flatMap(({ commands, envelope: { monoMs: at } }) =>
        commands.flatMap(each => (each.type === 'moveMotor' ? [{ intent: each.pulse, at }] : [])),
      );
      const [first] = moves;
      if (first === undefined) throw new Error('nothing has moved');
      await pump.wait(first.at + 60 * MINUTE + late - pump.clock.now());
      await pump.runtime.stop('operator');
      const reading = readJournal(`${pump.lines.join('\n')}\n`);
      if (!reading.ok) throw new Error(reading.error.problem);
      expect(moves.length).toBeGreaterThan(1);
      expect(next(reading.read, 0).moved).toEqual(moves.slice(late));
    },
  );
});
