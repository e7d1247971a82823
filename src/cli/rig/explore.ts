import { type Command, Option } from 'commander';
import { type ExitCode, exitCodeOf } from '../exits.ts';
import { wholeNumber } from '../start/options.ts';
import { profileOf } from './more.ts';

type Flags = {
  readonly seed: string;
  readonly steps: string;
  readonly seconds: string;
  readonly transitions: string;
  readonly goal: 'transitions' | 'pairs';
  readonly transport: 'pty' | 'memory';
  readonly fault?: string;
  readonly profile?: string;
  readonly out: string;
  readonly json?: boolean;
};

/** `islet rig explore`: beside `rig run`, for it drives the same pump on the same bench, and only chooses on the way. */
export const addExplore = (rig: Command, ended: (exit: ExitCode) => void): void => {
  const examples = [
    'islet rig explore --seed 7 --seconds 60',
    'islet rig explore --goal transitions --transport pty',
    'islet rig explore --profile rig.toml   on the devices behind the ports of the profile',
    'islet rig explore --fault deafToStop   a planted fault: found, shortened, and written as a story',
  ];
  rig
    .command('explore')
    .addHelpText('before', `Examples:\n${examples.map(example => `  ${example}`).join('\n')}\n`)
    .description(
      'drive a pump on line, on simulated devices or a rig: what happens next is chosen by what it would cover',
    )
    .option('--seed <number>', 'the same seed on the same pump gives the same run', '1')
    .option('--steps <number>', 'end after so many steps', '2000')
    .option('--seconds <time>', 'end after so long', '120')
    .option('--transitions <number>', 'end when so many transitions of the pump were taken', '100000')
    .addOption(
      new Option('--goal <kind>', 'what is covered').choices(['transitions', 'pairs']).default('pairs'),
    )
    .addOption(
      new Option('--transport <kind>', 'how bytes travel').choices(['pty', 'memory']).default('memory'),
    )
    .option('--fault <name>', 'plant one fault in a simulated device (see: islet rig list)')
    .option('--profile <file>', 'on the ports of this rig (see: specs/rig.example.toml)')
    .option('--out <folder>', 'where a failure is written', 'runs')
    .option('--json', 'print the result as one line of JSON')
    .action(async (flags: Flags) => {
      const { exploreCommand } = await import('../../../hardware/rig/online/command.ts');
      const { goal, transport, out, json = false } = flags;
      ended(
        exitCodeOf(
          await exploreCommand({
            seed: wholeNumber('--seed', flags.seed, 0, 2 ** 31 - 1, 'a number'),
            steps: wholeNumber('--steps', flags.steps, 1, 10_000_000, 'steps'),
            seconds: wholeNumber('--seconds', flags.seconds, 1, 1_000_000, 'seconds'),
            transitions: wholeNumber('--transitions', flags.transitions, 1, 1_000_000, 'transitions'),
            goal,
            transport,
            out,
            json,
            ...(flags.fault === undefined ? {} : { fault: flags.fault }),
            ...(flags.profile === undefined ? {} : { profile: await profileOf(flags.profile) }),
          }),
        ),
      );
    });
};
