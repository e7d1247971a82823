/** A reader of the page's stream in a thread of its own, as fast as it is told: what is measured is the pump's thread alone. */
import { parentPort, workerData } from 'node:worker_threads';

const { origin, search } = new URL(workerData);
const answered = await fetch(`${origin}/api/stream${search}`);
let bytes = 0;
parentPort.on('message', () => {
  parentPort.postMessage(bytes);
  process.exit();
});
for await (const piece of answered.body) bytes += piece.length;
