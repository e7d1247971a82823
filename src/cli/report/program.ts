import type { Command } from 'commander';
import { examplesFirst } from '../examples.ts';
import type { ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';

/** `islet report`: a run as one file that opens without a server. */
export const addReport = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const command = islet
    .command('report')
    .description('write a run as one HTML file: what was delivered, alarms, properties, charts and plots');
  examplesFirst(command, [
    'islet report runs/…/journal.jsonl --out run.html',
    'islet report runs/…/journal.jsonl --live --out run.html   the page itself, which opens without a server',
    'islet report specs/scenarios/occlusion.txt --out occlusion.html   plays a story, then tells of it',
  ]);
  command
    .argument('<journal>', 'a journal written by islet start, or a scenario (*.txt)')
    .requiredOption('--out <file>', 'where the report is written')
    .option('--live', 'the page itself in the file: chart, plots and any instant, without a server')
    .action(
      async (journal: string, { out, live = false }: { readonly out: string; readonly live?: boolean }) => {
        const { report } = await import('./report.ts');
        ended(await report({ journal, out, live }, io));
      },
    );
};
