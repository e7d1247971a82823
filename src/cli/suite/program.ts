import { type Command, Option } from 'commander';
import type { ExitCode } from '../exits.ts';
import { EXIT, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { wholeNumber } from '../start/options.ts';

type Flags = {
  readonly list?: boolean;
  readonly json?: boolean;
  readonly criterion?: string;
  readonly n: string;
  readonly extra: string;
  readonly seed: string;
  readonly format: 'text' | 'json' | 'vitest' | 'xstate-test';
  readonly out?: string;
};

export const addSuite = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const command = islet.command('suite').description('generate a test suite of a chart, by a criterion');
  const examples = [
    'islet suite --list',
    'islet suite lock --criterion pairs',
    'islet suite battery --criterion H --extra 1 --format json --out battery.json',
    'islet suite pump --criterion transitions --format vitest --out suites/pump.test.ts',
    'islet suite pump.motor.permitted --criterion switches --n 2',
    'islet suite button --criterion pairs --format xstate-test --out runs.mjs   for createTestModel',
  ];
  command
    .addHelpText('before', `Examples:\n${examples.map(example => `  ${example}`).join('\n')}\n`)
    .argument('[machine]', 'a machine, as islet suite --list names them')
    .option('--list', 'list the machines and the criteria')
    .option('--criterion <name>', 'what the suite is to meet')
    .option('--n <number>', 'for switches: so many transitions after the first one, in a row', '2')
    .option('--extra <states>', 'for complete suites: how many states more a faulty machine may have', '0')
    .option(
      '--seed <number>',
      'decides wherever ways are equally good: another seed may give another suite with the same guarantee, the same gives the same',
      '1',
    )
    .addOption(
      new Option('--format <kind>', 'how it is written')
        .choices(['text', 'json', 'vitest', 'xstate-test'])
        .default('text'),
    )
    .option('--out <file>', 'write the suite to this file, and say what it comes to')
    .option('--json', 'with --list: print the list as JSON')
    .action(async (machine: string | undefined, flags: Flags) => {
      const { listSuites, suite } = await import('./suite.ts');
      if (flags.list === true) {
        ended(listSuites(flags.json === true, io));
        return;
      }
      if (machine === undefined || flags.criterion === undefined)
        throw new Refusal(
          EXIT.badInput,
          `${machine === undefined ? 'machine' : '--criterion'} = nothing: it is missing. Name one of those that islet suite --list names.`,
        );
      ended(
        suite(
          {
            machine,
            criterion: flags.criterion,
            n: wholeNumber('--n', flags.n, 0, 10, 'transitions'),
            extra: wholeNumber('--extra', flags.extra, 0, 10, 'states'),
            seed: wholeNumber('--seed', flags.seed, 0, Number.MAX_SAFE_INTEGER, 'a seed'),
            format: flags.format,
            out: flags.out ?? null,
          },
          io,
        ),
      );
    });
};
