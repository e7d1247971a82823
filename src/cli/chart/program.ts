import { type Command, Option } from 'commander';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';

type ChartFlags = {
  readonly list?: boolean;
  readonly region?: string;
  readonly format: 'svg' | 'mermaid' | 'smcat' | 'dot' | 'scxml' | 'json';
  readonly out?: string;
  readonly json?: boolean;
};

/** `islet chart`: a chart in the formats of other people's tools. */
export const addChart = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const command = islet
    .command('chart')
    .description("write a chart in a format that other people's tools read")
    .addHelpText(
      'before',
      `Examples:
  islet chart pump --region motor                       a diagram, as Mermaid
  islet chart pump --format scxml --out pump.scxml      the whole pump, for any SCXML interpreter
  islet chart pump --region motor --format svg --out motor.svg
  islet chart sensor --format dot > sensor.dot
  islet chart alarm:motorStall --format smcat
  islet chart --list\n`,
    );
  command
    .argument(
      '[machine]',
      'a machine, as --list names it; or a file of --format scxml or json, to print it anew',
    )
    .option('--list', 'list the machines')
    .option('--region <name>', 'only this region; a picture')
    .addOption(
      new Option(
        '--format <name>',
        'svg (as in the page), mermaid, smcat and dot are pictures; scxml and json hold everything',
      )
        .choices(['svg', 'mermaid', 'smcat', 'dot', 'scxml', 'json'])
        .default('mermaid'),
    )
    .option('--out <file>', 'write it into this file')
    .option('--json', 'with --list: print the list as JSON')
    .action(async (machine: string | undefined, flags: ChartFlags) => {
      const { chart, listCharts } = await import('./chart.ts');
      if (flags.list === true) {
        ended(listCharts(flags.json === true, io));
        return;
      }
      if (machine === undefined)
        throw new Refusal(EXIT.badInput, 'which machine? Name one of those that islet chart --list names.');
      const { format, region = null, out = null } = flags;
      ended(await chart({ machine, format, region, out }, io));
    });
};
