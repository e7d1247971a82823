import type { StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

/**
 * Pseudo-terminals are opened by a native binding, which leaves its descriptors open in every process that is begun later; Node opens
 * its own so that they are not, and offers no way to set that on others. A child that had the master of a line would keep it open when we
 * are gone, and could read and write there what is another's.
 */
const opened = new Set<number>();

/** Notes descriptors that Node has not opened. A number that is closed may stay: a child then gets an empty device of that number. */
export const notOpenedByNode = (...descriptors: readonly number[]): void => {
  for (const descriptor of descriptors) opened.add(descriptor);
};

type Each = Exclude<StdioOptions, string>;

/** Begins a child with these streams and with none of the descriptors that Node has not opened: each is put over by an empty device. */
export const inheritingNothing = <Child>(streams: Each, begin: (stdio: Each) => Child): Child => {
  const empty = openSync(devNull, 'r+');
  try {
    const count = Math.max(streams.length, ...[...opened].map(descriptor => descriptor + 1));
    return begin(
      Array.from({ length: count }, (_, descriptor) =>
        descriptor < streams.length ? streams[descriptor] : opened.has(descriptor) ? empty : 'ignore',
      ),
    );
  } finally {
    closeSync(empty);
  }
};
