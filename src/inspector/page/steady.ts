import { computed, type ReadonlySignal } from '@preact/signals';

/** A set that is worked out anew with whatever it is made of, and stays the very same one as long as the same is in it: nobody is told of what has not changed. */
export const steadySet = <Each>(make: () => ReadonlySet<Each>): ReadonlySignal<ReadonlySet<Each>> => {
  let before: ReadonlySet<Each> = new Set();
  return computed(() => {
    const made = make();
    // In the same order, too: what is written of it may follow that.
    if (!isSame([...before], [...made])) before = made;
    return before;
  });
};

const isSame = <Each>(one: readonly Each[], other: readonly Each[]): boolean =>
  one.length === other.length && one.every((each, index) => each === other[index]);
