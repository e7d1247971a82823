import { match, P } from 'ts-pattern';
import { after, milliseconds } from '../../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../../src/ports.ts';
import { le16, u8, u16 } from '../bytes.ts';
import type { Peripheral } from '../gatt.ts';
import type { ControllerFault } from './faults.ts';
import {
  ADVERTISEMENT,
  type Address,
  advertisement,
  COMMAND,
  complete,
  completedPackets,
  connected,
  disconnected,
  hardwareError,
  hostReader,
  rssi,
  STATUS,
  status,
  updated,
} from './packets.ts';
import { type RadioLink, radioLink } from './radioLink.ts';

export type ControllerOptions = {
  /** The controller's end of its serial line. */
  readonly link: ByteLink;
  readonly clock: Clock;
  /** The one device in its reach. */
  readonly peripheral: Peripheral;
};

export type Controller = { readonly setFault: (fault: ControllerFault | null) => void };

const address = (octets: readonly number[], isRandom: boolean): Address => ({ octets, isRandom });
/** c0:ff:ee:00:18:1f, one that the device has chosen: noble calls it c0ffee00181f. */
const DEVICE = address([0x1f, 0x18, 0x00, 0xee, 0xff, 0xc0], true);
const OWN = [0x01, 0x00, 0x00, 0x5e, 0x15, 0x02];
export const SIMULATED_DEVICE_ID = 'c0ffee00181f';

const HANDLE = 0x0040;
/** As small as may be, so that messages are cut. */
const DATA = { octets: 27, packets: 4 } as const;
/** Bluetooth 5.0, with nothing that is optional: extended advertising would be used if it were there. */
const VERSION = { new: 0x09, old: 0x05 } as const;
const FEATURES = [0, 0, 0, 0, 0, 0, 0, 0];
const NO_MANUFACTURER = 0xffff;

const ADVERTISE_EVERY = milliseconds(100);
const CONNECT_AFTER = milliseconds(30);
const FLAGS = [0x02, 0x01, 0x06];
const OTHER_SERVICE = '180d';
const NAME_KIND = 0x09;
const SERVICES_KIND = 0x03;
/** An advertisement has no more than 31 octets. */
const LONGEST_NAME = 29;

