import type { Command } from 'commander';
import { examplesFirst } from '../examples.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';

type IdsFlags = {
  readonly history?: boolean;
  readonly serve?: boolean;
  readonly id?: string;
  readonly json?: boolean;
};

/** `islet ids`: the Bluetooth Insulin Delivery Service, from both sides. */
export const addIds = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  examplesFirst(islet.command('ids'), [
    'islet ids runs/…/journal.jsonl            what a Bluetooth client reads of this pump as its journal ends',
    'islet ids runs/…/journal.jsonl --history  with every entry of its history',
    'islet ids runs/…/journal.jsonl --serve    offers it by the radio of this computer, as the journal grows, until Ctrl-C',
    'islet ids                                 reads the first pump in reach that offers the service',
  ])
    .description('read a pump as the Bluetooth Insulin Delivery Service (0x183A), or offer one to be read')
    .argument('[journal]', 'the pump that this journal tells of; without one, a pump in reach is read')
    .option('--history', 'with the entries of its history')
    .option(
      '--serve',
      'offer the pump of the journal over Bluetooth, in this process, beside a pump that runs; it is only to be read',
    )
    .option('--id <id>', 'of several pumps in reach, this one')
    .option('--json', 'print what was read as JSON')
    .action(async (journal: string | undefined, { history, serve, id, json }: IdsFlags) => {
      const { readInReach, readJournalPump, serveJournalPump } = await import('./ids.ts');
      const wanted = { withHistory: history === true, asJson: json === true };
      if (journal === undefined) {
        if (serve === true)
          throw new Refusal(EXIT.badInput, '--serve: which pump? Name the journal that tells of it.');
        ended(await readInReach(id ?? null, wanted, io));
        return;
      }
      if (id !== undefined)
        throw new Refusal(EXIT.badInput, `--id ${id}: is for a pump in reach. Leave the journal out.`);
      ended(await (serve === true ? serveJournalPump(journal, io) : readJournalPump(journal, wanted, io)));
    });
};
