import { u8 } from '../bytes.ts';
import type { Peripheral, Serving } from '../gatt.ts';
import { attributeServer } from './attributeServer.ts';
import { CHANNEL, fragments, reassembly } from './channels.ts';
import type { ControllerFault } from './faults.ts';

/** One link between the host and a device. */
export type RadioLink = {
  readonly take: (isFirst: boolean, data: Uint8Array) => void;
  /** The host has ended it. */
  readonly end: () => void;
};

export type RadioLinkOptions = {
  readonly peripheral: Peripheral;
  readonly handle: number;
  /** The most that one packet of data carries. */
  readonly dataOctets: number;
  readonly say: (packet: Uint8Array) => void;
  readonly fault: () => ControllerFault | null;
  /** The device has hung up, or is out of reach. */
  readonly lost: () => void;
};

/** Messages that this device takes: longer than the least, so that it matters who says how long they may be. */
const MTU = 64;
const PAIRING_REQUEST = 0x01;
/** Pairing Failed: Pairing Not Supported. Core, Vol 3, Part H, 3.5.5. */
const PAIRING_FAILED = [0x05, 0x05];
const READ = 0x0a;

/** Null where the device does not let itself be connected. */
export const radioLink = ({
  peripheral,
  handle,
  dataOctets,
  say,
  fault,
  lost,
}: RadioLinkOptions): RadioLink | null => {
  let isOpen = true;
  const send = (channel: number, message: readonly number[]): void => {
    if (!isOpen) return;
    for (const packet of fragments(handle, channel, message, dataOctets)) say(packet);
  };
  const hangUp = (): void => {
    if (!isOpen) return;
    isOpen = false;
    lost();
  };
  const serving: Serving | null = peripheral.connect({
    tell: (uuid, value) => server.tell(uuid, value),
    hangUp,
  });
  if (serving === null) return null;
  const server = attributeServer({
    peripheral,
    serving,
    mtu: MTU,
    wantsBond: () => fault() === 'wantsBond',
    send: pdu => send(CHANNEL.attributes, fault() === 'broken' ? pdu.slice(0, 2) : pdu),
  });
  const end = (): void => {
    isOpen = false;
    serving.gone();
  };
  const take = reassembly((channel, message) => {
    if (!isOpen) return;
    if (channel === CHANNEL.security && u8(message, 0) === PAIRING_REQUEST) send(channel, PAIRING_FAILED);
    if (channel !== CHANNEL.attributes) return;
    if (fault() === 'hangsUp' && u8(message, 0) === READ) {
      serving.gone();
      hangUp();
    } else server.take(message);
  });
  return { take, end };
};
