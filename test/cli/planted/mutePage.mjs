// A page's thread that hears everything and says nothing, and ends when it is told to.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ what }) => {
  if (what === 'close') parentPort.close();
});
