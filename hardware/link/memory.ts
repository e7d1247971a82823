import type { ByteLink } from '../../src/ports.ts';
import { type Inbox, inbox } from './inbox.ts';
import { counted, type LinkPair, transit } from './pair.ts';

/** A cable in memory: same face and same manners as a pseudo-terminal, for platforms without one. */
export const memoryPair = (): LinkPair => {
  const traffic = transit();
  const [atHost, atDevice] = [inbox(), inbox()];
  let plugged = true;

  const end = (mine: Inbox, other: Inbox): ByteLink => {
    let closed = false;
    return {
      write: bytes => {
        if (closed || mine.isLost()) return;
        if (!plugged) {
          mine.lose('memory: the cable is unplugged');
          return;
        }
        const copy = bytes.slice();
        // Later, as from a wire: a reply never arrives inside the write that asked for it.
        setImmediate(() => {
          if (plugged) other.arrive(copy);
        });
      },
      onBytes: mine.onBytes,
      onLost: mine.onLost,
      close: async () => {
        closed = true;
      },
    };
  };

  const unplug = (): void => {
    plugged = false;
    traffic.cut();
  };
  const host = counted(end(atHost, atDevice), traffic);
  const device = counted(end(atDevice, atHost), traffic);
  return {
    host,
    device,
    path: 'memory',
    idle: traffic.idle,
    unplug,
    close: async () => {
      await host.close();
      await device.close();
    },
  };
};
