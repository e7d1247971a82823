import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { charts, selected } from './store.ts';

/** Finds a state, a transition or everything about a requirement by typing a part of its name. */
export const Find = ({ choose }: { readonly choose: (region: string) => void }) => {
  const text = useSignal('');
  const isOpen = useSignal(false);
  const box = useRef<HTMLElement>(null);
  const found = text.value.length < 2 ? [] : matches(text.value);
  const take = (machine: string, id: string, region: string): void => {
    selected.value = `${machine}|${id}`;
    choose(region);
    close();
  };
  const close = (): void => {
    text.value = '';
    isOpen.value = false;
  };
  useEffect(() => {
    if (isOpen.value) box.current?.querySelector('input')?.focus();
  }, [isOpen.value]);
  if (!isOpen.value)
    return (
      <button
        type="button"
        class="icon"
        aria-label="Find in the charts"
        data-testid="find"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
          <path
            d="M7.6 7.6 11 11M8.6 4.8a3.8 3.8 0 1 1-7.6 0 3.8 3.8 0 0 1 7.6 0Z"
            fill="none"
            stroke="currentColor"
            stroke-width="1.4"
          />
        </svg>
      </button>
    );
  return (
    <search
      class="find"
      ref={box}
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) close();
      }}
    >
      <input
        type="search"
        data-testid="find-text"
        placeholder="Find a state, event or SR-…"
        aria-label="Find in the charts"
        value={text.value}
        onInput={event => {
          text.value = event.currentTarget.value;
        }}
      />
      {found.length > 0 && (
        <ul>
          {found.map(({ machine, id, region }) => (
            <li key={id}>
              <button type="button" onClick={() => take(machine, id, region)}>
                {id}
              </button>
            </li>
          ))}
        </ul>
      )}
    </search>
  );
};

const MOST_FOUND = 12;

type Found = { readonly machine: string; readonly id: string; readonly region: string };

const matches = (text: string): readonly Found[] => {
  const wanted = text.toLowerCase();
  return Object.entries(charts.value ?? {})
    .flatMap(([machine, { chart }]) =>
      [...chart.states, ...chart.transitions]
        .filter(
          ({ id, req }) => id.toLowerCase().includes(wanted) || req.some(one => one.toLowerCase() === wanted),
        )
        .map(({ id }) => ({ machine, id, region: regionOf(id) })),
    )
    .slice(0, MOST_FOUND);
};

/** `pump.motor.underway.moving motor.arrived 0` → `pump.motor`. */
const regionOf = (id: string): string => (id.split(' ')[0] ?? '').split('.').slice(0, 2).join('.');
