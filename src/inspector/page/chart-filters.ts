import { signal } from '@preact/signals';

/** What alone is to be seen of the charts; everything else steps back. */
export const onlyRequirement = signal(false);
export const onlyUncovered = signal(false);
