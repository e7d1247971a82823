import { computed } from '@preact/signals';
import { insight, lookedAt, version } from './store.ts';

/** What is drawn as expected at the instant that is looked at: it is another one with each reading only. */
export const expectedNow = computed(() => {
  version.value;
  return insight.expectedAt(lookedAt.value)?.forecast ?? null;
});
