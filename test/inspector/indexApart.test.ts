import { expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { indexApart } from '../../src/inspector/journalIndex/indexApart.ts';

/** A thread that takes its first question and never answers any. */
const HANGS = new URL(
  `data:text/javascript,import{parentPort}from'node:worker_threads';parentPort.once('message',()=>{for(;;);})`,
);

test('a thread that hangs is ended when its time is over: closing does not wait for it', async () => {
  const desk = realClock();
  const index = indexApart({ journal: 'none', charts: 'these', program: 'this', desk, thread: HANGS });
  const past = index.past();
  const begun = desk.now();
  await index.close();
  expect(desk.now() - begun).toBeGreaterThanOrEqual(900);
  // Whoever opened a page was not kept waiting, and whoever asks now is told that nothing will come.
  expect((await past).kind).toBe('building');
  expect((await index.past()).kind).toBe('none');
  desk.close();
}, 20_000);
