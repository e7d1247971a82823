import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { dial } from '../../../hardware/link/socket.ts';
import { openSession, pairWith, type RemoteSession, RemoteTrouble } from '../../../hardware/remote/client.ts';
import { keyFile } from '../../../hardware/remote/keyFile.ts';
import type { Answer } from '../../../hardware/remote/messages.ts';
import { codeIn } from '../../../hardware/remote/pairingWindow.ts';
import type { ByteLink } from '../../ports.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { toMillionths } from '../settings/amounts.ts';
import { wholeNumber } from '../start/options.ts';

/** What every remote command is told: where the pump listens, and where this remote keeps its key. */
export type RemoteFlags = { readonly at: string; readonly keys: string; readonly json?: boolean };

/** Asks the person at this terminal; null where there is none. */
const askPerson = async (question: string, io: Io): Promise<string | null> => {
  if (!io.isTerminal) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
};

const linked = async <Result>(
  { at }: RemoteFlags,
  act: (link: ByteLink) => Promise<Result>,
): Promise<Result> => {
  const port = wholeNumber('--at', at, 1, 65_535, 'a port number');
  const link = await dial(port).catch(() => {
    throw new Refusal(
      EXIT.device,
      `No pump listens on port ${port}. Start one with: islet start --remote ${port}`,
    );
  });
  try {
    return await act(link);
  } catch (failure) {
    if (failure instanceof RemoteTrouble) throw new Refusal(EXIT.device, failure.message);
    throw failure;
  } finally {
    await link.close();
  }
};

const keysIn = (path: string) => {
  try {
    return keyFile(path);
  } catch (failure) {
    throw new Refusal(EXIT.badInput, `${failure instanceof Error ? failure.message : String(failure)}.`);
  }
};

const inSession = (
  flags: RemoteFlags,
  act: (session: RemoteSession, principal: string) => Promise<ExitCode>,
): Promise<ExitCode> =>
  linked(flags, async link => {
    const keys = keysIn(flags.keys);
    const [kept] = keys.partners();
    if (kept === undefined)
      throw new Refusal(EXIT.badInput, `${flags.keys}: this remote is not paired. Run: islet remote pair`);
    return act(await openSession(link, kept, keys.keep), kept.principal);
  });

/** What the pump answered: data for a script, words for a person, and whether it did what was asked. */
const conclude = (answer: Answer, { json }: RemoteFlags, io: Io): ExitCode => {
  if (json === true) io.out(JSON.stringify(answer));
  if (answer.type === 'refused') {
    for (const reason of answer.reasons) io.say(`The pump refuses: ${reason}`);
    return EXIT.failed;
  }
  if (answer.type === 'status' && json !== true) io.out(JSON.stringify(answer.status, null, 2));
  if (answer.type === 'accepted') io.say('The pump has done it.');
  return EXIT.ok;
};

/** Pairs this remote with the pump that shows a code. The key goes into a file that only its owner may read. */
export const pairRemote = async (
  flags: RemoteFlags & { readonly code?: string },
  io: Io,
): Promise<ExitCode> => {
  const keys = keysIn(flags.keys);
  if (keys.partners().length > 0)
    throw new Refusal(
      EXIT.badInput,
      `${flags.keys}: this remote is paired already; unpair it first, or name another file.`,
    );
  const typed = flags.code ?? (await askPerson('Code shown by the pump: ', io));
  const code = typed === null ? null : codeIn(typed);
  if (code === null)
    throw new Refusal(
      EXIT.badInput,
      `--code = ${JSON.stringify(typed)}: is not the six digits that the pump shows.`,
    );
  return linked(flags, async link => {
    const bond = await pairWith(link, code);
    keys.keep({ ...bond, session: 0 });
    if (flags.json === true) io.out(JSON.stringify({ principal: bond.principal }));
    io.say(`Paired as ${bond.principal}. The key is in ${flags.keys}.`);
    return EXIT.ok;
  });
};

/** The state of the pump, as it is now. */
export const remoteStatus = (flags: RemoteFlags, io: Io): Promise<ExitCode> =>
  inSession(flags, async session => conclude(await session.ask({ type: 'readStatus' }), flags, io));

/** Stops delivery, now. */
export const remoteSuspend = (flags: RemoteFlags, io: Io): Promise<ExitCode> =>
  inSession(flags, async session =>
    conclude(await session.command(challenge => ({ type: 'suspend', challenge })), flags, io),
  );

/** Gives this remote up at both ends. */
export const unpairRemote = (flags: RemoteFlags, io: Io): Promise<ExitCode> =>
  inSession(flags, async (session, principal) => {
    const answer = await session.command(challenge => ({ type: 'unpair', challenge }));
    if (answer.type === 'accepted') keysIn(flags.keys).forget(principal);
    return conclude(answer, flags, io);
  });

/** Permission, request, and the confirmation of the amount that the pump shows, by the person at this remote. */
export const remoteBolus = async (
  units: string,
  flags: RemoteFlags & { readonly yes?: boolean },
  io: Io,
): Promise<ExitCode> => {
  const amountUu = /^\d+(\.\d+)?$/.test(units) ? toMillionths(Number(units)) : null;
  if (amountUu === null || amountUu === 0)
    throw new Refusal(
      EXIT.badInput,
      `units = ${JSON.stringify(units)}: is not an amount of insulin, such as 1.5 (U).`,
    );
  return inSession(flags, async session => {
    const bolus = randomBytes(6).toString('hex');
    const permitted = await session.command(challenge => ({ type: 'permit', challenge, bolus }));
    if (permitted.type !== 'permitted') return conclude(permitted, flags, io);
    const asks = await session.command(challenge => ({ type: 'bolus', challenge, bolus, amountUu }));
    if (asks.type !== 'asks') return conclude(asks, flags, io);
    const shown = asks.amountUu / 1_000_000;
    const isMeant =
      flags.yes === true ||
      (await askPerson(`Deliver ${shown} U? Type the amount to confirm: `, io)) === String(shown);
    if (!isMeant) {
      io.say('Not confirmed: the pump forgets the request within 90 s. Nothing is delivered.');
      return EXIT.failed;
    }
    return conclude(
      await session.command(challenge => ({ type: 'confirm', challenge, bolus, amountUu: asks.amountUu })),
      flags,
      io,
    );
  });
};
