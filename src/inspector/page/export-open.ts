import { signal } from '@preact/signals';

/** Whether the choice of files is open. */
export const isExportOpen = signal(false);
