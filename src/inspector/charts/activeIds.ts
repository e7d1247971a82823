import type { AnyMachineSnapshot } from 'xstate';

/** Ids of all active states of a snapshot, parents before children, in document order. */
export const activeIds = (snapshot: AnyMachineSnapshot): readonly string[] =>
  [...snapshot._nodes].sort((one, other) => one.order - other.order).map(node => node.id);
