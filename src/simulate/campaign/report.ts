import type { Campaign } from './campaign.ts';
import { type Difference, differencesIn } from './differences.ts';
import type { CellResult } from './run.ts';
import { inOrder, type Known, type Pooled, pooledIn } from './summary.ts';

/** A campaign that is complete, and what it came to. It depends on nothing but the campaign and its results. */
export type Report = {
  readonly campaign: Campaign;
  readonly known: readonly Known[];
  readonly pooled: readonly Pooled[];
  readonly differences: readonly Difference[];
};

/** Throws where a cell has no result. */
export const reportOf = (campaign: Campaign, results: Iterable<CellResult>): Report => {
  const known = inOrder(campaign, results);
  return { campaign, known, pooled: pooledIn(campaign, known), differences: differencesIn(campaign, known) };
};
