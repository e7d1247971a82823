import { describe, expect, test } from 'vitest';
import { encodeHeader } from '../../src/runtime/journal.ts';
import { checkTail, wasJournal } from '../../src/runtime/journalTail.ts';
import { req } from '../support/req.ts';
import { header, journalOf, smallJournal } from './journalExamples.ts';

const { text } = journalOf(smallJournal);
const lines = text.trimEnd().split('\n');
const whole = (list: readonly string[]): Uint8Array => Buffer.from(`${list.join('\n')}\n`);
const hashIn = (line: string | undefined): string => /"hash":"(\w+)"}$/.exec(line ?? '')?.[1] ?? '';
const changed = (line: string | undefined): string => (line ?? '').replace('"monoMs":', '"monoMs":1');

describe('SR-066 the end of a journal', () => {
  test(
    'that is whole is in order, wherever its first line is cut and its last one ends',
    req('SR-066'),
    () => {
      const bytes = Buffer.from(text);
      const first = bytes.indexOf('\n');
      const last = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
      for (let from = 0; from <= first; from += 7) expect(checkTail(bytes.subarray(from))).toEqual([]);
      for (let to = last; to <= bytes.length; to += 7) expect(checkTail(bytes.subarray(0, to))).toEqual([]);
      expect(first).toBeGreaterThan(70);
      expect(bytes.length - last).toBeGreaterThan(70);
    },
  );

  test(
    'is not judged by a first line, which may be cut, nor by a last one that is on its way',
    req('SR-066'),
    () => {
      expect(checkTail(whole([changed(lines[1]), ...lines.slice(2)]))).toEqual([]);
      expect(checkTail(Buffer.from(`${text}nonsense`))).toEqual([]);
      expect(checkTail(Buffer.from('nonsense\n'))).toEqual([]);
    },
  );

  test.each([2, 3, 4, 5])(
    'shows a line %i that is changed, lost, or no record',
    req('SR-066', 'SR-074'),
    at => {
      const line = lines[at];
      expect(checkTail(whole(lines.with(at, changed(line))))).toEqual([
        `A line of the journal does not match its hash ${hashIn(line)}.`,
      ]);
      expect(checkTail(whole(lines.with(at, 'nonsense')))).toEqual([
        'A line at the end of the journal is no record.',
      ]);
      expect(checkTail(whole(lines.with(at, '{"prev":"a"}')))).toEqual([
        'A line at the end of the journal is no record.',
      ]);
      // The last of them may be missing: it might not have been written yet.
      if (at < lines.length - 1)
        expect(checkTail(whole(lines.toSpliced(at, 1)))).toEqual([
          `A line of the journal does not follow the line ${hashIn(lines[at - 1])}.`,
        ]);
    },
  );

  test('shows a first line in its middle', req('SR-074'), () => {
    expect(checkTail(whole([...lines.slice(0, 3), encodeHeader(header).line]))).toEqual([
      `A line of the journal does not follow the line ${hashIn(lines[2])}.`,
    ]);
  });
});

describe('a file was a journal', () => {
  const damaged = lines.map(changed).with(0, 'nonsense');

  test.each([...lines.keys()])('when its line %i alone is whole', at => {
    expect(wasJournal(whole(damaged.with(at, lines[at] ?? '')))).toBe(true);
  });

  test('and was none when no line is, or the only one has no end', () => {
    expect(wasJournal(whole(damaged))).toBe(false);
    expect(wasJournal(Buffer.from(`${damaged.join('\n')}\n${lines[1]}`))).toBe(false);
    expect(wasJournal(Buffer.from(''))).toBe(false);
    expect(wasJournal(whole(['time,glucose', '1,100', '{"hash":"a"}']))).toBe(false);
  });
});
