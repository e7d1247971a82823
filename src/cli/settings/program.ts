import type { Command } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';
import type { Typed } from './begin.ts';

const examples = (command: Command, lines: readonly string[]): Command =>
  command.addHelpText('before', `Examples:\n${lines.map(line => `  ${line}`).join('\n')}\n`);

/** `islet settings`: begin, check, compare and print. */
export const addSettings = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const settings = islet
    .command('settings')
    .description('begin, check, compare or print the settings of a pump');
  examples(settings, [
    'islet settings begin --weight 70 > my.toml',
    'islet settings print > my.toml',
    'islet settings check my.toml',
    'islet settings diff my.toml other.toml',
    'islet settings print --journal runs/…/journal.jsonl',
  ]);
  examples(settings.command('check'), ['islet settings check my.toml', 'islet settings check my.toml --json'])
    .description('say whether a settings file is good; exit code 2 when it is not')
    .argument('<file>', 'a settings file, TOML')
    .option('--json', 'print the settings as the pump keeps them (whole µU)')
    .action(async (file: string, flags: { readonly json?: boolean }) => {
      const { checkSettings } = await import('./commands.ts');
      ended(checkSettings(file, flags.json === true, io));
    });
  examples(settings.command('diff'), [
    'islet settings diff my.toml other.toml',
    'islet settings diff runs/…/journal.jsonl my.toml   what a file would change in this pump',
  ])
    .description('say what differs between two settings files or journals, old and new, with units')
    .argument('<old>', 'a settings file, or a journal (*.jsonl)')
    .argument('<new>', 'a settings file, or a journal (*.jsonl)')
    .option('--json', 'print the differences as JSON')
    .action(async (old: string, next: string, flags: { readonly json?: boolean }) => {
      const { diffSettings } = await import('./commands.ts');
      ended(diffSettings(old, next, flags.json === true, io));
    });
  examples(settings.command('begin'), [
    'islet settings begin --weight 70 > my.toml',
    'islet settings begin --diabetes type2 --person resistantAdult --weight 110 --dawn',
  ])
    .description('print settings to begin with, by weight, for a clinic to look at')
    .requiredOption('--weight <kg>', 'body weight, 10 to 300')
    .option('--diabetes <kind>', 'type1 or type2', 'type1')
    .option('--person <kind>', 'whose limits hold: child, teenager, adult, resistantAdult, pregnant', 'adult')
    .option('--dawn', 'a fifth more basal from 04:00 to 08:00')
    .action(async (flags: Typed) => {
      const { beginSettings } = await import('./commands.ts');
      ended(beginSettings(flags, io));
    });
  examples(settings.command('print'), [
    'islet settings print > my.toml',
    'islet settings print --journal runs/…/journal.jsonl',
  ])
    .description('print settings as a file: the example, or those in force at the end of a journal')
    .option('--journal <file>', 'take the settings from this journal')
    .action(async (flags: { readonly journal?: string }) => {
      const { printThem } = await import('./commands.ts');
      ended(printThem(flags.journal ?? null, io));
    });
};
