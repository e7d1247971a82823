import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { loadPty } from '../../hardware/link/pty.ts';
import { RIG_VERIFIABLE } from '../../hardware/rig/acceptance/requirements.ts';
import { replayTranscript } from '../../hardware/rig/replay/replay.ts';
import { transcriptIn } from '../../hardware/rig/replay/transcript.ts';
import { rigRecordSchema } from '../../hardware/rig/run/record.ts';
import { spawnIslet } from '../cli/islet.ts';
import { SHORT } from './acceptanceRun.ts';

/** A rig through its ports alone: the devices live in another process. */

const BIN = join(import.meta.dirname, '../../src/cli/bin.mjs');
const out = mkdtempSync(join(tmpdir(), 'islet-wire-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const benches: ChildProcess[] = [];
afterEach(() => {
  for (const bench of benches.splice(0)) bench.kill('SIGTERM');
});

/** Starts a bench in a process of its own; resolves with the file of its profile. */
const bench = async (...flags: readonly string[]): Promise<string> => {
  const base = join(out, 'base.toml');
  writeFileSync(base, stringify(JSON.parse(JSON.stringify(SHORT))));
  const path = join(out, `bench-${benches.length}.toml`);
  const child = spawn(process.execPath, [BIN, 'sim', 'bench', '--profile', base, '--out', path, ...flags]);
  benches.push(child);
  await once(child.stdout, 'data');
  return path;
};

const runOn = async (profile: string, ...flags: readonly string[]) => {
  const folder = mkdtempSync(join(out, 'runs-'));
  const { code, err } = await spawnIslet(
    ['rig', 'run', 'acceptance', '--profile', profile, '--out', folder, ...flags],
    out,
  ).ended;
  const [name = ''] = readdirSync(folder);
  const text = (file: string): string => readFileSync(join(folder, name, file), 'utf8');
  return { code, err, text, record: rigRecordSchema.parse(JSON.parse(text('rig.json'))) };
};

describe.skipIf((await loadPty()) === undefined)('islet rig run without --sim', () => {
  test('a short plan on a bench in another process: each requirement that it can verify is measured over lines alone', {
    timeout: 600_000,
  }, async () => {
    const { code, err, text, record } = await runOn(await bench('--led'));
    expect(code, err).toBe(0);
    expect(record).toMatchObject({ outcome: 'PASS', transport: 'ports', simulated: true });
    const verdicts = new Map(record.requirements.map(({ id, verdict }) => [id, verdict]));
    expect(RIG_VERIFIABLE.filter(id => verdicts.get(id) !== 'PASS')).toEqual([]);
    const [paths] = record.phases.filter(({ name }) => name === 'drive the generated paths');
    expect(paths).toMatchObject({ outcome: 'PASS' });
    expect(record.transitions.taken).toBeGreaterThan(150);
    for (const { id, reason } of record.transitions.missing)
      expect(reason, id).not.toBe('not taken in this run');
    const left = record.paths.filter(({ outcome }) => outcome === 'undriven');
    expect(left.length).toBeGreaterThan(0);
    for (const { firstDivergence } of left) expect(firstDivergence).toMatch(/^step \d+ \(/);
    const lines = transcriptIn(text('serial.jsonl'));
    const devices = new Set(lines.flatMap(line => ('hex' in line ? [line.device] : [])));
    for (const device of ['motor', 'encoder', 'force', 'bay', 'balance', 'relays', 'hands', 'encoder (rig)'])
      expect(devices).toContain(device);
    const replayed = await replayTranscript(lines);
    expect(replayed.length).toBeGreaterThan(10);
    expect(replayed.flatMap(({ difference }) => difference ?? [])).toEqual([]);
  });

  test('a rig without relays and hands says of each requirement that needs them why it is not covered', {
    timeout: 240_000,
  }, async () => {
    const whole = await bench('--led');
    const bare = join(out, 'bare.toml');
    writeFileSync(bare, readFileSync(whole, 'utf8').replace(/\[devices\.(relays|hands)\]\n(.+\n)+/g, ''));
    const { code, err, record } = await runOn(
      bare,
      '--only',
      'power on',
      'cartridge taken out in a pulse',
      'plunger comes off',
      'encoder that falls silent in a pulse',
      'motor turned behind its pump',
      'bolus by the button',
      'button that does not come up',
    );
    expect(code, err).toBe(0);
    const reasonOf = (id: string) => record.requirements.find(each => each.id === id);
    expect(reasonOf('SR-056')).toMatchObject({
      verdict: 'NOT COVERED',
      reason: expect.stringMatching(/switch of the cartridge bay.*devices\.relays is missing/),
    });
    expect(reasonOf('SR-062')).toMatchObject({
      verdict: 'NOT COVERED',
      reason: expect.stringMatching(/no device of a real rig/),
    });
    expect(reasonOf('SR-035')).toMatchObject({
      verdict: 'NOT COVERED',
      reason: expect.stringMatching(/button of the pump is pressed \(devices\.relays is missing/),
    });
    // Its own end of the cables is all that it needs for these.
    for (const id of ['SR-006', 'SR-008']) expect(reasonOf(id)).toMatchObject({ verdict: 'PASS' });
    expect(reasonOf('SR-063')).toMatchObject({ verdict: 'PASS' });
    expect(reasonOf('SR-018')).toMatchObject({
      verdict: 'NOT COVERED',
      reason: expect.stringContaining('--only'),
    });
  });

  test('in real time, on devices that stay as they are left between two runs', {
    timeout: 120_000,
  }, async () => {
    const profile = await bench();
    for (const flags of [['--only', 'power on'], ['--dry-run']]) {
      const { code, err, record } = await runOn(profile, ...flags);
      expect(code, err).toBe(0);
      const [verified] = record.requirements.filter(({ id }) => id === 'SR-063');
      if (flags[0] === '--only') expect(verified).toMatchObject({ verdict: 'PASS' });
      const halt = record.phases.find(({ name }) => name === 'halt the motor');
      expect(halt).toMatchObject({ outcome: 'PASS', measurements: [{ value: 1 }] });
    }
  });

  test('a port that is not there, and a bench that is gone, are errors of the rig', {
    timeout: 60_000,
  }, async () => {
    const path = await bench('--led');
    const text = readFileSync(path, 'utf8');
    const other = join(out, 'other.toml');
    writeFileSync(other, text.replace(/port = "\/dev\/pts\/\d+"/, 'port = "/dev/pts/99999"'));
    const missing = await runOn(other, '--dry-run');
    expect(missing).toMatchObject({ code: 4, record: { outcome: 'ERROR' } });
    expect(missing.record.phases[0]?.reason).toMatch(/99999.*Check the cable/);
    writeFileSync(other, text.replace(/(?<=\[time\]\n)tcpPort = \d+/, 'tcpPort = 1'));
    expect((await runOn(other, '--dry-run')).record.phases[0]?.reason).toMatch(
      /tcpPort = 1.*islet sim bench/,
    );
  });
});
