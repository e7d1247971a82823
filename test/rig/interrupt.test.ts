import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rigRecordSchema } from '../../hardware/rig/run/record.ts';

const child = fileURLToPath(new URL('../support/rigChild.ts', import.meta.url));

/** Starts a run in a process of its own, sends the signal at this line of its progress, and waits for its end. */
const interrupted = async (signal: NodeJS.Signals | 'crash', at: RegExp) => {
  const out = mkdtempSync(join(tmpdir(), 'islet-rig-'));
  const run = spawn(process.execPath, [child, out, signal], { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  let sent = false;
  run.stderr.on('data', (bytes: Buffer) => {
    told += bytes.toString();
    if (!sent && at.test(told)) {
      sent = true;
      if (signal !== 'crash') run.kill(signal);
      // A terminal that is closed takes nothing any more.
      if (signal === 'SIGHUP') run.stderr.destroy();
    }
  });
  // A run that does not end by itself fails here, and is not left behind.
  const patience = setTimeout(() => run.kill('SIGKILL'), 100_000);
  const code = await new Promise<number | null>(done => run.on('exit', done));
  clearTimeout(patience);
  const text = readFileSync(join(out, readdirSync(out)[0] ?? '', 'rig.json'), 'utf8');
  rmSync(out, { recursive: true, force: true });
  return { code, sent, record: rigRecordSchema.parse(JSON.parse(text)) };
};

describe.each([
  ['SIGINT', /PASS {4}setup/],
  ['SIGINT', /10 of \d+ paths/],
  ['SIGTERM', /10 of \d+ paths/],
  ['SIGHUP', /10 of \d+ paths/],
  ['crash', /10 of \d+ paths/],
] as const)('%s at %s', (signal, at) => {
  test('SR-004 ends with the motor halted, a record, and exit code 130', async () => {
    const { code, sent, record } = await interrupted(signal, at);
    expect(sent).toBe(true);
    expect(code).toBe(130);
    expect(record).toMatchObject({ outcome: 'ABORTED', exitCode: 130 });
    const halt = record.phases.find(({ name }) => name === 'halt the motor');
    expect(halt?.outcome).toBe('PASS');
    expect(halt?.measurements[0]).toMatchObject({ value: 1, outcome: 'PASS' });
  });
});
