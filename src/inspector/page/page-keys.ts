import { signal } from '@preact/signals';
import { openFind } from './chart-find-open.ts';
import { openedDrawer } from './drawer-open.ts';
import { isExportOpen } from './export-open.ts';
import type { Key } from './key.ts';

/** Whether the list of all keys is open. */
export const areKeysShown = signal(false);

/** Keys that open something, wherever the focus is. */
export const PAGE_KEYS: readonly Key[] = [
  {
    key: '?',
    name: '?',
    words: 'this list',
    act: () => {
      areKeysShown.value = true;
    },
  },
  { key: '/', name: '/', words: 'find a state, an event or a requirement', act: openFind },
  {
    key: 'e',
    name: 'E',
    words: 'send an event',
    act: () => {
      openedDrawer.value = 'send';
    },
  },
  {
    key: 'x',
    name: 'X',
    words: 'choose what of this view to export',
    act: () => {
      isExportOpen.value = true;
    },
  },
];
