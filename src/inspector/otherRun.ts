import { type Divergence, firstDivergence } from './divergence.ts';
import { createHistory, type HistoryData } from './page/history.ts';
import type { Frame } from './protocol.ts';

/** A second run beside the one that is seen: how it went, and where the two first differ. */
export type OtherRun = {
  /** The file that it was read from. */
  readonly name: string;
  readonly history: HistoryData;
  /** Null where both are the same. */
  readonly divergence: Divergence | null;
};

export const otherRunOf = (name: string, seen: readonly Frame[], other: readonly Frame[]): OtherRun => {
  const history = createHistory();
  for (const frame of other) history.take(frame);
  return { name, history: history.data(), divergence: firstDivergence(seen, other) };
};
