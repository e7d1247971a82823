import { describe, expect, test } from 'vitest';
import { cartridgeOf } from '../../src/domain/change.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { wallMs } from '../../src/domain/units.ts';
import { DIGEST } from '../../src/runtime/digest.ts';
import type { Entry } from '../../src/runtime/journal.ts';
import { type JournalRead, readJournal } from '../../src/runtime/journalRead.ts';
import {
  begin,
  beginAnew,
  otherRelease,
  provenSettings,
  recover,
  replay,
  Unreplayable,
} from '../../src/runtime/recover.ts';
import { blankState } from '../../src/runtime/state.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';
import { header } from './journalExamples.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What a pump has written that has delivered for so long, and was then switched off, or not. */
const written = async (
  minutes: number,
  end: 'operator' | 'cut',
  ...facts: readonly Fact[]
): Promise<JournalRead> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.wait(minutes * MINUTE);
  for (const fact of facts) await pump.give(fact);
  if (end === 'operator') await pump.runtime.stop('operator');
  const reading = readJournal(`${pump.lines.join('\n')}\n`);
  if (!reading.ok) throw new Error(reading.error.problem);
  return reading.read;
};
const orderly = shared(() => written(3, 'operator'));
const none: JournalRead = {
  header: { ...header, digest: DIGEST },
  entries: [],
  lastHash: 'hash of the header',
  torn: null,
  cleanEnd: false,
};

const lastOf = ({ entries }: JournalRead): Entry => {
  const last = entries.at(-1);
  if (last === undefined) throw new Error('the journal is empty');
  return last;
};
const power = (gapMs: number | null): Fact => ({ type: 'power.applied', boot: 'next', gapMs });

/** The next boot, so long after the last line. */
const next = (
  read: JournalRead,
  gapMs: number,
  more: Partial<Parameters<typeof recover>[1]> = {},
  watch?: Parameters<typeof recover>[2],
) =>
  recover(
    read,
    {
      boot: 'next',
      wallMs: wallMs((read.entries.at(-1)?.wallMs ?? 1_760_000_000_000) + gapMs),
      settings: null,
      preparation: [],
      ...more,
    },
    watch,
  );

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

describe('whoever watches a journal that is taken again', () => {
  test('is told of each step, with the state before it', async () => {
    const read = await orderly();
    const seen: unknown[] = [];
    const { state } = next(read, 0, {}, step => seen.push(step));
    expect(seen.map(each => (each as { envelope: { fact: Fact } }).envelope.fact)).toEqual(
      read.entries.map(({ fact }) => fact),
    );
    expect(seen.at(-1)).toMatchObject({ state: { timers: state.timers } });
    const steps = seen as readonly { readonly before: unknown; readonly state: unknown }[];
    for (const [index, { before }] of steps.entries())
      if (index > 0) expect(before).toBe(steps[index - 1]?.state);
  });

  test('harms nobody: what it threw first is told, and how often', async () => {
    const read = await orderly();
    let count = 0;
    const watch = () => {
      count += 1;
      if (count === 3) throw new Error('first');
      if (count > 3) throw 'second';
    };
    const start = next(read, 0, {}, watch);
    expect(start.unseen).toEqual({ steps: read.entries.length - 2, why: 'first' });
    expect(start).toMatchObject({ verdict: 'clean', end: { seq: lastOf(read).seq } });
    const said = next(read, 0, {}, () => {
      throw 'a word';
    });
    expect(said.unseen).toEqual({ steps: read.entries.length, why: 'a word' });
  });
});

/** The first entry by which anything was commanded, and where it stands. */
const firstCommand = ({ entries }: JournalRead): { readonly at: number; readonly entry: Entry } => {
  const at = entries.findIndex(({ commands }) => commands.length > 0);
  const entry = entries[at];
  if (entry === undefined) throw new Error('nothing was commanded');
  return { at, entry };
};
const altered = (read: JournalRead, change: Partial<Entry>): JournalRead => {
  const { at } = firstCommand(read);
  return {
    ...read,
    entries: read.entries.map((entry, index) => (index === at ? { ...entry, ...change } : entry)),
  };
};
const OTHER_STATE = { state: '0123456789abcdef' };
const DEFECT: Partial<Entry> = { fact: { type: 'force.measured', forceMn: 5_000_000 } };

describe('SR-074 a journal that comes to something else now', () => {
  test.each<[string, Partial<Entry>, (entry: Entry, where: string) => string]>([
    [
      'other commands',
      { commands: [] },
      ({ commands }, where) => `${where} gave [] then and ${JSON.stringify(commands)} now`,
    ],
    [
      'another state',
      OTHER_STATE,
      ({ state }, where) => `${where} led to state 0123456789abcdef then and to ${state} now`,
    ],
    ['a defect', DEFECT, () => '5000000'],
  ])('by %s is refused by what differs', req('SR-074'), async (_what, change, says) => {
    const read = await orderly();
    const { entry } = firstCommand(read);
    const forged = altered(read, change);
    expect(() => next(forged, 0)).toThrow(Unreplayable);
    expect(() => next(forged, 0)).toThrow(
      `the journal does not replay: ${says(entry, `step ${entry.seq} (${entry.fact.type})`)}`,
    );
  });

  test('differs at the first step that does, and at none where it is the same', req('SR-074'), async () => {
    const read = await orderly();
    const whole = replay(read.entries);
    expect(whole).toEqual({
      state: expect.anything(),
      steps: read.entries.length,
      same: true,
      firstDifference: null,
    });
    expect(replay(altered(read, OTHER_STATE).entries)).toMatchObject({
      steps: firstCommand(read).at + 1,
      same: false,
    });
    expect(replay([])).toMatchObject({ steps: 0, same: true });
    expect(() =>
      replay(read.entries, () => {
        throw new Error('of the watcher');
      }),
    ).toThrow('of the watcher');
  });

  test('of another release is not compared at all', async () => {
    const read = await orderly();
    const foreign = { ...read, header: { ...read.header, digest: DIGEST + 1 } };
    expect(otherRelease(read)).toBeNull();
    expect(otherRelease(foreign)).toBe(
      `it was written by another release (digest ${DIGEST + 1}, this one has ${DIGEST}), and its states cannot be compared: go on with it in the release that wrote it, or begin anew with a new cartridge`,
    );
    expect(() => next(foreign, 0)).toThrow(Unreplayable);
    expect(() => next(foreign, 0)).toThrow('another release');
    expect(new Unreplayable('x').name).toBe('Unreplayable');
  });

  test(
    'SR-105 its settings are still proven by its facts, as long as those can be taken',
    req('SR-105'),
    async () => {
      const read = await orderly();
      expect(provenSettings(altered(read, { ...OTHER_STATE, commands: [] }).entries)).toEqual(
        exampleSettings,
      );
      expect(provenSettings([])).toBeNull();
      expect(provenSettings(altered(read, DEFECT).entries)).toBeNull();
    },
  );
});
