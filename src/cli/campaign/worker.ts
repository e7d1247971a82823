/** A thread that does one cell after the other, of whatever campaign. */
import { parentPort } from 'node:worker_threads';
import type { Campaign } from '../../simulate/campaign/campaign.ts';
import { cellAt } from '../../simulate/campaign/cells.ts';
import { type CellResult, resultOf } from '../../simulate/campaign/run.ts';
import { runnerOf } from './runners.ts';

export type Question = { readonly campaign: Campaign; readonly cell: number };

/** What a thread says of a cell. */
export type Answer =
  | { readonly kind: 'result'; readonly result: CellResult }
  | { readonly kind: 'failed'; readonly why: string };

const answerTo = ({ campaign, cell }: Question): Answer => {
  try {
    const result = resultOf(campaign, cellAt(campaign, cell), runnerOf(campaign.pump));
    return { kind: 'result', result };
  } catch (failure) {
    return {
      kind: 'failed',
      why: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure),
    };
  }
};

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answerTo(question)));
