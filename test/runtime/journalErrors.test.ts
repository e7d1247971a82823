import { describe, expect, test } from 'vitest';
import { encodeEntry, encodeHeader } from '../../src/runtime/journal.ts';
import { type JournalError, readJournal } from '../../src/runtime/journalRead.ts';
import { req } from '../support/req.ts';
import { header, journalOf, smallJournal } from './journalExamples.ts';

const { text } = journalOf(smallJournal);
const lines = text.trimEnd().split('\n');
const begun = encodeHeader(header);
const hashIn = (line: string | undefined): string => /"hash":"(\w+)"}$/.exec(line ?? '')?.[1] ?? '';
const whole = (list: readonly string[]): string => `${list.join('\n')}\n`;

const refused = (journal: string | Uint8Array): JournalError => {
  const reading = readJournal(journal);
  if (reading.ok) throw new Error('the journal was read, but should not have been');
  return reading.error;
};

const DAMAGED =
  'The file was damaged or edited after it was written. Keep it for service and restore an untouched copy, ' +
  'or begin a new journal; the insulin on board is then unknown.';
const NO_HEADER = 'Give the path of a journal written by Islet, or begin a new one.';
const OTHER_VERSION =
  'It was written by another version of Islet, or edited: read it with the version that wrote it.';

describe('what is wrong with a journal is told by line, field, value, problem and remedy:', () => {
  test('it is empty, or ends in its first line', () => {
    const error = { line: 1, field: 'islet', remedy: NO_HEADER };
    expect(refused('')).toEqual({ ...error, value: '', problem: 'the file is empty' });
    expect(refused('{"islet":')).toEqual({
      ...error,
      value: '{"islet":',
      problem: 'there is no whole first line',
    });
  });

  test('it is none', () => {
    expect(refused('time,glucose\n1,100\n')).toEqual({
      line: 1,
      field: 'islet',
      value: 'time,glucose',
      problem: 'this is not a journal of Islet',
      remedy: NO_HEADER,
    });
  });

  test.each([
    [80, 'x'.repeat(80)],
    [81, `${'x'.repeat(79)}…`],
  ])('a line of %i characters that is no JSON, shortened to 80', (length, value) => {
    expect(refused(whole([begun.line, 'x'.repeat(length)]))).toEqual({
      line: 2,
      field: 'line',
      value,
      problem: 'this is not JSON',
      remedy: DAMAGED,
    });
  });

  test.each([1, 3, 5])('SR-074 line %i does not match its hash', req('SR-074'), at => {
    const line = lines[at] ?? '';
    const changed = line.replace('"state":"0', '"state":"1');
    const error = refused(whole(lines.with(at, changed)));
    expect(error).toEqual({
      line: at + 1,
      field: 'hash',
      value: hashIn(line),
      problem: expect.stringMatching(/^the line does not match its hash: it has [0-9a-f]{32}$/),
      remedy: DAMAGED,
    });
    // With the hash that it names the line would be whole; but nothing follows it.
    const mended = changed.replace(hashIn(line), error.problem.slice(-32));
    expect(refused(whole([...lines.with(at, mended), ...lines.slice(-1)]))).toMatchObject({ field: 'prev' });
  });

  test('SR-074 a line is missing', req('SR-074'), () => {
    expect(refused(whole(lines.toSpliced(2, 1)))).toEqual({
      line: 3,
      field: 'prev',
      value: hashIn(lines[2]),
      problem: `the line before has the hash ${hashIn(lines[1])}: a line is missing, added or out of place`,
      remedy: DAMAGED,
    });
  });

  test('SR-074 steps are not in order, or time goes back', req('SR-074'), () => {
    const [first, second] = smallJournal;
    if (first === undefined || second === undefined) throw new Error('the small journal is too small');
    expect(refused(journalOf([first, { ...second, seq: 3 }]).text)).toEqual({
      line: 3,
      field: 'seq',
      value: '3',
      problem: 'step 2 should stand here',
      remedy: DAMAGED,
    });
    expect(
      refused(
        journalOf([
          { ...first, monoMs: second.monoMs },
          { ...second, monoMs: first.monoMs },
        ]).text,
      ),
    ).toEqual({
      line: 3,
      field: 'monoMs',
      value: '0 ms',
      problem: 'time goes back from 1000 ms',
      remedy: DAMAGED,
    });
    expect(readJournal(journalOf([first, { ...second, monoMs: first.monoMs }]).text)).toMatchObject({
      ok: true,
    });
  });

  test('a field is missing, or one too many, or there are none at all', () => {
    const sealed = (change: object) =>
      whole([begun.line, encodeEntry({ ...smallJournal[0], ...change } as never, begun.hash).line]);
    expect(refused(sealed({ fact: { type: 'intent.recorded' } }))).toEqual({
      line: 2,
      field: 'fact.pulse',
      value: 'missing',
      problem: expect.stringContaining('expected'),
      remedy: OTHER_VERSION,
    });
    const [, entry = ''] = lines;
    expect(refused(whole([begun.line, `{"more":1,${entry.slice(1)}`]))).toEqual({
      line: 2,
      field: 'line',
      value: expect.stringMatching(/^{"more":1,"seq":1.{62}…$/),
      problem: expect.stringContaining('more'),
      remedy: OTHER_VERSION,
    });
    expect(refused(whole([begun.line, '5']))).toMatchObject({ line: 2, field: 'line', value: '5' });
    expect(refused(whole([begun.line, 'null']))).toMatchObject({ field: 'line', value: 'null' });
    expect(refused('"islet"\n')).toMatchObject({ line: 1, field: 'line', value: '"islet"' });
    expect(refused(sealed({ fact: null }))).toMatchObject({ field: 'fact', value: 'null' });
  });
});

test.each([
  ['before the newline of the last line', -1],
  ['in the last line', -60],
])('SR-070 what is cut %s reads as the lines before, and a torn tail', req('SR-070'), (_where, by) => {
  const bytes = Buffer.from(text);
  const atByte = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
  const reading = readJournal(bytes.subarray(0, by));
  expect(reading).toMatchObject({
    ok: true,
    read: {
      entries: smallJournal.slice(0, -1),
      lastHash: hashIn(lines.at(-2)),
      torn: { atByte, bytes: bytes.length + by - atByte },
      cleanEnd: false,
    },
  });
});

test(
  'SR-070 only an order to switch off is a clean end, and only when nothing is torn after it',
  req('SR-070'),
  () => {
    const ending = (fact: (typeof smallJournal)[number]['fact'], tail = ''): boolean => {
      const reading = readJournal(
        journalOf(smallJournal.with(-1, { ...smallJournal[4], fact } as never)).text + tail,
      );
      if (!reading.ok) throw new Error(reading.error.problem);
      return reading.read.cleanEnd;
    };
    expect(ending({ type: 'power.lost', cause: 'operator' })).toBe(true);
    expect(ending({ type: 'power.lost', cause: 'operator' }, '{')).toBe(false);
    expect(ending({ type: 'power.lost', cause: 'supply' })).toBe(false);
    expect(ending({ type: 'clock.reached' })).toBe(false);
    expect(readJournal(`${begun.line}\n`)).toMatchObject({
      ok: true,
      read: { cleanEnd: false, entries: [] },
    });
  },
);

test('a journal is read from a part of a larger store of bytes as from its own', () => {
  const store = new Uint8Array(Buffer.from(`padding${text}more`));
  const part = store.subarray(7, 7 + Buffer.byteLength(text));
  expect(readJournal(part)).toEqual(readJournal(text));
});
