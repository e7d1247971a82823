import type { Check } from './selftest.ts';

/** A check of memory that finds what it is told to find. */
export const breakableCheck = (): Check & { readonly set: (fails: boolean) => void } => {
  let fails = false;
  return {
    item: 'memory',
    look: () => (fails ? ['A word of the memory is not as it was written.'] : []),
    set: next => {
      fails = next;
    },
  };
};
