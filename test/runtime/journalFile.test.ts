import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createJournalFile, type FileCalls, openJournalFile } from '../../hardware/storage/fileJournal.ts';
import { type Entry, encodeHeader, journalOn } from '../../src/runtime/journal.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { header, journalOf, smallJournal } from './journalExamples.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'islet-journal-'));
  path = join(folder, 'pump.jsonl');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const { line: firstLine, hash: headerHash } = encodeHeader(header);
const { text, lastHash } = journalOf(smallJournal);
const lines = text.trimEnd().split('\n').slice(1);

/** An error of the operating system, as node:fs throws it. */
const trouble = (code: string) => () => {
  throw Object.assign(new Error(`${code}: simulated`), { code });
};

/** The real file system, with some calls replaced. */
const withCalls = (calls: Partial<FileCalls>): FileCalls => ({ ...fs, ...calls });

describe('a journal on disk', () => {
  test('what a run writes is there, byte for byte, for the next one to go on with', () => {
    const file = createJournalFile(path, firstLine);
    const journal = journalOn(file, { lastHash: headerHash, seq: 0 });
    for (const entry of smallJournal) journal.append(entry, entry.seq % 2 === 0);
    journal.close();
    file.close();
    file.close();
    expect(fs.readFileSync(path, 'utf8')).toBe(text);
    const again = openJournalFile(path);
    expect(Buffer.from(again.bytes).toString()).toBe(text);
    expect(again.repaired).toBeNull();
    const next = journalOn(again, { lastHash, seq: smallJournal.length });
    next.append(
      { ...smallJournal[0], seq: smallJournal.length + 1, monoMs: smallJournal.at(-1)?.monoMs } as never,
      true,
    );
    next.close();
    again.close();
    expect(readJournal(fs.readFileSync(path))).toMatchObject({
      ok: true,
      read: { entries: { length: smallJournal.length + 1 } },
    });
  });

  test('the first line is durable before the file has its name, and the folder after', () => {
    const order: string[] = [];
    const noted = <Call extends (...given: never[]) => unknown>(name: string, call: Call): Call =>
      new Proxy(call, {
        apply: (target, _, given) => {
          order.push(name);
          return Reflect.apply(target, undefined, given);
        },
      });
    const calls = withCalls({
      writeSync: noted('write', fs.writeSync),
      fsyncSync: noted('sync', fs.fsyncSync),
      renameSync: noted('rename', fs.renameSync),
    });
    createJournalFile(path, firstLine, calls).close();
    expect(order).toEqual(['write', 'sync', 'rename', 'sync']);
  });

  test('a write that takes only part of a line is continued', () => {
    const dribble = ((file: number, bytes: Buffer, from: number) =>
      fs.writeSync(file, bytes, from, Math.min(7, bytes.length - from))) as FileCalls['writeSync'];
    const file = createJournalFile(path, firstLine, withCalls({ writeSync: dribble }));
    for (const line of lines) file.append(line);
    file.close();
    expect(fs.readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('a torn tail', () => {
  test('SR-070 at every byte it is kept in a copy, cut off, and the next line follows the last whole one', () => {
    const two = [smallJournal[0], smallJournal[3]].map(
      (entry, index) => ({ ...entry, seq: index + 1 }) as Entry,
    );
    const bytes = Buffer.from(journalOf(two).text);
    const headerEnd = bytes.indexOf('\n') + 1;
    // Hundreds of real syncs would only wear the disk; their order has its own test.
    const unsynced = withCalls({ fsyncSync: () => {} });
    let repairs = 0;
    for (let cut = headerEnd; cut <= bytes.length; cut += 1) {
      fs.writeFileSync(path, bytes.subarray(0, cut));
      const whole = bytes.subarray(0, cut).lastIndexOf('\n') + 1;
      const file = openJournalFile(path, unsynced);
      expect(Buffer.from(file.bytes)).toEqual(bytes.subarray(0, cut));
      if (whole === cut) expect(file.repaired).toBeNull();
      else {
        expect(file.repaired).toMatchObject({ atByte: whole, bytes: cut - whole });
        expect(fs.readFileSync(file.repaired?.copy ?? '')).toEqual(bytes.subarray(whole, cut));
        repairs += 1;
      }
      file.append('next');
      file.close();
      expect(fs.readFileSync(path, 'utf8')).toBe(`${bytes.subarray(0, whole)}next\n`);
    }
    expect(repairs).toBe(bytes.length - headerEnd - two.length);
    // One copy for each repair: none was overwritten by a later one at the same byte.
    expect(fs.readdirSync(folder).filter(name => name.includes('.torn-')).length).toBe(repairs);
  });

  test('nothing is cut when the copy cannot be kept', () => {
    fs.writeFileSync(path, `${text}torn`);
    expect(() => openJournalFile(path, withCalls({ writeSync: trouble('ENOSPC') }))).toThrow(/free space/);
    expect(fs.readFileSync(path, 'utf8')).toBe(`${text}torn`);
    // The lock was given back: another attempt gets as far.
    expect(openJournalFile(path).repaired?.bytes).toBe(4);
  });
});

describe('one controller at a time', () => {
  test('a second opener is refused in this process, and let in after the first has closed', () => {
    const first = createJournalFile(path, firstLine);
    expect(() => openJournalFile(path)).toThrow(
      /another controller has this journal open.*stop the other one/,
    );
    first.close();
    openJournalFile(path).close();
  });

  test('a second process is refused, and a killed one leaves no lock', () => {
    const module = new URL('../../hardware/storage/fileJournal.ts', import.meta.url).href;
    const open = `const {openJournalFile} = await import(${JSON.stringify(module)}); openJournalFile(${JSON.stringify(path)});`;
    const run = (then: string) =>
      spawnSync(process.execPath, ['--input-type=module', '-e', `${open}${then}`], { encoding: 'utf8' });
    const first = createJournalFile(path, firstLine);
    const refusedRun = run('');
    expect(refusedRun.status).toBe(1);
    expect(refusedRun.stderr).toMatch(/another controller/);
    first.close();
    expect(run("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});").signal).toBe('SIGKILL');
    openJournalFile(path).close();
  });
});

describe('trouble with the file system is told with its remedy', () => {
  test('a missing folder, a missing file, a file in the way, a folder in its place', () => {
    expect(() => createJournalFile(join(folder, 'no', 'pump.jsonl'), firstLine)).toThrow(/folder must exist/);
    expect(() => openJournalFile(path)).toThrow(/no such journal/);
    expect(fs.readdirSync(folder)).toEqual([]);
    createJournalFile(path, firstLine).close();
    expect(() => createJournalFile(path, firstLine)).toThrow(/there is a file already/);
    fs.mkdirSync(join(folder, 'dir'));
    expect(() => openJournalFile(join(folder, 'dir'))).toThrow(/name a file in it/);
  });

  test('no permission', () => {
    expect(() => createJournalFile(path, firstLine, withCalls({ openSync: trouble('EACCES') }))).toThrow(
      /EACCES.*change the permissions/,
    );
    expect(fs.existsSync(path)).toBe(false);
  });

  test('SR-075 a full disk: half a line is taken back, and the file reads as before', () => {
    const file = createJournalFile(path, firstLine);
    file.append(lines[0] ?? '');
    file.close();
    const before = fs.readFileSync(path, 'utf8');
    const half = ((to: number, bytes: Buffer, from: number) => {
      if (from > 0) trouble('ENOSPC')();
      return fs.writeSync(to, bytes, 0, 10);
    }) as FileCalls['writeSync'];
    const full = openJournalFile(path, withCalls({ writeSync: half }));
    expect(() => full.append(lines[1] ?? '')).toThrow(/cannot append.*ENOSPC.*free space/);
    full.close();
    expect(fs.readFileSync(path, 'utf8')).toBe(before);
  });

  test('a sync that fails', () => {
    const file = createJournalFile(path, firstLine, withCalls({ fdatasyncSync: trouble('EIO') }));
    file.append(lines[0] ?? '');
    expect(() => file.sync()).toThrow(/EIO.*replace it/);
    file.close();
  });

  test.runIf(fs.existsSync('/dev/full'))('a device that is really full', () => {
    const file = createJournalFile(
      path,
      firstLine,
      withCalls({
        openSync: ((at: string, how: string) =>
          fs.openSync(how === 'a' ? '/dev/full' : at, how)) as FileCalls['openSync'],
      }),
    );
    expect(() => file.append(lines[0] ?? '')).toThrow(/ENOSPC/);
    file.close();
  });
});
