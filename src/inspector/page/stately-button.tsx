import { useSignal } from '@preact/signals';
import { follow, latest } from './store.ts';

/** Fetches the bridge when it is pressed, and not before: without it nothing leaves this computer. */
export const StatelyButton = () => {
  const isOpen = useSignal(false);
  const open = async (): Promise<void> => {
    isOpen.value = true;
    const { openStately } = await import('./stately.ts');
    const tell = openStately();
    if (latest.value) tell(latest.value);
    follow(tell);
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
