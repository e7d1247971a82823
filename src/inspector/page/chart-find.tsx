import { useSignal } from '@preact/signals';
import { charts, selected } from './store.ts';

/** Finds a state, a transition or everything about a requirement by typing a part of its name. */
export const Find = ({ choose }: { readonly choose: (region: string) => void }) => {
  const text = useSignal('');
  const found = text.value.length < 2 ? [] : matches(text.value);
  const take = (machine: string, id: string, region: string): void => {
    selected.value = `${machine}|${id}`;
    choose(region);
    text.value = '';
  };
  return (
    <div class="find">
      <input
        type="search"
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
    </div>
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
