import { type Command, Option } from 'commander';
import type { World } from '../../verify/cover/subjects.ts';
import type { ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';

type Flags = {
  readonly machine: readonly string[];
  readonly world: World;
  readonly json?: boolean;
  readonly out?: string;
  readonly against?: string;
  readonly loss: boolean;
  readonly uncovered?: boolean;
};

const MEASURED = `
Measured of each machine:
  states        that a step ends in, each time that one begins to hold
  transitions   each time that one is taken
  pairs         two transitions of one region, one after the other
  events        two events that the chart answers, one after the other
  guards        each outcome of each guard that is asked, and of each condition in it
  requirements  each time that a state or a transition is met that carries one`;

const worlds = ['open', 'plant'] as const satisfies readonly World[];

/** `islet coverage`: what runs met of the charts, and the way to what they did not. */
export const addCoverage = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const command = islet
    .command('coverage')
    .description('say what runs met of the charts, what they did not, and the shortest way there');
  const examples = [
    'islet coverage runs/…/journal.jsonl --machine pump',
    'islet coverage specs/scenarios                 every story; what none of them meets, with a shortest way there',
    'islet coverage specs/scenarios --uncovered     the same, thousands of pairs among it',
    'islet coverage records/rig-1/rig.json --out now.json --against before.json --no-loss',
    'islet replay runs/…/journal.jsonl --coverage now.json     what was met, drawn on the charts',
  ];
  command.addHelpText('before', `Examples:\n${examples.map(line => `  ${line}`).join('\n')}\n`);
  command.addHelpText('after', MEASURED);
  command
    .argument(
      '[files...]',
      'journals, stories (*.txt), records of a rig, coverages, or folders of them; without any, what the last npm test met',
    )
    .addOption(
      new Option(
        '--machine <name>',
        'only this machine: pump, a small machine, alarm, alarm:occlusion, …; more than once for more',
      )
        .default([], 'all')
        .argParser((name: string, names: readonly string[]) => [...names, name]),
    )
    .addOption(
      new Option(
        '--world <world>',
        'where the pump is explored: open takes seconds, its plant minutes and 5 GB of memory',
      )
        .choices(worlds)
        .default('open'),
    )
    .option(
      '--uncovered',
      'list all that was never met, however much it is: of long lists the nearest are shown without it',
    )
    .option('--out <file>', 'write the coverage to a file, which the page and this command read')
    .option('--against <file>', 'compare with a coverage: what is newly met, and what is lost')
    .option('--no-loss', 'exit code 1 when anything is lost')
    .option('--json', 'print the coverage as one line of JSON')
    .action(async (files: readonly string[], flags: Flags) => {
      const { coverage } = await import('./coverage.ts');
      const { machine, world, json = false, out = null, against = null, loss, uncovered = false } = flags;
      ended(
        await coverage({ files, machines: machine, world, json, out, against, noLoss: !loss, uncovered }, io),
      );
    });
};
