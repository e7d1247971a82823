import { le16, u8, u16 } from '../bytes.ts';

/**
 * HCI over a serial line, as a controller sees it: Bluetooth Core 5.4, Vol 4, Part A (the octet before each packet says what it is) and
 * Part E (commands and events). Addresses and numbers are little-endian.
 */
export const KIND = { command: 0x01, acl: 0x02, event: 0x04 } as const;

export const COMMAND = {
  disconnect: 0x0406,
  setEventMask: 0x0c01,
  reset: 0x0c03,
  readLeHostSupported: 0x0c6c,
  writeLeHostSupported: 0x0c6d,
  readLocalVersion: 0x1001,
  readSupportedCommands: 0x1002,
  readSupportedFeatures: 0x1003,
  readBufferSize: 0x1005,
  readAddress: 0x1009,
  readRssi: 0x1405,
  leSetEventMask: 0x2001,
  leReadBufferSize: 0x2002,
  leReadFeatures: 0x2003,
  leSetScanParameters: 0x200b,
  leSetScanEnable: 0x200c,
  leCreateConnection: 0x200d,
  leCancelConnection: 0x200e,
  leUpdateConnection: 0x2013,
} as const;

const EVENT = {
  disconnected: 0x05,
  commandComplete: 0x0e,
  commandStatus: 0x0f,
  hardwareError: 0x10,
  completedPackets: 0x13,
  le: 0x3e,
} as const;
const LE = { connected: 0x01, advertisement: 0x02, updated: 0x03 } as const;

/** Reasons and errors. Core, Vol 1, Part F. */
export const STATUS = {
  success: 0x00,
  unknownCommand: 0x01,
  unknownConnection: 0x02,
  connectionTimeout: 0x08,
  commandDisallowed: 0x0c,
  remoteUserEnded: 0x13,
  localHostEnded: 0x16,
  failedToEstablish: 0x3e,
} as const;

const event = (code: number, parameters: readonly number[]): Uint8Array =>
  Uint8Array.of(KIND.event, code, parameters.length, ...parameters);

/** How many commands a host may send before the next answer. */
const CREDITS = 1;

export const complete = (command: number, parameters: readonly number[]): Uint8Array =>
  event(EVENT.commandComplete, [CREDITS, ...le16(command), ...parameters]);
export const status = (command: number, code: number): Uint8Array =>
  event(EVENT.commandStatus, [code, CREDITS, ...le16(command)]);
/** 0x00: what came cannot be told apart any more, and only a reset helps. */
export const hardwareError = (): Uint8Array => event(EVENT.hardwareError, [0x00]);
export const completedPackets = (handle: number, packets: number): Uint8Array =>
  event(EVENT.completedPackets, [1, ...le16(handle), ...le16(packets)]);
export const disconnected = (handle: number, reason: number): Uint8Array =>
  event(EVENT.disconnected, [STATUS.success, ...le16(handle), reason]);

/** 30 ms, no latency, 4 s without a sign before a link is taken for lost. */
const LINK = [...le16(24), ...le16(0), ...le16(400)];

/** A device by its six octets, the last first, and whether it has chosen them itself. */
export type Address = { readonly octets: readonly number[]; readonly isRandom: boolean };
const typed = ({ octets, isRandom }: Address): readonly number[] => [isRandom ? 1 : 0, ...octets];

/** With a status other than success there is no link. The host is the central: role 0. */
export const connected = (code: number, handle: number, peer: Address): Uint8Array =>
  event(EVENT.le, [LE.connected, code, ...le16(handle), 0, ...typed(peer), ...LINK, 0]);
export const updated = (handle: number): Uint8Array =>
  event(EVENT.le, [LE.updated, STATUS.success, ...le16(handle), ...LINK]);

const RSSI_DBM = -60;
export const rssi = RSSI_DBM & 0xff;
export const ADVERTISEMENT = { connectable: 0x00, scanResponse: 0x04 } as const;

export const advertisement = (kind: number, from: Address, data: readonly number[]): Uint8Array =>
  event(EVENT.le, [LE.advertisement, 1, kind, ...typed(from), data.length, ...data, rssi]);

/** Whether a fragment of data begins a message or goes on with one. A host begins with 0, a controller with 2. */
const CONTINUES = 0x01;
const BEGINS_TO_HOST = 0x02;

export const aclToHost = (handle: number, isFirst: boolean, data: Uint8Array): Uint8Array =>
  Uint8Array.of(
    KIND.acl,
    ...le16(handle | ((isFirst ? BEGINS_TO_HOST : CONTINUES) << 12)),
    ...le16(data.length),
    ...data,
  );

export type FromHost = {
  readonly command: (opcode: number, parameters: Uint8Array) => void;
  readonly acl: (handle: number, isFirst: boolean, data: Uint8Array) => void;
  /** Something came that is no packet. What follows is passed over until a reset. */
  readonly lostTrack: () => void;
};

/** Link control, link policy, host control, information, status, testing, low energy, and those of vendors. */
const GROUPS: readonly number[] = [1, 2, 3, 4, 5, 6, 8, 0x3f];
const MOST_DATA = 251;

const RESET = [KIND.command, ...le16(COMMAND.reset), 0];
const resetIn = (bytes: Uint8Array): number => {
  for (let at = 0; at + RESET.length <= bytes.length; at += 1)
    if (RESET.every((octet, n) => bytes[at + n] === octet)) return at;
  return -1;
};

/** Cuts the bytes of a host into packets, however they arrive. A reset among noise is found: Vol 4, Part A, 4. */
export const hostReader = ({ command, acl, lostTrack }: FromHost) => {
  let held = new Uint8Array(0);
  let isLost = false;

  /** Groups of commands that there are, and data no longer than any controller takes: anything else is noise. */
  const isLikely = (): boolean =>
    u8(held, 0) === KIND.command ? GROUPS.includes(u16(held, 1) >>> 10) : u16(held, 3) <= MOST_DATA;

  /** How many octets the first packet has; null while too few are here to know; 0 for what is none. */
  const firstLength = (): number | null => {
    const kind = u8(held, 0);
    const head = kind === KIND.command ? 4 : 5;
    if (kind !== KIND.command && kind !== KIND.acl) return 0;
    if (held.length < head) return null;
    if (!isLikely()) return 0;
    return head + (kind === KIND.command ? u8(held, 3) : u16(held, 3));
  };
  const hand = (packet: Uint8Array): void => {
    if (u8(packet, 0) === KIND.command) command(u16(packet, 1), packet.subarray(4));
    else {
      const head = u16(packet, 1);
      acl(head & 0x0fff, ((head >>> 12) & 0x3) !== CONTINUES, packet.subarray(5));
    }
  };

  return (bytes: Uint8Array): void => {
    held = Uint8Array.of(...held, ...bytes);
    while (held.length > 0) {
      if (isLost) {
        const at = resetIn(held);
        held = at < 0 ? held.slice(1 - RESET.length) : held.slice(at);
        if (at < 0) return;
        isLost = false;
      }
      const length = firstLength();
      if (length === 0) {
        isLost = true;
        lostTrack();
        continue;
      }
      if (length === null || held.length < length) return;
      const packet = held.slice(0, length);
      held = held.slice(length);
      hand(packet);
    }
  };
};
