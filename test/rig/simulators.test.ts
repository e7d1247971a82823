import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { ascii } from '../../hardware/link/lines.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { loadPty } from '../../hardware/link/pty.ts';
import { openSerial } from '../../hardware/link/serial.ts';
import { exchangeable } from '../../hardware/rig/bench/standingBench.ts';
import { SIMULATORS } from '../../hardware/rig/simulators.ts';
import type { ByteLink } from '../../src/ports.ts';

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

test('what a host says before the simulators of its session listen is theirs, and nothing reaches those before them', async () => {
  const { host, device } = memoryPair();
  const line = exchangeable(device);
  const heard: string[] = [];
  const listenAs = (who: string, link: ByteLink): void =>
    link.onBytes(bytes => void heard.push(`${who} ${String.fromCharCode(...bytes)}`));
  const arrived = (): Promise<void> => new Promise(done => setTimeout(done, 20));
  listenAs('first', line.attach());
  host.write(ascii('a'));
  await arrived();
  const second = line.attach();
  host.write(ascii('b'));
  await arrived();
  listenAs('second', second);
  host.write(ascii('c'));
  await arrived();
  expect(heard).toEqual(['first a', 'second b', 'second c']);
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
