import { type Command, Option } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';
import type { RemoteFlags } from './commands.ts';

/** The port that is tried when none is named: the page's, and one more. */
export const REMOTE_PORT = '47539';

const examples = (command: Command, lines: readonly string[]): Command =>
  command.addHelpText('before', `Examples:\n${lines.map(line => `  ${line}`).join('\n')}\n`);

const withPump = (command: Command): Command =>
  command
    .option('--at <port>', 'port on which the pump listens (islet start --remote)', REMOTE_PORT)
    .option('--keys <file>', 'where this remote keeps its key', 'islet-remote.json')
    .option('--json', 'print the answer as one line of JSON');

/** `islet remote`: the other end of `islet start --remote`. */
export const addRemote = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const remote = islet.command('remote').description('command a running pump from afar, once it is paired');
  examples(remote, [
    'islet remote pair --code 123456   the pump shows it: islet start --remote --pair controller',
    'islet remote status',
    'islet remote suspend',
    'islet remote bolus 1.5',
  ]);
  const commands = () => import('./commands.ts');
  withPump(examples(remote.command('pair'), ['islet remote pair', 'islet remote pair --code 123456']))
    .description('pair this remote with the pump that shows a code')
    .option('--code <digits>', 'the code; asked for when it is not given')
    .action(async (flags: RemoteFlags & { readonly code?: string }) =>
      ended(await (await commands()).pairRemote(flags, io)),
    );
  withPump(examples(remote.command('status'), ['islet remote status --json']))
    .description('ask the pump for its state')
    .action(async (flags: RemoteFlags) => ended(await (await commands()).remoteStatus(flags, io)));
  withPump(examples(remote.command('suspend'), ['islet remote suspend']))
    .description('stop delivery; it is resumed at the pump only')
    .action(async (flags: RemoteFlags) => ended(await (await commands()).remoteSuspend(flags, io)));
  withPump(examples(remote.command('bolus'), ['islet remote bolus 1.5', 'islet remote bolus 0.5 --yes']))
    .description('ask for a bolus, and confirm the amount that the pump shows')
    .argument('<units>', 'how much insulin, in U')
    .addOption(new Option('--yes', 'confirm the amount without asking: for scripts, on a simulated pump'))
    .action(async (units: string, flags: RemoteFlags & { readonly yes?: boolean }) =>
      ended(await (await commands()).remoteBolus(units, flags, io)),
    );
  withPump(examples(remote.command('unpair'), ['islet remote unpair']))
    .description('give this remote up, at both ends')
    .action(async (flags: RemoteFlags) => ended(await (await commands()).unpairRemote(flags, io)));
};
