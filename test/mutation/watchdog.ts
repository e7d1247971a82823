/**
 * In a thread of its own: ends the process when a test computes without end, and leaves word of which mutant that was.
 * Only another thread can, and nothing less than the process can be ended safely.
 */

import { appendFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { ENDLESS_PATH } from './endless.ts';

/** When the running test must be done, in ms since the epoch; 0 while none runs. */
const deadline = new Float64Array(z.instanceof(SharedArrayBuffer).parse(workerData));

const EVERY_MS = 100;

let mutant = '';
parentPort?.on('message', (id: unknown) => {
  mutant = z.string().parse(id);
});

setInterval(() => {
  const [at = 0] = deadline;
  if (at === 0 || Date.now() < at || mutant === '') return;
  appendFileSync(ENDLESS_PATH, `${mutant}\n`);
  process.kill(process.pid, 'SIGKILL');
}, EVERY_MS);
