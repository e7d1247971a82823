import type { ByteLink } from '../../src/ports.ts';

/** A cable with nobody else on it: the host's end, and the end a simulator plugs in. */
export type LinkPair = {
  readonly host: ByteLink;
  readonly device: ByteLink;
  /** What the host opened: a path of a pseudo-terminal, or a word for memory. */
  readonly path: string;
  /** No byte is under way in either direction: the lock-step clock's side channel. */
  readonly idle: () => boolean;
  /** Pulls the cable at the device's end. The host notices at its next write. */
  readonly unplug: () => void;
  readonly close: () => Promise<void>;
};

/** Bytes written and not yet consumed, in both directions of one cable. */
export type Transit = {
  readonly sent: (bytes: number) => void;
  readonly consumed: (bytes: number) => void;
  readonly idle: () => boolean;
  /** What is under way will never arrive. */
  readonly cut: () => void;
};

export const transit = (): Transit => {
  let underWay = 0;
  let isCut = false;
  return {
    sent: bytes => {
      underWay += bytes;
    },
    consumed: bytes => {
      underWay -= bytes;
    },
    idle: () => isCut || underWay === 0,
    cut: () => {
      isCut = true;
    },
  };
};

/** The same link, with its traffic counted. */
export const counted = (link: ByteLink, traffic: Transit): ByteLink => ({
  write: bytes => {
    traffic.sent(bytes.length);
    link.write(bytes);
  },
  /** For one taker: a second one would count every byte twice. */
  onBytes: take =>
    link.onBytes(bytes => {
      traffic.consumed(bytes.length);
      take(bytes);
    }),
  onLost: tell =>
    link.onLost(reason => {
      traffic.cut();
      tell(reason);
    }),
  close: () => {
    traffic.cut();
    return link.close();
  },
});
