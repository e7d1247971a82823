import type { Walk } from '../../verify/walk/walk.ts';

/** So many states are expanded between two looks at the time, the memory and signals. */
const AT_ONCE = 8_192;

/** Walks on until so many states are expanded or none is left, as long as it may; `after` is called now and then. */
export const walkOn = (
  walk: Pick<Walk, 'expanded' | 'goOn'>,
  most: number,
  mayGoOn: () => boolean,
  after: () => void,
): void => {
  while (mayGoOn() && walk.expanded() < most && walk.goOn(Math.min(AT_ONCE, most - walk.expanded()))) after();
};
