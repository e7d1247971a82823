import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ByteLink } from '../../src/ports.ts';
import { openSerial, PortError, type SerialOptions } from './serial.ts';

export type NamedPort = SerialOptions & {
  /** Of the USB device, as the profile has it; left out, it is not compared. */
  readonly serial?: string | undefined;
  /** Where the kernel tells of its terminals; another place for tests. */
  readonly sysfs?: string;
};

const SYSFS = '/sys/class/tty';
/** From a terminal up to its USB device: interface, and for some drivers one more. */
const LEVELS = 4;

/**
 * Opens a port by a name that stays with its device, such as one below `/dev/serial/by-id`. Where it leads is looked up each time, so
 * that after a replug the same call opens the same device again, whatever number the kernel gave it; and a USB device with another
 * serial number behind that name is refused before a byte is sent. Rejects with a PortError. What cannot be known from the
 * port (who speaks behind a USB adapter) its attestation must ask.
 */
export const openNamed = async ({ path, baudRate, serial, sysfs = SYSFS }: NamedPort): Promise<ByteLink> => {
  const leadsTo = whereTo(path);
  if (leadsTo === undefined) {
    throw new PortError(
      `${path}: no device of this name is plugged in. Check the cable and the path of the port. ${othersBeside(path)}`,
    );
  }
  const found = serial === undefined ? undefined : usbSerial(leadsTo, sysfs);
  if (found !== undefined && found !== serial) {
    throw new PortError(
      `${path}: the serial number behind this name is ${JSON.stringify(found)}, expected ${JSON.stringify(serial)}. Connect the device of the profile, or change the profile.`,
    );
  }
  const link = await openSerial({ path, baudRate });
  if (whereTo(path) === leadsTo) return link;
  // What was opened may be either of two devices.
  await link.close();
  throw new PortError(`${path}: was plugged in anew while it was opened. Try again.`);
};

/** The device itself; undefined when there is none, or the name is left over from one that is gone. */
const whereTo = (path: string): string | undefined => {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
};

/** What else is plugged in, for somebody who has mistyped a name; nothing for a path of another kind. */
const othersBeside = (path: string): string => {
  const folder = dirname(path);
  if (basename(dirname(folder)) !== 'serial') return '';
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.length === 0 ? `${folder} is empty.` : `There are: ${names.join(', ')}.`;
};

/** The serial number that the USB device of a terminal tells; undefined for a terminal without one. */
const usbSerial = (device: string, sysfs: string): string | undefined => {
  let folder = whereTo(join(sysfs, basename(device), 'device'));
  for (let level = 0; folder !== undefined && level < LEVELS; level += 1) {
    if (existsSync(join(folder, 'idVendor'))) {
      const told = join(folder, 'serial');
      return existsSync(told) ? readFileSync(told, 'utf8').trim() : undefined;
    }
    folder = dirname(folder);
  }
  return undefined;
};
