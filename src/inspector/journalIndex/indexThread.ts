/** A thread that indexes a journal while the pump writes it, and answers for it: nothing of that holds up the pump. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { runIndexOn } from '../runIndex.ts';
import type { Asked, Told } from './indexApart.ts';
import { bytesOfFile } from './journalBytes.ts';
import { openIndex } from './journalIndex.ts';

const { journal, charts, program } = z
  .strictObject({ journal: z.string(), charts: z.string(), program: z.string() })
  .parse(workerData);

const index = runIndexOn(
  openIndex({ journal: bytesOfFile(journal), path: `${journal}.index`, charts, program }),
);

const answerTo = async (asked: Asked): Promise<unknown> => {
  if (asked.what === 'past') return index.past();
  if (asked.what === 'columns') return index.columns(asked.from, asked.to);
  if (asked.what === 'block') return index.block(asked.place);
  if (asked.what === 'notable') return index.notable(asked.until, asked.most);
  if (asked.what === 'notableBeside') return index.notableBeside(asked.from, asked.by);
  return index.close();
};

parentPort?.on('message', ({ id, asked }: { readonly id: number; readonly asked: Asked }) => {
  const tell = (told: Told): void => parentPort?.postMessage(told);
  answerTo(asked).then(
    answer => {
      tell({ id, answer });
      if (asked.what === 'close') parentPort?.close();
    },
    (failure: unknown) => tell({ id, failed: failure instanceof Error ? failure.message : String(failure) }),
  );
});
