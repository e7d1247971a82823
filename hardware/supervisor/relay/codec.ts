/**
 * Relays on USB: single bytes as the Devantech USB-RLY08 takes them (its technical documentation, "Commands"). It has eight.
 * In the second channel relay 1 switches the motor's supply, relay 2 the buzzer. Both are off when the board gets power.
 */
export const RELAY_BAUD = 19_200;
export const RELAY = { motor: 1, buzzer: 2 } as const;

export const RELAYS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type RelayNumber = (typeof RELAYS)[number];

export type RelayRequest =
  | { readonly kind: 'version' }
  | { readonly kind: 'states' }
  | { readonly kind: 'set'; readonly relay: RelayNumber; readonly on: boolean }
  /** All at once: a bit for each, relay 1 the lowest. */
  | { readonly kind: 'all'; readonly states: number };

const VERSION = 0x5a;
const STATES = 0x5b;
const SET_ALL = 0x5c;
const ON = 0x64;
const OFF = 0x6e;
const EVERY = 0xff;
/** What the board answers first when it is asked who it is. */
export const MODULE = 8;

export const encodeRelay = (request: RelayRequest): Uint8Array => {
  if (request.kind === 'version') return Uint8Array.of(VERSION);
  if (request.kind === 'states') return Uint8Array.of(STATES);
  if (request.kind === 'all') return Uint8Array.of(SET_ALL, request.states & EVERY);
  return Uint8Array.of((request.on ? ON : OFF) + request.relay);
};

/** A request of one byte; undefined for one that the board does not know, and for the first byte of two. */
export const decodeRelay = (byte: number): RelayRequest | undefined => {
  if (byte === VERSION) return { kind: 'version' };
  if (byte === STATES) return { kind: 'states' };
  if (byte === ON) return { kind: 'all', states: EVERY };
  if (byte === OFF) return { kind: 'all', states: 0 };
  for (const relay of RELAYS) {
    if (byte === ON + relay) return { kind: 'set', relay, on: true };
    if (byte === OFF + relay) return { kind: 'set', relay, on: false };
  }
  return undefined;
};

export const bitOf = (relay: RelayNumber): number => 1 << (relay - 1);

/** The board's receiver, a byte at a time: what has been asked for with it. */
export const relayReader = (): ((byte: number) => RelayRequest | undefined) => {
  let awaitsStates = false;
  return byte => {
    if (awaitsStates) {
      awaitsStates = false;
      return { kind: 'all', states: byte };
    }
    awaitsStates = byte === SET_ALL;
    return awaitsStates ? undefined : decodeRelay(byte);
  };
};
