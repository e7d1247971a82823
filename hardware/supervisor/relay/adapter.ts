import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../src/ports.ts';
import { bitOf, encodeRelay, RELAY } from './codec.ts';

const ANSWER = milliseconds(200);

export type Relays = {
  readonly supply: (on: boolean) => void;
  readonly buzz: (on: boolean) => void;
  /** Resolves when the board has answered the last order, or has failed to. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * The two relays. After each order the board is asked what it holds; `failed` is told when that is not
 * what was ordered, or when it does not answer. A contact that is welded no register knows of: the encoder does.
 */
export const relays = ({
  link,
  clock,
  failed: tell,
}: {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly failed: (reason: string) => void;
}): Relays => {
  let wanted = 0;
  let cancel = (): void => {};
  /** Answers still to come for orders that later ones have overtaken. */
  let pending = 0;
  let waiting: (() => void)[] = [];
  const settle = (): void => {
    for (const done of waiting) done();
    waiting = [];
  };
  const failed = (reason: string): void => {
    pending = 0;
    tell(reason);
    // Unless that led to another order.
    if (pending === 0) settle();
  };

  link.onBytes(bytes => {
    for (const states of bytes) {
      // Too late: its order was given up, and what waited for it was told.
      if (pending === 0) continue;
      pending -= 1;
      if (pending > 0) continue;
      cancel();
      settle();
      if ((states & 3) !== wanted) failed(`the relay board holds ${states & 3} instead of ${wanted}`);
    }
  });
  link.onLost(reason => {
    cancel();
    failed(`the relay board is lost (${reason})`);
  });

  const set = (relay: 1 | 2, on: boolean): void => {
    wanted = on ? wanted | bitOf(relay) : wanted & ~bitOf(relay);
    link.write(encodeRelay({ kind: 'set', relay, on }));
    link.write(encodeRelay({ kind: 'states' }));
    pending += 1;
    cancel();
    cancel = clock.wakeAt(after(clock.now(), ANSWER), () => {
      failed('the relay board does not answer');
    });
  };

  return {
    supply: on => set(RELAY.motor, on),
    buzz: on => set(RELAY.buzzer, on),
    settled: () => (pending === 0 ? Promise.resolve() : new Promise(done => waiting.push(done))),
    close: link.close,
  };
};
