// A controller thread that hangs on the first question of its life, and dies on a question that says so.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ number, controller }) => {
  if (controller === 'loop') throw new Error('planted in the thread');
  if (controller === 'oref') for (;;) if (number < 0) break;
  parentPort.postMessage({
    type: 'controller.answered',
    question: number,
    basal: null,
    bolusUu: 0,
    validMs: 60_000,
    terms: [],
  });
});
