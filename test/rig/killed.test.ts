import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { COMMAND_TIMEOUT_MS, MAX_SPEED } from '../../hardware/motor/tic/profile.ts';
import { ERROR } from '../../hardware/motor/tic/protocol.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
const start = (
  file: string,
  ...args: readonly string[]
): ChildProcess & { stdout: NodeJS.ReadableStream } => {
  const path = fileURLToPath(new URL(`../support/${file}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  return child;
};

const statusSchema = z.strictObject({ position: z.int(), velocity: z.int(), errors: z.int() });

test('SR-002 a host that is killed in a motion: the driver halts by its own command timeout, far from where it was sent', async () => {
  const device = start('ticDevice.ts');
  const lines = createInterface({ input: device.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? '');
  const status = async () => statusSchema.parse(await next());
  const until = async (done: (now: z.infer<typeof statusSchema>) => boolean) => {
    for (;;) {
      const now = await status();
      if (done(now)) return now;
    }
  };
  const { path } = z.strictObject({ path: z.string() }).parse(await next());
  const host = start('ticHost.ts', path);
  // It beats for longer than the timeout: that alone keeps it moving.
  const perSecond = MAX_SPEED / 10_000;
  const moving = await until(({ position, velocity }) => velocity !== 0 && position > 2 * perSecond);
  host.kill('SIGKILL');
  const still = await until(({ velocity }) => velocity === 0);
  expect(still.errors & ERROR.commandTimeout).not.toBe(0);
  // The timeout, and three seconds for a machine that is slow to kill; it was sent 100 000 microsteps away.
  expect(still.position - moving.position).toBeLessThan(perSecond * (COMMAND_TIMEOUT_MS / 1_000 + 3));
  // And there it stays.
  for (let look = 0; look < 25; look += 1) expect((await status()).position).toBe(still.position);
});
