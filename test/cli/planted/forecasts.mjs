// A thread of forecasts that never ends with oref, dies with loop, and says nonsense before its answer for Islet's own.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ atMonoMs, question: { number, controller } }) => {
  if (controller === 'loop') throw new Error('planted in the thread');
  if (controller === 'oref') for (;;) if (number < 0) break;
  const forecast = { stepMs: 300_000, glucose: [100 + number], effects: [], courses: [] };
  parentPort.postMessage({ kind: 'forecast', atMonoMs, forecast: { ...forecast, glucose: ['high'] } });
  parentPort.postMessage({ kind: 'forecast', atMonoMs, forecast });
});
