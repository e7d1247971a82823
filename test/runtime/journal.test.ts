import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alarmNames } from '../../src/domain/alarms.ts';
import { factSchema } from '../../src/domain/facts.ts';
import { DIGEST } from '../../src/runtime/digest.ts';
import { type Entry, encodeEntry, encodeHeader, journalOn } from '../../src/runtime/journal.ts';
import { type JournalError, type JournalRead, readJournal } from '../../src/runtime/journalRead.ts';
import { commandSchema } from '../../src/runtime/journalSchemas.ts';
import { anyCommand, anyEntries, anyFact, header, journalOf, smallJournal } from './journalExamples.ts';

const wellRead = (text: string | Uint8Array): JournalRead => {
  const reading = readJournal(text);
  if (!reading.ok)
    throw new Error(`line ${reading.error.line}, ${reading.error.field}: ${reading.error.problem}`);
  return reading.read;
};

const refused = (text: string | Uint8Array): JournalError => {
  const reading = readJournal(text);
  if (reading.ok) throw new Error('the journal was read, but should not have been');
  return reading.error;
};

const small = Buffer.from(journalOf(smallJournal).text);

describe('what is written can be read', () => {
  test('SR-115 every kind of fact and command is among the examples', () => {
    const kinds = (of: fc.Arbitrary<{ type: string }>) =>
      new Set(fc.sample(of, { numRuns: 4_000, seed: 1 }).map(one => one.type));
    expect(kinds(anyFact).size).toBe(factSchema.options.length);
    expect(kinds(anyCommand).size).toBe(commandSchema.options.length);
    expect(alarmNames.length).toBeGreaterThan(0);
  });

  test('SR-074 SR-115 any journal reads back as what was written', () => {
    let entriesRead = 0;
    fc.assert(
      fc.property(anyEntries(12), entries => {
        const { text, lastHash } = journalOf(entries);
        const read = wellRead(text);
        const last = entries.at(-1)?.fact;
        // A loss of the supply is no order.
        const cleanEnd = last?.type === 'power.lost' && last.cause !== 'supply';
        expect(read).toEqual({
          header: { ...header, digest: DIGEST },
          entries,
          lastHash,
          torn: null,
          cleanEnd,
        });
        expect(wellRead(Buffer.from(text))).toEqual(read);
        entriesRead += entries.length;
      }),
      { numRuns: 200 },
    );
    expect(entriesRead).toBeGreaterThan(0);
  });
});

describe('a torn end', () => {
  test('SR-070 cut at any byte after the header, a journal reads as the entries before the cut and a torn tail', () => {
    const headerEnd = small.indexOf('\n') + 1;
    let torn = 0;
    for (let cut = headerEnd; cut <= small.length; cut += 1) {
      const read = wellRead(small.subarray(0, cut));
      const whole = small.subarray(0, cut).lastIndexOf('\n') + 1;
      expect(read.entries).toEqual(smallJournal.slice(0, read.entries.length));
      expect(read.entries.length).toBe(small.subarray(0, cut).toString().split('\n').length - 2);
      expect(read.torn).toEqual(whole === cut ? null : { atByte: whole, bytes: cut - whole });
      expect(read.cleanEnd).toBe(cut === small.length);
      if (read.torn) torn += 1;
    }
    expect(torn).toBe(small.length - headerEnd - smallJournal.length);
  });

  test('a file cut within its first line is refused with what to do, and so is an empty one', () => {
    const headerEnd = small.indexOf('\n') + 1;
    for (let cut = 0; cut < headerEnd; cut += 1) {
      expect(refused(small.subarray(0, cut))).toMatchObject({
        line: 1,
        field: 'islet',
        remedy: expect.stringContaining('begin a new one'),
      });
    }
    expect(headerEnd).toBeGreaterThan(0);
  });
});

