import { effect, useSignal } from '@preact/signals';
import { follow, shown, status } from './store.ts';

/** Fetches the bridge when it is pressed, and not before: without it nothing leaves this computer. */
export const StatelyButton = () => {
  const isOpen = useSignal(false);
  const open = async (): Promise<void> => {
    isOpen.value = true;
    const { openStately } = await import('./stately.ts');
    const tell = openStately(() => shown.value);
    // A running pump is told step by step, a replay as a person walks through it.
    if (status.value?.kind !== 'replay') follow(tell);
    else
      effect(() => {
        if (shown.value) tell(shown.value);
      });
  };
  return (
    <button
      type="button"
      class="quiet-button"
      data-testid="stately"
      disabled={isOpen.value}
      title="Sends the charts and what happens in them to a window of stately.ai, until this page is closed"
      onClick={() => void open()}
    >
      Open in Stately’s viewer (needs internet)
    </button>
  );
};
