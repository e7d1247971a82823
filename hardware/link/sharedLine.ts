/** A line that somebody else speaks on as well. */
export type SharedLine = {
  readonly listen: (listener: (direction: 'toDevice' | 'toHost', bytes: Uint8Array) => void) => void;
  readonly say: (bytes: Uint8Array) => void;
};
