import { dirname, join } from 'node:path';
import { listen } from '../../../hardware/link/socket.ts';
import { keyFile } from '../../../hardware/remote/keyFile.ts';
import { EXIT, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import type { Book } from '../start/book.ts';
import type { Composed } from '../start/compose.ts';
import type { StartOptions } from '../start/options.ts';
import { stationFor } from './stationFor.ts';

export type Serving = { readonly close: () => Promise<void> };

/** The keys of a pump lie beside its journal, and never in it. */
const keysBeside = (journal: string): string => join(dirname(journal), 'remote-keys.json');

/** Lets remotes connect to a running pump, if that is wanted. Throws a Refusal when it cannot. */
export const serveRemotes = async (
  { remote, pair }: StartOptions,
  { runtime, world }: Composed,
  book: Book,
  io: Io,
): Promise<Serving | null> => {
  if (remote === null) return null;
  const refuse = (failure: unknown): never => {
    throw new Refusal(EXIT.environment, `${failure instanceof Error ? failure.message : String(failure)}.`);
  };
  const keys = (() => {
    try {
      return keyFile(keysBeside(book.file.path));
    } catch (failure) {
      return refuse(failure);
    }
  })();
  const station = stationFor({
    runtime,
    clock: world.clock,
    keys,
    // This terminal is the screen of the pump: the code is shown here and nowhere else.
    showCode: (code, role) => io.say(`Pairing code for a ${role}: ${code}. Type it on the remote.`),
  });
  const listening = await listen(remote, station.connect).catch(refuse);
  io.say(`Remotes connect to port ${listening.port} of this machine.`);
  if (pair !== null) runtime.submit({ type: 'pairing.opened', role: pair });
  return {
    close: async () => {
      await station.close();
      await listening.close();
    },
  };
};
