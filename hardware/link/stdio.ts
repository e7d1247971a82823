import type { Readable, Writable } from 'node:stream';
import type { ByteLink } from '../../src/ports.ts';
import { inbox } from './inbox.ts';

/** A link over two pipes: what one process writes, the other reads. */
export const pipeLink = (from: Readable, to: Writable): ByteLink => {
  const { arrive, lose, onBytes, onLost, isLost } = inbox();
  from.on('data', (bytes: Uint8Array) => arrive(bytes));
  from.on('close', () => lose('the other process is gone'));
  from.on('error', error => lose(error.message));
  to.on('error', error => lose(error.message));
  return {
    write: bytes => {
      if (!isLost()) to.write(bytes);
    },
    onBytes,
    onLost,
    close: async () => {
      from.destroy();
      to.end();
    },
  };
};
