import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf } from './system.ts';

const installed = (name: string): boolean => {
  try {
    return import.meta.resolve(name) !== '';
  } catch {
    return false;
  }
};

/** Why there is no Redis to test with; null where there is one. */
export const noRedis: string | null =
  programOf('redis-server') === undefined
    ? 'redis-server is not installed (.ci/debian-packages.sh)'
    : ['bullmq', 'ioredis'].every(installed)
      ? null
      : 'bullmq and ioredis are not installed (npm ci)';

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

/** A real Redis that keeps nothing when it is gone. */
export type TestRedis = {
  readonly url: string;
  readonly begin: () => Promise<void>;
  readonly kill: () => Promise<void>;
};

/** A Redis of one's own for as long as `act` takes. */
export const withRedis = async <Result>(act: (redis: TestRedis) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-redis-'));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const begin = async (): Promise<void> => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
    const own = spawn(programOf('redis-server') ?? 'redis-server', args, {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = own;
    await new Promise<void>((resolve, reject) => {
      own.once('exit', code => reject(new Error(`redis-server ended with ${code}`)));
      own.stdout.on('data', (bytes: Buffer) => {
        if (bytes.includes('Ready to accept connections')) resolve();
      });
    });
  };
  const kill = async (): Promise<void> => {
    const own = child;
    if (own === null || own.exitCode !== null || own.signalCode !== null) return;
    const gone = new Promise<void>(resolve => void own.once('exit', () => resolve()));
    own.kill('SIGKILL');
    await gone;
  };
  await begin();
  try {
    return await act({ url: `redis://127.0.0.1:${port}`, begin, kill });
  } finally {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  }
};
