import type { AnyMachineSnapshot } from 'xstate';
import type { LedgerOrder } from '../../../domain/ledger/orders.ts';

/** An order to forget what is not there: the ledger does nothing about it while a chart is in this state. */
export type InVain = {
  readonly chart: string;
  readonly order: LedgerOrder['type'];
  /** A state of the chart by its id. */
  readonly whileIn: string;
};

/**
 * Where a chart orders in vain. That the ledger holds nothing there, a test holds against every step of recorded runs: it carries the
 * order out, and nothing has changed.
 */
export const IN_VAIN: readonly InVain[] = [
  { chart: 'programming', order: 'discardProposal', whileIn: 'programming.proposal.idle' },
  { chart: 'pump', order: 'discardBolus', whileIn: 'pump.bolus.idle' },
];

/** Whether an order of a chart that is in this state comes to nothing. */
export const isInVain = (name: string, { _nodes }: AnyMachineSnapshot, type: string): boolean =>
  IN_VAIN.some(
    ({ chart, order, whileIn }) =>
      chart === name && order === type && _nodes.some(({ id }) => id === whileIn),
  );
