import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { wholeNumber } from '../start/options.ts';
import type { Engine } from './engine.ts';
import { isKept, KEPT, type KeptName } from './kept.ts';

type Ended = (exit: ExitCode) => void;

const EXAMPLES: readonly string[] = [
  'islet campaign --preset smoke',
  'islet campaign --preset published   the comparison on the thirty published patients',
  'islet campaign my.toml --workers 8   specs/campaign.example.toml shows what may be in it',
  'islet campaign my.toml --shard 2/7   a part of it, for one of seven machines',
  'islet campaign merge runs/campaign-my/cells-*.jsonl   one report of all parts',
];

const examples = (command: Command, lines: readonly string[]): Command =>
  command.addHelpText('before', `Examples:\n${lines.map(line => `  ${line}`).join('\n')}\n`);

const MOST_WORKERS = 256;

type RunFlags = {
  readonly preset?: string;
  readonly out?: string;
  readonly workers: string;
  readonly shard: string;
  readonly seconds?: string;
  readonly json?: boolean;
  readonly readme?: boolean;
  readonly redis?: string;
  readonly patience: string;
};

/** `islet campaign`: patients × scenarios × seeds × controllers × faults. */
export const addCampaign = (islet: Command, io: Io, ended: Ended): void => {
  const campaign = islet
    .command('campaign')
    .description('treat virtual patients with several controllers, and compare what became of them');
  examples(campaign, EXAMPLES);
  addRun(campaign, io, ended);
  addMerge(campaign, io, ended);
  addWork(campaign, io, ended);
  addShow(campaign, io, ended);
};

const addRun = (campaign: Command, io: Io, ended: Ended): void => {
  examples(campaign.command('run', { isDefault: true }), [
    'islet campaign run my.toml   the same as islet campaign my.toml',
    ...EXAMPLES,
  ])
    .description(
      'do a campaign, or go on with it, and write its report (what campaign does without another word)',
    )
    .argument('[file]', 'a campaign, TOML or JSON')
    .option(
      '--preset <name>',
      'a campaign that comes with Islet: published, seeds, seeds-few, faults, faults-few, smoke',
    )
    .option('--out <folder>', 'cells as they are done, and the report (default: runs/campaign-NAME)')
    .option('--workers <number>', 'do so many cells at the same time', String(availableParallelism()))
    .option('--shard <part/of>', 'only every so-many-th cell, for one of several machines', '1/1')
    .option('--seconds <time>', 'end after so long, with exit code 5 and what is done')
    .option('--redis <url>', 'share the cells with every machine that does islet campaign work on this Redis')
    .option('--patience <time>', 'with --redis: seconds to wait for a Redis that is gone', '60')
    .option('--json', 'print the report as one line of JSON')
    .option(
      '--readme',
      `with --preset ${KEPT.join(', ')}: keep the outcome in this checkout, and show it in its README`,
    )
    .action(async (file: string | undefined, flags: RunFlags) => {
      const { campaignIn, presetNamed } = await import('./read.ts');
      const { runCampaign } = await import('./campaign.ts');
      if ((file === undefined) === (flags.preset === undefined))
        throw new Refusal(EXIT.badInput, 'Name one campaign: a file, or --preset NAME.');
      const which = flags.preset === undefined ? campaignIn(file ?? '') : presetNamed(flags.preset);
      ended(
        await runCampaign(
          {
            campaign: which,
            shard: shardOf(flags.shard),
            out: flags.out ?? `runs/campaign-${which.name}`,
            engine: await engineOf(flags),
            seconds:
              flags.seconds === undefined
                ? null
                : wholeNumber('--seconds', flags.seconds, 1, 1_000_000, 'seconds'),
            json: flags.json === true,
            readme: readmeOf(flags),
          },
          io,
        ),
      );
    });
};

const readmeOf = ({ readme = false, preset = '', shard }: RunFlags): KeptName | null => {
  if (!readme) return null;
  if (!isKept(preset) || shard !== '1/1')
    throw new Refusal(
      EXIT.badInput,
      `--readme shows the whole of --preset ${KEPT.join(', ')}. Leave it out, or ask for one of them.`,
    );
  return preset;
};

const engineOf = async ({ workers, redis, patience }: RunFlags): Promise<Engine> => {
  if (redis === undefined) {
    const { inThreads } = await import('./threads.ts');
    return inThreads(wholeNumber('--workers', workers, 1, MOST_WORKERS, 'workers'));
  }
  const { throughRedis } = await import('./redis/engine.ts');
  return throughRedis(
    redis,
    wholeNumber('--workers', workers, 0, MOST_WORKERS, 'workers'),
    wholeNumber('--patience', patience, 1, 86_400, 'seconds') * 1_000,
  );
};

type WorkFlags = { readonly redis: string; readonly workers: string };

const addWork = (campaign: Command, io: Io, ended: Ended): void => {
  examples(campaign.command('work'), ['islet campaign work --redis redis://10.0.0.5:6379 --workers 16'])
    .description('do cells for campaigns that are run elsewhere with --redis, until Ctrl-C')
    .requiredOption('--redis <url>', 'the Redis that they share')
    .option('--workers <number>', 'do so many cells at the same time', String(availableParallelism()))
    .action(async ({ redis, workers }: WorkFlags) => {
      const { work } = await import('./redis/work.ts');
      ended(await work(redis, wholeNumber('--workers', workers, 1, MOST_WORKERS, 'workers'), io));
    });
};

const addMerge = (campaign: Command, io: Io, ended: Ended): void => {
  examples(campaign.command('merge'), ['islet campaign merge runs/campaign-published/cells-*.jsonl'])
    .description('make one report of the cell logs of all parts of a campaign')
    .argument('<files...>', 'cell logs, in any order')
    .option('--out <folder>', 'where the report goes (default: runs/campaign-NAME)')
    .option('--json', 'print the report as one line of JSON')
    .action(async (files: readonly string[], flags: { readonly out?: string; readonly json?: boolean }) => {
      const { merge } = await import('./merge.ts');
      ended(merge(files, flags.out ?? null, flags.json === true, io));
    });
};

type ShowFlags = { readonly out?: string; readonly trace?: string; readonly journal?: string };

const addShow = (campaign: Command, io: Io, ended: Ended): void => {
  examples(campaign.command('show'), [
    'islet campaign show runs/campaign-published/report.json announced/none/islet/child#008/published',
    'islet campaign show my.toml 17 --trace worst.csv   and its readings, for islet start --trace',
  ])
    .description('live one cell again and show it minute by minute, as a page')
    .argument('<campaign>', 'a campaign, a report.json or a cell log')
    .argument('<cell>', 'scenario/fault/controller/patient/seed, or its number')
    .option('--out <file>', 'the page (default: cell-NUMBER.html)')
    .option('--trace <file>', 'write what the sensor said, as CSV')
    .option('--journal <file>', 'write the journal of the whole pump in this life, for islet replay')
    .action(async (where: string, cell: string, flags: ShowFlags) => {
      const { show } = await import('./show.ts');
      const { out: page = null, trace = null, journal = null } = flags;
      ended(show(where, cell, { page, trace, journal }, io));
    });
};

const MOST_PARTS = 10_000;

/** `2/7`. */
const shardOf = (text: string): { readonly part: number; readonly of: number } => {
  const [, part = '', of = ''] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (part === '')
    throw new Refusal(EXIT.badInput, `--shard = ${text}: is not a part of a whole. Write it as 2/7.`);
  const parts = wholeNumber('--shard', of, 1, MOST_PARTS, 'parts');
  return { part: wholeNumber('--shard', part, 1, parts, 'a part'), of: parts };
};
