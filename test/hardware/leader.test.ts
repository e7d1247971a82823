import { expect, test } from 'vitest';
import { leader } from '../../hardware/clock/leader.ts';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { decodeTold, encodeReport } from '../../hardware/clock/timeLines.ts';
import { ascii, lineSplitter } from '../../hardware/link/lines.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { req } from '../support/req.ts';

/** Real time between two looks for an answer, ms: short, so that the test is. */
const LOOK_MS = 2;

/** A process that is led, and answers at once as long as it wants to. */
const led = async () => {
  const { host, device } = memoryPair();
  const clock = lockStepClock();
  let answers = true;
  let told = 0;
  const report = (turn: number): void => {
    if (answers)
      device.write(ascii(encodeReport({ turn, next: null, cables: [{ sent: 0, received: told }] })));
  };
  device.onBytes(
    lineSplitter(line => {
      const heard = decodeTold(line);
      if (heard !== undefined) report(heard.turn);
    }),
  );
  const leads = leader(clock, host, LOOK_MS);
  clock.register(leads);
  const cable = leads.join({ write: () => {}, onBytes: () => {}, onLost: () => {}, close: async () => {} });
  report(0);
  await leads.followed();
  await clock.settle();
  return {
    leads,
    settle: clock.settle,
    /** A byte to it, at a new time: it is told the time, and has to answer. */
    ask: () => {
      clock.standStill(1);
      told += 1;
      cable.write(new Uint8Array(1));
    },
    hush: () => {
      answers = false;
    },
  };
};

const standStill = (ms: number): void =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test(
  'SR-114 a host that stood still itself has lost nobody: it hears what was answered meanwhile',
  req('SR-114'),
  async () => {
    const { leads, settle, ask } = await led();
    for (let time = 0; time < 5; time += 1) {
      ask();
      expect(leads.idle()).toBe(false);
      standStill(75 * LOOK_MS);
      await settle();
      await leads.followed();
    }
    leads.close();
  },
);

test('SR-114 a process that does not answer is given up, and time goes on', req('SR-114'), async () => {
  const { leads, settle, ask, hush } = await led();
  hush();
  ask();
  expect(leads.idle()).toBe(false);
  await settle();
  await expect(leads.followed()).rejects.toThrow('it does not answer');
});
