/** A characteristic by its assigned number: four hex digits, `2aa7`. */
export type Uuid = string;

/**
 * One connection to a peripheral, whatever carries it. Each call is one request and rejects with a GattTrouble
 * when it is refused or the link is gone; one that is never answered stays open, and whoever asks sets a deadline.
 */
export type GattClient = {
  readonly read: (characteristic: Uuid) => Promise<Uint8Array>;
  readonly write: (characteristic: Uuid, value: Uint8Array) => Promise<void>;
  /** From now on `take` is given what the peripheral tells, notified or indicated. */
  readonly subscribe: (characteristic: Uuid, take: (value: Uint8Array) => void) => Promise<void>;
  /** Called once, with a reason a person can read; not after `close`. */
  readonly onLost: (tell: (reason: string) => void) => void;
  readonly close: () => Promise<void>;
};

/** Errors of the Attribute Protocol that matter here. */
export const ATT = {
  readNotPermitted: 0x02,
  writeNotPermitted: 0x03,
  invalidOffset: 0x07,
  attributeNotFound: 0x0a,
  invalidLength: 0x0d,
  missingCrc: 0x80,
  invalidCrc: 0x81,
  invalidCounter: 0x82,
  cccdImproper: 0xfd,
  procedureInProgress: 0xfe,
  outOfRange: 0xff,
} as const;
export type AttError = keyof typeof ATT;

export class GattTrouble extends Error {
  override readonly name = 'GattTrouble';
  /** The error that the peripheral gave; null when it gave none. */
  readonly att: AttError | null;

  constructor(message: string, att: AttError | null = null) {
    super(message);
    this.att = att;
  }
}

export type Characteristic = {
  readonly uuid: Uuid;
  readonly does: readonly ('read' | 'write' | 'notify' | 'indicate')[];
};

/** What a peripheral may do to the central that is connected to it. */
export type Host = {
  /** Notifies or indicates, as the characteristic does; nobody hears it who has not subscribed. */
  readonly tell: (characteristic: Uuid, value: Uint8Array) => void;
  readonly hangUp: () => void;
};

/** One central's connection, at the peripheral's side. */
export type Serving = {
  /** Null is no answer, for good. */
  readonly read: (characteristic: Uuid) => Uint8Array | AttError | null;
  /** `done` is an answer without a word; null is none. */
  readonly write: (characteristic: Uuid, value: Uint8Array) => 'done' | AttError | null;
  readonly subscribed: (characteristic: Uuid) => void;
  /** Left out where what is told to nobody makes no difference. */
  readonly unsubscribed?: (characteristic: Uuid) => void;
  readonly gone: () => void;
};

/** A device that offers one service. `connect` is null when it cannot be reached. */
export type Peripheral = {
  readonly name: string;
  readonly service: Uuid;
  readonly characteristics: readonly Characteristic[];
  readonly connect: (host: Host) => Serving | null;
  /** Whether it makes itself heard to those who look for it; left out, it always does. */
  readonly isHeard?: () => boolean;
};

export const can = (peripheral: Peripheral, uuid: Uuid, what: Characteristic['does'][number]): boolean =>
  peripheral.characteristics.some(each => each.uuid === uuid && each.does.includes(what));
