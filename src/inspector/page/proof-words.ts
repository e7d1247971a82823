import type { Status } from '../protocol.ts';

type Proof = NonNullable<Status['proof']>;

/** What a replay has proved: nothing of steps that were not taken again. */
export const proofWords = ({ steps, fromIndex = 0, same, firstDifference }: Proof): string => {
  if (same === false) return `✗ differs: ${firstDifference ?? 'somewhere'}`;
  if (same === null) return `${fromIndex} steps from the index, ${steps} taken again`;
  return `✓ replayed ${steps} steps, all the same`;
};

export const proofTitle = ({ same, firstDifference }: Proof): string =>
  same === null
    ? 'Steps from the index beside the journal were not taken again: islet replay --check proves all.'
    : (firstDifference ?? 'Every state and command came out as recorded.');
