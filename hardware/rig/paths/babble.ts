import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../src/ports.ts';

/** Shorter than the silence that an adapter waits for before it asks again. */
const EVERY = milliseconds(10);

/** A cable on which, while `on()`, a noise byte arrives every 10 ms: a line of another baud rate, or a floating one. */
export const babbling =
  (on: () => boolean) =>
  (link: ByteLink, clock: Clock): ByteLink => {
    const takers: ((bytes: Uint8Array) => void)[] = [];
    const speak = (): void => {
      if (!on()) return;
      for (const take of takers) take(Uint8Array.of(0));
      clock.wakeAt(after(clock.now(), EVERY), speak);
    };
    let began = false;
    return {
      ...link,
      write: bytes => {
        link.write(bytes);
        if (began || !on()) return;
        began = true;
        clock.wakeAt(after(clock.now(), EVERY), speak);
      },
      onBytes: take => {
        takers.push(take);
        link.onBytes(take);
      },
    };
  };
