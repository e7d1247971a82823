import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import type { Check } from '../../../hardware/selftest/selftest.ts';
import { configurationHash } from '../../domain/configuration.ts';
import { type Settings, settingsSchema } from '../../domain/settings.ts';
import { checkTail } from '../../runtime/journalTail.ts';
import { hashOfSources } from '../sources.ts';

/**
 * What a pump on a computer can check of itself every 15 min (SR-065, SR-066): the program on disk, the heap,
 * the end of the journal, and the settings in memory. A microcontroller would check ROM, RAM and NV instead.
 */
export type Checked = {
  /** Path of the journal. */
  readonly journal: string;
  /** The settings in use; null before any are known. */
  readonly settings: () => Settings | null;
};

/** What decides about delivery. */
const PROGRAM = ['machines', 'src/domain', 'src/runtime', 'hardware'];
/** More of the heap than this in use, and the next allocation may be the last. */
const HEAP_MOST = 0.9;
/** How much of the journal's end is read again. */
const TAIL_BYTES = 64 * 1_024;

/** The checks, with what they hold against taken now: the program as it was loaded. */
export const hostChecks = ({ journal, settings }: Checked): readonly Check[] => {
  const loaded = hashOfSources(PROGRAM);
  const known = new WeakMap<Settings, string>();
  return [
    {
      item: 'program',
      look: () =>
        hashOfSources(PROGRAM) === loaded ? [] : ['The program on disk is not the one that runs.'],
    },
    {
      item: 'heap',
      look: () => {
        const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
        return used < HEAP_MOST * limit ? [] : [`${used} of ${limit} bytes of the heap are in use.`];
      },
    },
    { item: 'journal', look: () => checkTail(tailOf(journal)) },
    {
      item: 'settings',
      look: () => {
        const now = settings();
        if (now === null) return [];
        const hash = configurationHash(now);
        const before = known.get(now) ?? hash;
        known.set(now, before);
        const isWhole = before === hash && settingsSchema.safeParse(now).success;
        return isWhole ? [] : ['The settings in memory are not those that were accepted.'];
      },
    },
  ];
};

const tailOf = (path: string): Uint8Array => {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const bytes = new Uint8Array(Math.min(size, TAIL_BYTES));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, size - bytes.length));
  } finally {
    closeSync(file);
  }
};
