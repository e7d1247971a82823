/** A thread that does one cell after the other, of the campaign that it was begun with. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Campaign } from '../../simulate/campaign/campaign.ts';
import { cellAt } from '../../simulate/campaign/cells.ts';
import { type CellResult, resultOf } from '../../simulate/campaign/run.ts';
import { runnerOf } from './runners.ts';

/** What a thread says of a cell. */
export type Answer =
  | { readonly kind: 'result'; readonly result: CellResult }
  | { readonly kind: 'failed'; readonly why: string };

const { campaign }: { readonly campaign: Campaign } = workerData;
const runner = runnerOf(campaign.pump);

const answerTo = (cell: number): Answer => {
  try {
    return { kind: 'result', result: resultOf(campaign, cellAt(campaign, cell), runner) };
  } catch (failure) {
    return {
      kind: 'failed',
      why: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure),
    };
  }
};

parentPort?.on('message', (cell: number) => parentPort?.postMessage(answerTo(cell)));
