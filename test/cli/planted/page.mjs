// The page's own thread, with a defect for each fact that a test picks.
import { parentPort } from 'node:worker_threads';

import '../../../src/cli/pageApart/thread.ts';

const PLANTED = {
  'screen.locked': () => {
    throw new Error('planted in the page');
  },
  'screen.touched': () => {
    for (;;);
  },
  'entry.opened': () => {
    const eaten = [];
    setInterval(() => eaten.push(Buffer.alloc(50_000_000, 1)), 20);
  },
  'entry.closed': () =>
    parentPort.postMessage({ what: 'request', id: 1, request: { type: 'bolus.requested', units: 1e6 } }),
};

parentPort.on('message', told => {
  if (told.what === 'step') PLANTED[told.envelope.fact.type]?.();
});
