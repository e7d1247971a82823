import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { ascii } from '../../hardware/link/lines.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { loadPty } from '../../hardware/link/pty.ts';
import { openSerial } from '../../hardware/link/serial.ts';
import { SIMULATORS } from '../../hardware/rig/simulators.ts';

const BIN = join(import.meta.dirname, '../../src/cli/bin.mjs');

test('each device starts by itself with each of its faults, and with no other', () => {
  let started = 0;
  for (const [name, { faults, start }] of Object.entries(SIMULATORS)) {
    for (const fault of [undefined, ...faults]) {
      const clock = lockStepClock();
      start({ link: memoryPair().device, clock, ...(fault === undefined ? {} : { fault }) });
      clock.close();
      started += 1;
    }
    expect(() => start({ link: memoryPair().device, clock: lockStepClock(), fault: 'none' }), name).toThrow(
      /none is no fault of this device. It has: /,
    );
  }
  expect(started).toBeGreaterThan(50);
});

test.skipIf((await loadPty()) === undefined)(
  'islet sim prints a path, speaks there with its fault, and ends with 130 when it is interrupted',
  { timeout: 60_000 },
  async () => {
    const child = spawn(process.execPath, [BIN, 'sim', 'mettler', '--pty', '--fault', 'unit']);
    try {
      const [printed] = await once(child.stdout, 'data');
      const path = String(printed).trim();
      const link = await openSerial({ path, baudRate: 9_600 });
      let said = '';
      const answered = new Promise<void>(done =>
        link.onBytes(bytes => {
          said += Buffer.from(bytes).toString('latin1');
          if (said.endsWith('\r\n')) done();
        }),
      );
      link.write(ascii('SI\r\n'));
      await answered;
      expect(said).toMatch(/^S S +\d+\.\d\d mg\r\n$/);
      child.kill('SIGINT');
      expect(await once(child, 'exit')).toEqual([130, null]);
      await link.close();
    } finally {
      child.kill('SIGKILL');
    }
  },
);
