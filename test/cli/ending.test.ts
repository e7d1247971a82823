import { expect, test } from 'vitest';
import { firstEnd } from '../../src/cli/start/ending.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import type { Devices } from '../../src/ports.ts';

const desk = { now: () => monoMs(0), wall: () => wallMs(0), wakeAt: () => () => {} };

/** Devices whose motor throws when it is told to stop. */
const broken = (told: () => void): Devices => ({
  motor: {
    move: () => {},
    rewind: () => {},
    seat: () => {},
    stop: () => {
      told();
      throw new Error('planted in stop');
    },
  },
  encoder: { read: () => {} },
  force: { read: () => {} },
  selfTest: { run: () => {}, check: () => {} },
  sounder: { test: () => {} },
  supervisor: null,
  power: { shutDown: () => {} },
  close: async () => {},
});

test('SR-118 a defect that nobody caught stops the motor and ends the run, even when the driver throws', async () => {
  const kept = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  let stops = 0;
  const ending = firstEnd(
    desk,
    broken(() => {
      stops += 1;
    }),
    () => {},
  );
  const defect = new Error('planted');
  const handlers = process.listeners('uncaughtException');
  expect(handlers).toHaveLength(1);
  for (const handler of handlers) handler(defect, 'uncaughtException');
  expect(await ending).toEqual({ kind: 'defect', error: defect });
  expect(stops).toBe(1);
  for (const name of ['uncaughtException', 'unhandledRejection', 'SIGINT', 'SIGTERM', 'SIGHUP'])
    for (const listener of process.rawListeners(name).slice(-1)) process.off(name, listener as () => void);
  for (const listener of kept) process.on('uncaughtException', listener);
});
