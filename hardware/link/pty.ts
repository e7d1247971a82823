import { closeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { z } from 'zod';
import type { ByteLink } from '../../src/ports.ts';
import { inbox } from './inbox.ts';
import { notOpenedByNode } from './inherited.ts';
import { counted, type LinkPair, transit } from './pair.ts';
import { openSerial } from './serial.ts';
import { unblocked } from './unblocked.ts';

const openedSchema = z.object({ master: z.int(), slave: z.int(), pty: z.string().min(1) });
const bindingSchema = z.object({
  native: z.object({
    open: z.custom<(columns: number, rows: number) => unknown>(open => typeof open === 'function'),
  }),
});

/** Opens a pseudo-terminal, or undefined where this platform has no binding for them. */
export type OpenPty = () => z.infer<typeof openedSchema>;

/** The binding, loaded once; undefined on a platform that has none. */
export const loadPty = async (): Promise<OpenPty | undefined> => {
  try {
    const { native } = bindingSchema.parse(await import('@homebridge/node-pty-prebuilt-multiarch'));
    return () => {
      const opened = openedSchema.parse(native.open(80, 24));
      notOpenedByNode(opened.master, opened.slave);
      return opened;
    };
  } catch {
    return undefined;
  }
};

/**
 * A real pseudo-terminal between `serialport` at the host's end and a stream at the device's. The
 * pair is ready when `serialport` has opened its end, because that sets the terminal to raw mode:
 * a byte written earlier would be echoed and translated.
 */
export const ptyPair = async (open: OpenPty, baudRate: number): Promise<LinkPair> => {
  const { master, slave, pty: path } = open();
  const traffic = transit();
  const far = masterEnd(master);
  const near = await openSerial({ path, baudRate });
  // serialport has its own descriptor now; while this one lived, pulling the cable would go unnoticed.
  closeSync(slave);

  const host = counted(near, traffic);
  const device = counted(far.link, traffic);
  return {
    host,
    device,
    path,
    idle: traffic.idle,
    unplug: () => {
      traffic.cut();
      far.pull();
    },
    close: async () => {
      await host.close();
      await device.close();
    },
  };
};

/** A pseudo-terminal whose other end another process opens. Nothing may be written before it has spoken. */
export const farPty = (open: OpenPty): { readonly link: ByteLink; readonly path: string } => {
  const { master, slave, pty: path } = open();
  const { link } = masterEnd(master);
  let isHeld = true;
  // Held until the other one has it open: before that a read would say that it is closed.
  const release = (): void => {
    if (isHeld) closeSync(slave);
    isHeld = false;
  };
  return {
    path,
    link: {
      ...link,
      onBytes: take =>
        link.onBytes(bytes => {
          release();
          take(bytes);
        }),
      close: async () => {
        release();
        await link.close();
      },
    },
  };
};

/**
 * A pseudo-terminal that stays when the host closes its end, for one that comes after it. Nothing may be written before a host has
 * spoken.
 */
export const keptPty = (open: OpenPty): { readonly link: ByteLink; readonly path: string } => {
  const { master, slave, pty: path } = open();
  const { link } = masterEnd(master);
  let isHeld = true;
  return {
    path,
    link: {
      ...link,
      close: async () => {
        if (isHeld) closeSync(slave);
        isHeld = false;
        await link.close();
      },
    },
  };
};

const masterEnd = (descriptor: number): { readonly link: ByteLink; readonly pull: () => void } => {
  // The master is non-blocking: fs streams would fail with EAGAIN, a tty stream waits.
  const stream = new ReadStream(descriptor);
  const { arrive, lose, onBytes, onLost, isLost } = inbox();
  let pulled = false;
  stream.on('data', (bytes: Uint8Array) => arrive(bytes));
  // EIO: the host has closed its end.
  stream.on('error', error => {
    if (!pulled) lose(`${error.message}`);
  });
  stream.on('close', () => {
    if (!pulled) lose('the host has closed the port');
  });
  const pull = (): void => {
    pulled = true;
    stream.destroy();
  };
  const isOver = (): boolean => pulled || isLost() || stream.destroyed;
  return {
    link: {
      write: unblocked(descriptor, isOver, lose),
      onBytes,
      onLost,
      close: async () => pull(),
    },
    pull,
  };
};
