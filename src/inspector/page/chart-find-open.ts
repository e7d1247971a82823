import { signal } from '@preact/signals';

/** Whether something is being looked for in the charts. */
export const isFindOpen = signal(false);
/** What had the focus before. */
let before: Element | null = null;

export const openFind = (): void => {
  before = document.activeElement;
  isFindOpen.value = true;
};

/** It gets the focus back; where nothing had it, the chart does, so that its keys work. */
export const giveBackFocus = (): void => {
  const to =
    before === null || before === document.body || !before.isConnected
      ? document.querySelector('.canvas')
      : before;
  if (to instanceof HTMLElement || to instanceof SVGElement) to.focus();
};
