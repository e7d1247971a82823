import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ChartState, ChartTransition } from '../charts/model.ts';
import { lookAt } from './chart-choose.ts';
import { giveBackFocus, isFindOpen, openFind } from './chart-find-open.ts';
import { charts, requirement, requirements } from './store.ts';

/** Finds a state, a transition or a requirement by typing a part of its name, of its guard, of what it does or of its sentence. */
export const Find = () => {
  const text = useSignal('');
  const box = useRef<HTMLElement>(null);
  const found = text.value.trim().length < 2 ? [] : matches(text.value.trim());
  const close = (): void => {
    text.value = '';
    isFindOpen.value = false;
  };
  const take = (each: Found): void => {
    if (each.kind === 'requirement') requirement.value = each.id;
    else lookAt(each.machine, each.id);
    close();
    giveBackFocus();
  };
  useLayoutEffect(() => {
    if (isFindOpen.value) box.current?.querySelector('input')?.focus();
  }, [isFindOpen.value]);
  if (!isFindOpen.value)
    return (
      <button
        type="button"
        class="icon"
        aria-label="Find in the charts"
        title="Find (/)"
        data-testid="find"
        onClick={openFind}
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
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement && found[0]) take(found[0]);
        else if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
          walk(box.current, event.key === 'ArrowDown');
        else if (event.key === 'Escape') {
          close();
          giveBackFocus();
        } else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) close();
      }}
    >
      <input
        type="search"
        data-testid="find-text"
        placeholder="State, event, guard, action or SR-…"
        aria-label="Find in the charts"
        value={text.value}
        onInput={event => {
          text.value = event.currentTarget.value;
        }}
      />
      {text.value.trim().length >= 2 && (
        <ul>
          {found.length === 0 && <li class="nothing">Nothing is called that.</li>}
          {found.map(each => (
            <li key={`${each.kind} ${each.id}`}>
              <button type="button" onClick={() => take(each)}>
                {each.id}
                {each.kind === 'requirement' && <span class="of"> {each.sentence}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </search>
  );
};

/** The focus goes to the next or the previous of the field and what was found. */
const walk = (box: HTMLElement | null, isDown: boolean): void => {
  const all = [...(box?.querySelectorAll<HTMLElement>('input, li button') ?? [])];
  const at = all.findIndex(element => element === document.activeElement);
  all[Math.min(all.length - 1, Math.max(0, at + (isDown ? 1 : -1)))]?.focus();
};

/** What else a state or a transition may be found by: its guard, and what it does. */
const wordsIn = (each: ChartState | ChartTransition): readonly string[] =>
  'event' in each
    ? [...(each.guard === null ? [] : [each.guard.name, each.guard.words]), ...each.actions]
    : [...each.entry, ...each.exit, ...each.tags];

const MOST_FOUND = 12;
const MOST_REQUIREMENTS = 4;

type Found =
  | { readonly kind: 'place'; readonly machine: string; readonly id: string }
  | { readonly kind: 'requirement'; readonly id: string; readonly sentence: string };

const matches = (text: string): readonly Found[] => {
  const wanted = text.toLowerCase();
  const asked = Object.entries(requirements.value)
    .filter(
      ([id, { sentence }]) => id.toLowerCase().includes(wanted) || sentence.toLowerCase().includes(wanted),
    )
    .map(([id, { sentence }]): Found => ({ kind: 'requirement', id, sentence }));
  const places = Object.entries(charts.value ?? {}).flatMap(([machine, { chart }]) =>
    [...chart.states, ...chart.transitions]
      .filter(
        each =>
          each.id.toLowerCase().includes(wanted) ||
          each.req.some(one => one.toLowerCase() === wanted) ||
          wordsIn(each).some(word => word.toLowerCase().includes(wanted)),
      )
      .map(({ id }): Found => ({ kind: 'place', machine, id })),
  );
  const isId = /^sr-/.test(wanted);
  const few = isId || places.length === 0 ? asked : asked.slice(0, MOST_REQUIREMENTS);
  return (isId ? [...few, ...places] : [...places.slice(0, MOST_FOUND - few.length), ...few]).slice(
    0,
    MOST_FOUND,
  );
};
