/** A thread that does one job after the other. It stops where it stands when the flag that it shares is raised. */
import { parentPort, workerData } from 'node:worker_threads';
import { realClock } from '../../../hardware/clock/real.ts';
import { type Job, worked } from './job.ts';
import type { Answer } from './pool.ts';

const { stop, isTold }: { readonly stop: SharedArrayBuffer; readonly isTold: boolean } = workerData;
const clock = realClock();
const flag = new Int32Array(stop);
const tell = (answer: Answer): void => parentPort?.postMessage(answer);

parentPort?.on('message', (job: Job) => {
  const result = worked(job, {
    mayGoOn: () => Atomics.load(flag, 0) === 0,
    now: clock.now,
    say: isTold ? line => tell({ kind: 'line', line }) : null,
  });
  tell({ kind: 'result', result });
});
