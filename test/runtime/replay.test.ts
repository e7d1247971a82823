import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { DIGEST } from '../../src/runtime/digest.ts';
import type { Entry } from '../../src/runtime/journal.ts';
import type { JournalRead } from '../../src/runtime/journalRead.ts';
import { otherRelease, provenSettings, replay, Unreplayable } from '../../src/runtime/recover.ts';
import { req } from '../support/req.ts';

import { lastOf, next, orderly } from './written.ts';

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
