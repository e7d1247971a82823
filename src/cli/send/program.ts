import type { Command } from 'commander';
import { examplesFirst } from '../examples.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';

type SendFlags = { readonly to?: string; readonly list?: boolean };

/** `islet send`. */
export const addSend = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const command = islet
    .command('send')
    .description('ask a running pump for what its page may ask for: boluses, faults, settings, …');
  examplesFirst(command, [
    `islet send '{"type":"inject","what":"occlusion","on":true}'   as the page's button does`,
    `islet send '{"type":"bolus.requested","units":1.5}'           exit code 1 where the pump refuses, with its reason`,
    'islet send --list                                            all requests, with their fields',
  ]);
  command
    .argument('[request]', 'one request, as JSON')
    .option(
      '--to <address>',
      'address that islet start printed, token included. Better in the environment, as ISLET_ADDRESS: other users of this computer can read a command line, and with it the token',
    )
    .option('--list', 'list all requests with fields, ranges and units, and end')
    .action(async (request: string | undefined, { to, list }: SendFlags) => {
      const { listRequests, send } = await import('./send.ts');
      if (list === true) return listRequests(io);
      const address = to ?? io.env.ISLET_ADDRESS;
      if (request === undefined)
        throw new Refusal(
          EXIT.badInput,
          'Say what is asked for, as JSON; islet send --list has every request.',
        );
      if (address === undefined)
        throw new Refusal(
          EXIT.badInput,
          'ISLET_ADDRESS is missing: set it to the address that islet start prints, token included.',
        );
      ended(await send(request, address, io));
    });
};
