// The page's own thread, with a defect for each fact that a test picks.
import { parentPort } from 'node:worker_threads';

// Before the thread, which hears what this one has altered.
import './alters.mjs';
import '../../../src/cli/pageApart/thread.ts';

const now = () => Number(process.hrtime.bigint() / 1_000_000n);

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
  'activity.ended': () => {
    const until = performance.now() + 4_000;
    while (performance.now() < until);
  },
  'entry.closed': () =>
    parentPort.postMessage({
      what: 'request',
      id: 1,
      sent: now(),
      request: { type: 'bolus.requested', units: 1e6 },
    }),
};

parentPort.on('message', told => {
  if (told.what === 'step') PLANTED[told.envelope.fact.type]?.();
});
