/**
 * While a pointer is drawn through time, what stands above the plots only grows: alarms that come and go with each instant would
 * move the plots away under the pointer, and have the browser lay out the whole page for each. Returns what ends it.
 */
export const holdStill = (): (() => void) => {
  const above = [...document.querySelectorAll<HTMLElement>('header, .alarms')];
  const observer = new ResizeObserver(changes => {
    for (const { target, borderBoxSize } of changes)
      if (target instanceof HTMLElement) target.style.minHeight = `${borderBoxSize[0]?.blockSize ?? 0}px`;
  });
  for (const each of above) observer.observe(each);
  return () => {
    observer.disconnect();
    for (const { style } of above) style.minHeight = '';
  };
};
