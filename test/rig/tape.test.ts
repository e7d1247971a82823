import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Unwritten } from '../../hardware/rig/run/phases.ts';
import {
  journalTo,
  nextAttempt,
  tapeTo,
  transcriptsIn,
  type WriteSome,
} from '../../hardware/rig/run/tape.ts';
import { acceptance, only } from './acceptanceRun.ts';

const out = mkdtempSync(join(tmpdir(), 'islet-tape-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

test('a transcript lies on the disk while its run goes on, phase by phase', async () => {
  const sizes: number[] = [];
  const { folder } = await acceptance(out, {
    phases: only('power on', 'stalled motor'),
    tell: line => {
      if (line.startsWith('PASS')) sizes.push(statSync(join(out, 'rig-1', 'serial.jsonl')).size);
    },
  });
  expect(folder).toBe(join(out, 'rig-1'));
  expect(sizes.length).toBeGreaterThan(3);
  // What the phase before has said is there when this one ends, and more comes.
  expect(sizes.at(-1)).toBeGreaterThan(30_000);
  expect(sizes[1]).toBeGreaterThan(0);
});

test('what is longer than a piece is handed over at once, the rest when it is asked for', () => {
  const path = join(out, 'a.jsonl');
  const tape = tapeTo(path);
  tape.write('short\n');
  expect(statSync(path).size).toBe(0);
  tape.write(`${'x'.repeat(20_000)}\n`);
  expect(statSync(path).size).toBe(20_007);
  tape.write('end\n');
  tape.flush();
  expect(readFileSync(path, 'utf8').endsWith('x\nend\n')).toBe(true);
  tape.close();
  tape.close();
});

test('a disk that takes no more is told by flush, never by who only passes bytes', () => {
  const full = tapeTo('/dev/full');
  full.write('x'.repeat(20_000));
  expect(() => full.flush()).toThrow(Unwritten);
  full.close();
  expect(() => tapeTo(join(out, 'none', 'a.jsonl'))).toThrow(Unwritten);
});

test('a disk that takes a few bytes at a time gets all of them, in order', () => {
  let writes = 0;
  const few: WriteSome = (file, bytes, offset) => {
    writes += 1;
    return writeSync(file, bytes, offset, Math.min(7, bytes.length - offset));
  };
  const [path, journal] = [join(out, 'few.jsonl'), join(out, 'few-journal.jsonl')];
  const text = `${'µ'.repeat(9_000)}${'x'.repeat(9_000)}\n`;
  const tape = tapeTo(path, few);
  tape.write(text);
  tape.write('end\n');
  tape.close();
  expect(readFileSync(path, 'utf8')).toBe(`${text}end\n`);
  expect(writes).toBeGreaterThan(3_800);
  const port = journalTo(journal, few);
  port.append('a line of many more bytes than seven');
  port.append('b');
  expect(readFileSync(journal, 'utf8')).toBe('a line of many more bytes than seven\nb\n');
});

test('a disk that is full in the middle of a write is told, by a transcript at its flush and by a journal at once', () => {
  const path = join(out, 'full.jsonl');
  let left = 10;
  const full: WriteSome = (file, bytes, offset) => {
    if (left === 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { syscall: 'write' });
    const took = writeSync(file, bytes, offset, Math.min(left, bytes.length - offset));
    left -= took;
    return took;
  };
  const tape = tapeTo(path, full);
  tape.write('x'.repeat(20_000));
  expect(() => tape.flush()).toThrow(Unwritten);
  expect(() => tape.flush()).toThrow(/no space left.*--out/);
  tape.close();
  expect(statSync(path).size).toBe(10);
  left = 3;
  expect(() => journalTo(join(out, 'full-journal.jsonl'), full).append('abcdef')).toThrow('no space left');
});

test('attempts are numbered on, beyond nine as well', () => {
  const folder = join(out, 'attempts');
  mkdirSync(folder);
  for (let attempt = 0; attempt < 11; attempt += 1) tapeTo(nextAttempt(folder, 'serial', 'jsonl')).close();
  const names = transcriptsIn(folder).map(path => path.slice(folder.length + 1));
  expect(names.slice(0, 3)).toEqual(['serial.jsonl', 'serial-2.jsonl', 'serial-3.jsonl']);
  expect(names.at(-1)).toBe('serial-11.jsonl');
});
