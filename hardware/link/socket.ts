import { createConnection, createServer, type Socket } from 'node:net';
import type { ByteLink } from '../../src/ports.ts';
import { inbox } from './inbox.ts';

/** Only this machine: whoever comes from elsewhere comes through a tunnel of its owner. */
const LOOPBACK = '127.0.0.1';

const linkOn = (socket: Socket): ByteLink => {
  const { arrive, lose, onBytes, onLost, isLost } = inbox();
  socket.setNoDelay(true);
  socket.on('data', (bytes: Uint8Array) => arrive(bytes));
  socket.on('error', error => lose(error.message));
  socket.on('close', () => lose('the other side has hung up'));
  return {
    write: bytes => {
      if (!isLost()) socket.write(bytes);
    },
    onBytes,
    onLost,
    close: async () => void socket.destroySoon(),
  };
};

export type Listening = { readonly port: number; readonly close: () => Promise<void> };

/** Listens on this machine alone; 0 lets the system choose the port. Rejects when the port is taken. */
export const listen = (port: number, connect: (link: ByteLink) => void): Promise<Listening> =>
  new Promise((resolve, fail) => {
    const sockets = new Set<Socket>();
    const server = createServer(socket => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      connect(linkOn(socket));
    });
    server.once('error', fail);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () =>
          new Promise(done => {
            for (const socket of sockets) socket.destroy();
            server.close(() => done());
          }),
      });
    });
  });

/** A link to a port of this machine. Rejects when nobody listens there. */
export const dial = (port: number): Promise<ByteLink> =>
  new Promise((resolve, fail) => {
    const socket = createConnection(port, LOOPBACK);
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      resolve(linkOn(socket));
    });
  });
