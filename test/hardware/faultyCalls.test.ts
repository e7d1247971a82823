import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultyCalls } from '../../hardware/storage/faultyCalls.ts';
import { createJournalFile } from '../../hardware/storage/fileJournal.ts';

test('storage that is full refuses in words and keeps what it has; storage that is slow takes its time, and both end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-storage-'));
  const { calls, set } = faultyCalls();
  const path = join(folder, 'journal.jsonl');
  const file = createJournalFile(path, 'first', calls);
  const taken = (): number => {
    const from = performance.now();
    file.append('line');
    file.sync();
    return performance.now() - from;
  };
  taken();
  set('failing');
  expect(() => file.append('lost')).toThrow(/ENOSPC.*free space/);
  expect(readFileSync(path, 'utf8')).toBe('first\nline\n');
  set('slow');
  expect(taken()).toBeGreaterThan(15);
  set(null);
  taken();
  expect(readFileSync(path, 'utf8')).toBe('first\nline\nline\nline\n');
  file.close();
  rmSync(folder, { recursive: true });
});
