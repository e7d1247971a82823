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
    `islet send '{"type":"inject","what":"occlusion","on":true}' --to ADDRESS   as the page's button does`,
    `islet send '{"type":"bolus.requested","units":1.5}' --to ADDRESS`,
    'islet send --list                                                          all requests, with their fields',
  ]);
  command
    .argument('[request]', 'one request, as JSON')
    .option('--to <address>', 'address that islet start printed, token included (default: ISLET_ADDRESS)')
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
          '--to is missing: give the address that islet start prints, token included, or set ISLET_ADDRESS to it.',
        );
      ended(await send(request, address, io));
    });
};
