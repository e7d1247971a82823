import * as fs from 'node:fs';
import type { FileCalls } from './fileJournal.ts';

/** What can be wrong with storage: nothing more can be written, or it takes long. */
export type StorageFault = 'failing' | 'slow';

/** How long a slow disk takes until a record is durable, in ms of real time. */
const SLOW_MS = 20;

/** The calls of `node:fs` over storage that can be made bad. */
export const faultyCalls = (): {
  readonly calls: FileCalls;
  readonly set: (fault: StorageFault | null) => void;
} => {
  let fault: StorageFault | null = null;
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  /** A disk that is slow holds the whole process up, as the call that waits for it does. */
  const linger = (): void => void (fault === 'slow' && Atomics.wait(nobody, 0, 0, SLOW_MS));
  const writeSync = (file: number, bytes: Uint8Array, from: number): number => {
    if (fault === 'failing')
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return fs.writeSync(file, bytes, from);
  };
  return {
    calls: {
      ...fs,
      // The one way of its many in which the journal calls it.
      writeSync: writeSync as FileCalls['writeSync'],
      fdatasyncSync: file => {
        linger();
        fs.fdatasyncSync(file);
      },
    },
    set: next => {
      fault = next;
    },
  };
};
