import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selfTest } from '../../hardware/selftest/selftest.ts';
import { hostChecks } from '../../src/cli/start/checks.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { encodeHeader } from '../../src/runtime/journal.ts';
import { checkTail } from '../../src/runtime/journalTail.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const journalOf = async (): Promise<string> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.wait(10 * 60_000);
  return `${pump.lines.join('\n')}\n`;
};

test('SR-065 SR-066 a pump that is whole passes every check of itself, and a changed journal or setting does not', {
  ...req('SR-065', 'SR-066'),
}, async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'islet-checks-')), 'journal.jsonl');
  const text = await journalOf();
  writeFileSync(path, text);
  const settings: Settings = structuredClone(exampleSettings);
  const checks = hostChecks({ journal: path, settings: () => settings });
  const failing = (): readonly string[] =>
    checks.filter(({ look }) => look().length > 0).map(({ item }) => item);
  expect(checks.map(({ item }) => item)).toEqual(['program', 'heap', 'journal', 'settings']);
  expect(failing()).toEqual([]);
  Object.assign(settings, { maxBolusUu: 20_000_000 });
  expect(failing()).toEqual(['settings']);
  writeFileSync(path, text.replace(/"monoMs":(\d)/g, '"monoMs":1$1'));
  expect(failing()).toEqual(['journal', 'settings']);
});

test(
  'SR-066 SR-074 a line that is changed, lost or moved shows at the end of a journal',
  req('SR-066'),
  async () => {
    const lines = (await journalOf()).trimEnd().split('\n');
    const tail = (list: readonly string[]): readonly string[] =>
      checkTail(Buffer.from(`${list.join('\n')}\n`));
    expect(lines.length).toBeGreaterThan(20);
    expect(tail(lines)).toEqual([]);
    // Cut in the middle of its first line, as a tail is.
    expect(checkTail(Buffer.from(`${lines.join('\n')}\n`).subarray(40))).toEqual([]);
    for (let at = 2; at < lines.length - 1; at += 1) {
      expect(tail(lines.filter((_, index) => index !== at)), `without line ${at}`).toHaveLength(1);
      const digit = (lines[at] ?? '').replace(/"seq":\d/, '"seq":0');
      expect(tail(lines.with(at, digit)), `line ${at} changed`).toHaveLength(1);
    }
    expect(
      tail([encodeHeader({ islet: 'journal', version: 1, created: '', chart: '' }).line, 'nonsense', '']),
    ).toHaveLength(1);
  },
);

test('SR-065 a check that cannot be made fails, and says why', req('SR-065'), () => {
  const facts: Fact[] = [];
  const checks = hostChecks({ journal: '/nonexistent/journal.jsonl', settings: () => null });
  selfTest([], checks, fact => void facts.push(fact)).check();
  expect(facts).toEqual([
    { type: 'check.failed', item: 'journal', reason: expect.stringContaining('no such file') },
  ]);
});
