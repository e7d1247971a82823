/** The receiving half of a ByteLink: what every transport shares. */
export type Inbox = {
  readonly onBytes: (take: (bytes: Uint8Array) => void) => void;
  readonly onLost: (tell: (reason: string) => void) => void;
  readonly arrive: (bytes: Uint8Array) => void;
  /** Only the first loss is told; a late listener hears of it too. */
  readonly lose: (reason: string) => void;
  readonly isLost: () => boolean;
};

/** Keeps bytes that arrive before anybody listens; tells of a loss once. */
export const inbox = (): Inbox => {
  const takers: ((bytes: Uint8Array) => void)[] = [];
  const listeners: ((reason: string) => void)[] = [];
  const early: Uint8Array[] = [];
  let lost: string | undefined;
  return {
    onBytes: take => {
      takers.push(take);
      for (const bytes of early.splice(0)) take(bytes);
    },
    onLost: tell => {
      listeners.push(tell);
      if (lost !== undefined) tell(lost);
    },
    arrive: bytes => {
      if (takers.length === 0) early.push(bytes);
      for (const take of takers) take(bytes);
    },
    lose: reason => {
      if (lost !== undefined) return;
      lost = reason;
      for (const tell of listeners) tell(reason);
    },
    isLost: () => lost !== undefined,
  };
};