describe('damage', () => {
  test('SR-074 any single changed byte shows, and the line it is in is named', () => {
    let detected = 0;
    let line = 1;
    for (let at = 0; at < small.length; at += 1) {
      for (const flip of [0x01, 0x20, 0x80, 0xff]) {
        const changed = Buffer.from(small);
        changed[at] = (small[at] ?? 0) ^ flip;
        const reading = readJournal(changed);
        // Without its newline the last line counts as never finished.
        if (at === small.length - 1)
          expect(reading).toMatchObject({
            ok: true,
            read: { torn: { bytes: small.length - small.lastIndexOf('\n', at - 1) - 1 } },
          });
        else expect(reading).toMatchObject({ ok: false, error: { line } });
        detected += 1;
      }
      if (small[at] === 10) line += 1;
    }
    expect(detected).toBe(4 * small.length);
  });

  test('any two bytes changed at once show too', () => {
    const place = fc.nat(small.length - 2);
    fc.assert(
      fc.property(
        place,
        place,
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: 1, max: 255 }),
        (one, two, flipOne, flipTwo) => {
          fc.pre(one !== two);
          const changed = Buffer.from(small);
          changed[one] = (changed[one] ?? 0) ^ flipOne;
          changed[two] = (changed[two] ?? 0) ^ flipTwo;
          expect(readJournal(changed).ok).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('SR-074 a line lost, repeated or moved shows', () => {
    const lines = small.toString().trimEnd().split('\n');
    const without = (at: number) => `${lines.toSpliced(at, 1).join('\n')}\n`;
    for (let at = 1; at < lines.length - 1; at += 1) {
      expect(refused(without(at))).toMatchObject({ line: at + 1, field: 'prev' });
      expect(refused(`${lines.toSpliced(at, 0, lines[at] ?? '').join('\n')}\n`)).toMatchObject({
        line: at + 2,
        field: 'prev',
      });
    }
    expect(refused(without(0))).toMatchObject({ line: 1, field: 'islet' });
  });

  test('SR-074 steps out of count and time that goes back are refused even with perfect hashes', () => {
    const [first, second] = smallJournal;
    if (!first || !second) throw new Error('the small journal is too small');
    expect(refused(journalOf([first, { ...second, seq: 3 }]).text)).toMatchObject({
      line: 3,
      field: 'seq',
      value: '3',
    });
    expect(refused(journalOf([second]).text)).toMatchObject({ line: 2, field: 'seq', value: '2' });
    const late: Entry = { ...first, monoMs: second.monoMs };
    expect(refused(journalOf([late, { ...second, monoMs: first.monoMs }]).text)).toMatchObject({
      line: 3,
      field: 'monoMs',
      value: '0 ms',
    });
  });

  test('a malformed fact is refused with line, field, value and remedy', () => {
    const begun = encodeHeader(header);
    const fact = { type: 'bolus.requested', bolus: 'b', amountUu: -5 };
    // Sealed as the writer would, so that only the schema can object.
    const { line } = encodeEntry({ ...smallJournal[0], fact } as never, begun.hash);
    expect(refused(`${begun.line}\n${line}\n`)).toEqual({
      line: 2,
      field: 'fact.amountUu',
      value: '-5',
      problem: expect.stringContaining('>0'),
      remedy: expect.stringContaining('another version'),
    });
    const { line: foreign } = encodeEntry(
      { ...smallJournal[0], commands: [{ type: 'fly' }] } as never,
      begun.hash,
    );
    expect(refused(`${begun.line}\n${foreign}\n`)).toMatchObject({ line: 2, field: 'commands.0.type' });
  });

  test('another kind of file and another version are refused by name', () => {
    expect(refused('time,glucose\n1,100\n')).toMatchObject({
      line: 1,
      field: 'islet',
      value: 'time,glucose',
    });
    const { line } = encodeHeader({ ...header, version: 2 } as never);
    expect(refused(`${line}\n`)).toMatchObject({ line: 1, field: 'version', value: '2' });
  });
});

/** Storage in memory, which notes what was durable when. */
const memory = (failing: { readonly append?: string; readonly sync?: string } = {}) => {
  const calls: string[] = [];
  let text = '';
  const fail = (code: string | undefined): void => {
    if (code) throw Object.assign(new Error(`${code}: simulated`), { code });
  };
  return {
    port: {
      append: (line: string) => {
        fail(failing.append);
        calls.push('append');
        text += `${line}\n`;
      },
      sync: () => {
        fail(failing.sync);
        calls.push('sync');
      },
    },
    calls,
    text: () => text,
  };
};

const begun = encodeHeader(header);
const start = { lastHash: begun.hash, seq: 0 };
const step = (seq: number, commands: Entry['commands'] = []): Entry => ({
  seq,
  monoMs: smallJournal[0]?.monoMs as Entry['monoMs'],
  wallMs: smallJournal[0]?.wallMs as Entry['wallMs'],
  fact: { type: 'clock.reached' },
  commands,
  state: '0123456789abcdef',
});
const intent = (pulse: number): Entry['commands'] => [
  { type: 'recordIntent', pulse: { pulse, channel: 'basal', bolus: null } },
];

describe('the journal of a running pump', () => {
  test('what it writes on any storage is what encodeEntry says, and only durable steps are synced', () => {
    fc.assert(
      fc.property(anyEntries(8), fc.infiniteStream(fc.boolean()), (entries, durables) => {
        const storage = memory();
        const journal = journalOn(storage.port, start);
        const expected: string[] = [];
        for (const entry of entries) {
          const durable = durables.next().value;
          journal.append(entry, durable);
          expected.push('append', ...(durable ? ['sync'] : []));
        }
        expect(`${begun.line}\n${storage.text()}`).toBe(journalOf(entries).text);
        expect(storage.calls).toEqual(expected);
        journal.close();
        journal.close();
        expect(storage.calls).toEqual([...expected, 'sync']);
        expect(() => journal.append(step(entries.length + 1), true)).toThrow(/closed/);
      }),
    );
  });

  test('SR-005 it holds a pulse from its durable intent to its outcome, and no other pulse', () => {
    const journal = journalOn(memory().port, start);
    journal.append(step(1, intent(7)), false);
    expect(journal.holds(7)).toBe(false);
    journal.append(step(2), true);
    expect(journal.holds(7)).toBe(true);
    expect(journal.holds(6)).toBe(false);
    expect(journal.holds(8)).toBe(false);
    journal.append(step(3, [{ type: 'recordOutcome', pulse: 6, outcome: 'void' }]), true);
    expect(journal.holds(7)).toBe(true);
    journal.append(step(4, [{ type: 'recordOutcome', pulse: 7, outcome: 'verified' }]), true);
    expect(journal.holds(7)).toBe(false);
    journal.append(step(5, intent(8)), true);
    expect(journal.holds(8)).toBe(true);
  });

  test.each([
    ['the disk is full', { append: 'ENOSPC' }],
    ['permission was withdrawn', { append: 'EACCES' }],
    ['the sync fails', { sync: 'EIO' }],
  ])('SR-075 when %s it throws, holds nothing, and stays failed', (_, failing) => {
    const storage = memory(failing);
    const journal = journalOn(storage.port, start);
    expect(() => journal.append(step(1, intent(1)), true)).toThrow(/simulated/);
    expect(journal.holds(1)).toBe(false);
    const written = storage.text();
    expect(() => journal.append(step(1), false)).toThrow(/failed/);
    expect(() => journal.append(step(2), false)).toThrow(/failed/);
    journal.close();
    expect(storage.text()).toBe(written);
    expect(() => journal.append(step(1), false)).toThrow('the journal is failed and takes no more');
  });

  test('it refuses a step out of count, and a record that could not be read back', () => {
    const storage = memory();
    expect(() => journalOn(storage.port, start).append(step(2), true)).toThrow(/step 2 cannot follow step 0/);
    const unreadable: Entry = { ...step(1), fact: { type: 'motor.failed', pulse: 1, reason: '' } };
    expect(() => journalOn(storage.port, start).append(unreadable, true)).toThrow(/reason/);
    expect(storage.text()).toBe('');
  });
});
