import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { QSB_BAUD } from '../../hardware/encoder/qsb/codec.ts';
import { qsbLook } from '../../hardware/encoder/qsb/look.ts';
import { loadPty } from '../../hardware/link/pty.ts';
import { openSerial } from '../../hardware/link/serial.ts';
import { exchange } from '../../hardware/motor/tic/exchange.ts';
import { TIC_BAUD } from '../../hardware/motor/tic/profile.ts';
import { ERROR, MISC } from '../../hardware/motor/tic/protocol.ts';
import { motionOf, statusOf } from '../../hardware/motor/tic/pulse.ts';
import { rigRecordSchema } from '../../hardware/rig/run/record.ts';
import { profileIn } from '../../src/cli/rig/profile.ts';
import { countsIn } from '../../src/domain/drive.ts';
import { milliseconds, pulses, wallMs } from '../../src/domain/units.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { recover } from '../../src/runtime/recover.ts';
import { SHORT } from './acceptanceRun.ts';

/** A run of the rig that is ended from outside, and its motor, which is asked from outside as well. */

const BIN = join(import.meta.dirname, '../../src/cli/bin.mjs');
const RUN = join(import.meta.dirname, '../support/portChild.ts');
const EXPLORE = join(import.meta.dirname, '../support/exploreChild.ts');
const out = mkdtempSync(join(tmpdir(), 'islet-outside-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
const start = (...args: readonly string[]): ChildProcess => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  return child;
};

const LONG = { ...SHORT, method: { ...SHORT.method, boluses: 100 } };

/** Runs boluses on a bench in another process, and ends the run in one of them. */
const ended = async (how: NodeJS.Signals | 'crash') => {
  const [base, path] = [join(out, `${how}-base.toml`), join(out, `${how}.toml`)];
  writeFileSync(base, stringify(JSON.parse(JSON.stringify(LONG))));
  const bench = start(BIN, 'sim', 'bench', '--led', '--profile', base, '--out', path);
  if (bench.stdout) await once(bench.stdout, 'data');
  const folder = mkdtempSync(join(out, 'runs-'));
  const run = start(RUN, path, folder, how);
  let told = '';
  let isSent = false;
  run.stderr?.on('data', (bytes: Buffer) => {
    told += bytes.toString();
    if (isSent || !/boluses: \d+ of 100/.test(told)) return;
    isSent = true;
    if (how !== 'crash') run.kill(how);
    // A terminal that is closed takes nothing any more.
    if (how === 'SIGHUP') run.stderr?.destroy();
  });
  const [code, signal] = await once(run, 'exit');
  expect(isSent, told).toBe(true);
  const [name = ''] = readdirSync(folder);
  return { code, signal, profile: profileIn(path, '2026-11-27'), folder: join(folder, name) };
};

/** What the motor driver and the encoder say to whoever asks them now; nothing of it is a heartbeat. */
const asked = async ({ devices }: ReturnType<typeof profileIn>) => {
  const clock = realClock();
  const motor = await openSerial({ path: devices.motor.port, baudRate: TIC_BAUD });
  const encoder = await openSerial({ path: devices.encoder.port, baudRate: QSB_BAUD });
  const tic = exchange(motor, clock);
  const look = qsbLook(
    { listen: heard => encoder.onBytes(bytes => heard('toHost', bytes)), say: encoder.write },
    clock,
  );
  const one = async () => ({ ...(await statusOf(tic)), ...(await motionOf(tic)), counts: await look() });
  // Longer than the driver's own timeout, if nobody has told it to halt.
  await tic.sleep(milliseconds(1_500));
  const first = await one();
  await tic.sleep(milliseconds(500));
  const second = await one();
  clock.close();
  await motor.close();
  await encoder.close();
  return { first, second };
};

describe.skipIf((await loadPty()) === undefined)('a run of the rig that is ended from outside', () => {
  test('SR-004 by SIGINT, SIGTERM, SIGHUP and a crash: who asks the motor afterwards hears that it stands still, without current', {
    timeout: 120_000,
  }, async () => {
    const ways = ['SIGINT', 'SIGTERM', 'SIGHUP', 'crash'] as const;
    const runs = await Promise.all(ways.map(ended));
    for (const [at, { code, profile, folder }] of runs.entries()) {
      expect(code, ways[at]).toBe(130);
      const record = rigRecordSchema.parse(JSON.parse(readFileSync(join(folder, 'rig.json'), 'utf8')));
      expect(record, ways[at]).toMatchObject({ outcome: 'ABORTED', exitCode: 130 });
      const { first, second } = await asked(profile);
      expect(first.velocity, ways[at]).toBe(0);
      expect(first.flags & MISC.energized, ways[at]).toBe(0);
      expect(first.errors & ERROR.deenergized, ways[at]).not.toBe(0);
      expect(second, ways[at]).toEqual(first);
    }
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'crash'] as const)(
    'SR-004 an exploration that is ended by %s says so, with its motor halted',
    { timeout: 60_000 },
    async how => {
      const run = start(EXPLORE, how);
      let said = '';
      let isSent = false;
      run.stdout?.on('data', (bytes: Buffer) => {
        said += bytes.toString();
      });
      run.stderr?.on('data', (bytes: Buffer) => {
        if (isSent || !/\d+ pumps/.test(bytes.toString())) return;
        isSent = true;
        if (how !== 'crash') run.kill(how);
        if (how === 'SIGHUP') run.stderr?.destroy();
      });
      const [code] = await once(run, 'close');
      expect(isSent).toBe(true);
      expect(code).toBe(130);
      expect(JSON.parse(said)).toMatchObject({
        endedBy: 'interrupted',
        failure: null,
        motor: 'motor halted and without current',
      });
    },
  );

  test('SR-002 SR-006 by kill -9: the driver halts by its own timeout, and the next start counts no less than went in', {
    timeout: 60_000,
  }, async () => {
    const { signal, profile, folder } = await ended('SIGKILL');
    expect(signal).toBe('SIGKILL');
    expect(readdirSync(folder)).not.toContain('rig.json');
    const { first, second } = await asked(profile);
    expect(first.velocity).toBe(0);
    expect(first.errors & ERROR.commandTimeout).not.toBe(0);
    expect(second).toEqual(first);

    // What a new start reads: every pulse that has an intent counts, with an outcome or without.
    const read = readJournal(readFileSync(join(folder, 'journal.jsonl')));
    if (!read.ok) throw new Error(read.error.problem);
    const { state, verdict } = recover(read.read, {
      boot: 'next',
      wallMs: wallMs(Date.UTC(2026, 0, 3)),
      settings: null,
      preparation: [],
    });
    expect(verdict).toBe('interrupted');
    const counted = state.ledger.doses.bolus;
    expect(counted).toBeGreaterThan(0);
    const counts = Number(second.counts);
    expect(counts).toBeGreaterThan(0);
    // To one count of rounding no more went in than is counted, and at most one pulse less.
    expect(counts).toBeLessThanOrEqual(countsIn(pulses(counted)) + 1);
    expect(counts).toBeGreaterThanOrEqual(countsIn(pulses(counted - 1)) - 1);
  });
});
