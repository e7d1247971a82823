import type { Campaign } from '../../simulate/campaign/campaign.ts';
import type { CellResult } from '../../simulate/campaign/run.ts';

/** Cells of one campaign that wait to be done. */
export type Work = { readonly campaign: Campaign; readonly cells: readonly number[] };

/** What an engine is given: where results go, in any order, and what ends it early. */
export type Conditions = {
  readonly told: (result: CellResult) => void;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/** How an engine ended: with every result told; told to stop; or without what it works with. */
export type Ending = 'done' | 'stopped' | 'lost';

/** What does cells, here or elsewhere. Rejects where a cell cannot be done by anybody: that is a defect. */
export type Engine = (work: Work, conditions: Conditions) => Promise<Ending>;
