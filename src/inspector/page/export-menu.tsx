import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { FileKind } from './export.ts';
import { isExportOpen } from './export-open.ts';
import { linkSays } from './place.ts';

const FILES = [
  ['svg', 'Chart as SVG'],
  ['png', 'Chart and plots as PNG'],
  ['json', 'All that is shown, as JSON'],
] as const satisfies readonly (readonly [FileKind, string])[];

/** What is seen now as a file, each with where it comes from. Arrows choose, Enter takes, Escape closes. */
export const ExportMenu = () => {
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const isBusy = useSignal(false);
  const isOpen = isExportOpen.value;
  useEffect(() => {
    if (isOpen) menu.current?.querySelector('button')?.focus();
  }, [isOpen]);
  const close = (): void => {
    isExportOpen.value = false;
    button.current?.focus();
  };
  const take = async (kind: FileKind): Promise<void> => {
    close();
    isBusy.value = true;
    try {
      const { exportView } = await import('./export.ts');
      linkSays.value = [`Saved as ${await exportView(kind)}.`];
    } catch (failure) {
      linkSays.value = [`Not exported: ${failure instanceof Error ? failure.message : String(failure)}`];
    }
    isBusy.value = false;
  };
  const move = (event: KeyboardEvent): void => {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const here = items.findIndex(item => item === document.activeElement);
    const next = {
      ArrowDown: (here + 1) % items.length,
      ArrowUp: (here - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (event.key === 'Escape') close();
    else if (next !== undefined) items[next]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="export"
      onFocusOut={event => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) isExportOpen.value = false;
      }}
    >
      <button
        ref={button}
        type="button"
        data-testid="export"
        title="X"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        disabled={isBusy.value}
        onClick={() => {
          isExportOpen.value = !isOpen;
        }}
      >
        Export
      </button>
      {isOpen && (
        <div ref={menu} class="export-menu" role="menu" aria-label="Export this view" onKeyDown={move}>
          {FILES.map(([kind, words]) => (
            <button
              key={kind}
              type="button"
              role="menuitem"
              class="plain"
              data-testid={`export-${kind}`}
              onClick={() => void take(kind)}
            >
              {words}
            </button>
          ))}
        </div>
      )}
    </div>
  );
};
