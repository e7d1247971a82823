import { SerialPort } from 'serialport';
import type { ByteLink } from '../../src/ports.ts';
import { inbox } from './inbox.ts';

export type SerialOptions = { readonly path: string; readonly baudRate: number };

/** The port could not be opened. `message` names the port and a remedy. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/**
 * Opens a serial port for this process alone. `hupcl: false` keeps DTR, so that opening does not reset
 * boards that take DTR as reset. Rejects with a PortError. A vanished port is noticed at the next
 * write (EIO), so each adapter needs its own reply deadline.
 */
export const openSerial = ({ path, baudRate }: SerialOptions): Promise<ByteLink> =>
  new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate, lock: true, hupcl: false, autoOpen: false });
    port.open(error => {
      if (error) {
        reject(new PortError(`${path}: ${error.message}. ${remedyFor(error.message)}`));
        return;
      }
      if (port.port !== undefined && process.platform !== 'win32') closedWhole(port.port);
      resolve(linkOver(port));
    });
  });

const remedyFor = (message: string): string => {
  if (/lock/i.test(message)) return 'Another program holds this port: close it.';
  if (/permission/i.test(message)) return 'Add this user to the group that owns the port (often dialout).';
  return 'Check the cable and the path of the port.';
};

type Reading = { read: (...given: never[]) => Promise<unknown>; close: () => Promise<void> };

/**
 * Has a device be closed when its last read is over as well: until then the kernel keeps it open, and locked, for its next opener. A read ends
 * with the descriptor where that is polled, and a lock of this kind is known there alone.
 */
export const closedWhole = (device: Reading): void => {
  const { read, close } = device;
  let last: Promise<unknown> = Promise.resolve();
  device.read = (...given) => {
    const reading = read.apply(device, given);
    last = reading.catch(() => {});
    return reading;
  };
  device.close = async () => {
    try {
      await close.call(device);
    } finally {
      await last;
    }
  };
};

/** Resolves when a close that is under way is over, whether or not it went well. */
const closedOf = (port: SerialPort): Promise<void> =>
  new Promise(done => {
    port.once('close', () => done());
    port.on('error', () => {
      if (!port.closing) done();
    });
  });

const linkOver = (port: SerialPort): ByteLink => {
  const { arrive, lose, onBytes, onLost, isLost } = inbox();
  let closing: Promise<void> | undefined;

  // Without a listener a pending write would make close() throw "Canceled" from nowhere.
  port.on('error', error => {
    if (!closing) lose(`${port.path}: ${error.message}`);
  });
  // Emitted twice when a device is unplugged.
  port.on('close', () => {
    if (!closing) lose(`${port.path}: the port has closed`);
  });
  port.on('data', (bytes: Uint8Array) => arrive(bytes));

  const shut = async (): Promise<void> => {
    // What is already written (a halt, as a rule) must leave before the port closes.
    if (port.isOpen && !isLost()) await new Promise<void>(done => port.drain(() => done()));
    // Its error is none of ours: the descriptor is gone either way, and a device that was pulled has told that already.
    if (port.isOpen) await new Promise<void>(done => port.close(() => done()));
    // A port that has failed is closing by itself; until that is over it holds its lock.
    else if (port.closing) await closedOf(port);
  };

  return {
    write: bytes => {
      if (isLost() || closing) return;
      if (port.isOpen) port.write(bytes);
      else lose(`${port.path}: the port is closed`);
    },
    onBytes,
    onLost,
    close: () => {
      closing ??= shut();
      return closing;
    },
  };
};
