import type { LockStepClock } from '../../hardware/clock/lockstep.ts';
import { iddPeripheral } from '../../hardware/ids/server.ts';
import type { GattClient } from '../../hardware/link/bluetooth/gatt.ts';
import { connectInMemory } from '../../hardware/link/bluetooth/memory.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { type Scribe, scribe } from '../../src/interop/ids/scribe.ts';
import { type CorePump, corePump } from '../support/corePump.ts';

/** What a promise comes to, while time goes on for as long as that takes. */
export const meanwhile = async <Answer>(clock: LockStepClock, promise: Promise<Answer>): Promise<Answer> => {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  promise.then(over, over);
  for (let turn = 0; turn < 20_000 && !isOver; turn += 1)
    await clock.advanceTo(after(clock.now(), milliseconds(30)));
  return promise;
};

export type Read = {
  readonly pump: CorePump;
  readonly book: Scribe;
  readonly connect: () => Promise<GattClient>;
  readonly until: <Answer>(promise: Promise<Answer>) => Promise<Answer>;
};

/** The real runtime, its history, and the standard service in front of it, in the air of one process. */
export const readPump = async (isProtected: boolean): Promise<Read> => {
  const pump = await corePump();
  const book = scribe(() => ({ monoMs: pump.clock.now(), wallMs: pump.clock.wall() }));
  for (const each of pump.steps) book.take(each);
  pump.runtime.observe(book.take);
  const peripheral = iddPeripheral(book, { name: 'Islet', isProtected, clock: pump.clock });
  return {
    pump,
    book,
    connect: () => connectInMemory(peripheral, pump.clock),
    until: promise => meanwhile(pump.clock, promise),
  };
};