/** A Bluetooth controller on a serial line, with one device in reach: for whatever speaks HCI, and for no radio. */
export const simulatedController = ({ link, clock, peripheral }: ControllerOptions): Controller => {
  let fault: ControllerFault | null = null;
  let scan: { readonly isOnce: boolean } | null = null;
  let stopAdvertising = (): void => {};
  let stopConnecting: (() => void) | null = null;
  let radio: RadioLink | null = null;

  const say = (packet: Uint8Array): void => {
    if (fault !== 'silent') link.write(packet);
  };

  const offered = (): Peripheral =>
    fault === 'emptyHanded' ? { ...peripheral, service: OTHER_SERVICE, characteristics: [] } : peripheral;
  const isHeard = (): boolean => fault !== 'deaf' && (peripheral.isHeard?.() ?? true);

  const advertise = (): void => {
    if (scan === null) return;
    const again = (): void => {
      stopAdvertising = clock.wakeAt(after(clock.now(), ADVERTISE_EVERY), advertise);
    };
    // Connected devices say nothing.
    if (!isHeard() || radio !== null) {
      again();
      return;
    }
    const name = [...Buffer.from(peripheral.name, 'utf8')].slice(0, LONGEST_NAME);
    const service = fault === 'otherService' ? OTHER_SERVICE : peripheral.service;
    const services = [3, SERVICES_KIND, ...le16(Number.parseInt(service, 16))];
    say(advertisement(ADVERTISEMENT.connectable, DEVICE, [...FLAGS, ...services]));
    say(advertisement(ADVERTISEMENT.scanResponse, DEVICE, [name.length + 1, NAME_KIND, ...name]));
    if (!scan.isOnce) again();
  };
  const setScan = (next: typeof scan): void => {
    scan = next;
    stopAdvertising();
    if (scan !== null) stopAdvertising = clock.wakeAt(after(clock.now(), ADVERTISE_EVERY), advertise);
  };

  const lose = (reason: number): void => {
    if (radio === null) return;
    radio = null;
    say(disconnected(HANDLE, reason));
  };
  const connect = (): void => {
    stopConnecting = null;
    if (fault === 'refusing') {
      say(connected(STATUS.failedToEstablish, 0, DEVICE));
      return;
    }
    const made = radioLink({
      peripheral: offered(),
      handle: HANDLE,
      dataOctets: DATA.octets,
      say,
      fault: () => fault,
      // A device that was lost is not heard any more; one that is has hung up.
      lost: () => lose(isHeard() ? STATUS.remoteUserEnded : STATUS.connectionTimeout),
    });
    // Nobody answers; the host may wait for ever, and cancels.
    if (made === null) {
      begin();
      return;
    }
    radio = made;
    say(connected(STATUS.success, HANDLE, DEVICE));
  };
  const begin = (): void => {
    const isPossible = fault !== 'unconnectable' && isHeard();
    stopConnecting = clock.wakeAt(after(clock.now(), CONNECT_AFTER), isPossible ? connect : begin);
  };

  const createConnection = (): void => {
    const isFree = radio === null && stopConnecting === null;
    say(status(COMMAND.leCreateConnection, isFree ? STATUS.success : STATUS.commandDisallowed));
    if (isFree) begin();
  };
  const cancelConnection = (): void => {
    const isPending = stopConnecting !== null;
    say(complete(COMMAND.leCancelConnection, [isPending ? STATUS.success : STATUS.commandDisallowed]));
    if (!isPending) return;
    stopConnecting?.();
    stopConnecting = null;
    say(connected(STATUS.unknownConnection, 0, DEVICE));
  };
  const disconnect = (handle: number): void => {
    const isIt = radio !== null && handle === HANDLE;
    say(status(COMMAND.disconnect, isIt ? STATUS.success : STATUS.unknownConnection));
    if (!isIt) return;
    radio?.end();
    lose(STATUS.localHostEnded);
  };
  const reset = (): void => {
    setScan(null);
    stopConnecting?.();
    stopConnecting = null;
    radio?.end();
    radio = null;
  };

  /** Answers in the words of each command; what it does not know, it says so. */
  const command = (opcode: number, parameters: Uint8Array): void => {
    const done = (...result: readonly number[]): void => say(complete(opcode, [STATUS.success, ...result]));
    match(opcode)
      .with(COMMAND.reset, () => {
        reset();
        done();
      })
      .with(
        P.union(
          COMMAND.setEventMask,
          COMMAND.leSetEventMask,
          COMMAND.writeLeHostSupported,
          COMMAND.leSetScanParameters,
        ),
        () => done(),
      )
      .with(COMMAND.readLeHostSupported, () => done(1, 0))
      .with(COMMAND.readLocalVersion, () => {
        const version = fault === 'old' ? VERSION.old : VERSION.new;
        done(version, ...le16(0), version, ...le16(NO_MANUFACTURER), ...le16(0));
      })
      .with(COMMAND.readSupportedCommands, () => done(...new Array<number>(64).fill(0)))
      .with(P.union(COMMAND.readSupportedFeatures, COMMAND.leReadFeatures), () => done(...FEATURES))
      .with(COMMAND.readBufferSize, () => done(...le16(DATA.octets), 0, ...le16(DATA.packets), ...le16(0)))
      .with(COMMAND.leReadBufferSize, () => done(...le16(DATA.octets), DATA.packets))
      .with(COMMAND.readAddress, () => done(...OWN))
      .with(COMMAND.readRssi, () => done(...le16(u16(parameters, 0)), rssi))
      .with(COMMAND.leSetScanEnable, () => {
        setScan(u8(parameters, 0) === 1 ? { isOnce: u8(parameters, 1) === 1 } : null);
        done();
      })
      .with(COMMAND.leCreateConnection, createConnection)
      .with(COMMAND.leCancelConnection, cancelConnection)
      .with(COMMAND.leUpdateConnection, () => {
        say(status(opcode, STATUS.success));
        say(updated(u16(parameters, 0)));
      })
      .with(COMMAND.disconnect, () => disconnect(u16(parameters, 0)))
      .otherwise(() => say(status(opcode, STATUS.unknownCommand)));
  };

  const take = hostReader({
    command,
    acl: (handle, isFirst, data) => {
      if (radio === null || handle !== HANDLE) return;
      say(completedPackets(handle, 1));
      radio.take(isFirst, data);
    },
    lostTrack: () => say(hardwareError()),
  });
  link.onBytes(take);

  return {
    setFault: next => {
      fault = next;
    },
  };
};
