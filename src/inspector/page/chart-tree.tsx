import { computed, signal, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { smallNames } from '../../runtime/machines.ts';
import { lookAt } from './chart-choose.ts';
import { aroundOf, moveBy, type Row, rowsOf } from './chart-tree-rows.ts';
import { active, charts, selected, shown } from './store.ts';

const opened = signal<ReadonlySet<string>>(new Set(['pump']));

/** All machines, with the alarms that are on; the chart of alarms once where none is. */
const machines = computed<readonly string[]>(() => {
  const alarms = Object.keys(shown.value?.active ?? {}).filter(machine => machine.startsWith('alarm:'));
  return ['pump', ...smallNames, ...(alarms.length > 0 ? alarms : ['alarm'])];
});

const rows = computed<readonly Row[]>(() =>
  rowsOf(charts.value ?? {}, machines.value, active.value, opened.value),
);

/** Whether the tree stands beside the chart; it is always there for a screen reader, and comes into sight with the focus. */
export const isTreeOpen = signal(false);

const toggle = (key: string): void => {
  const next = new Set(opened.value);
  if (!next.delete(key)) next.add(key);
  opened.value = next;
};

/** The charts in words: arrow keys walk, Enter tells the details. */
export const ChartTree = () => {
  const at = useSignal<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const wants = useRef(false);
  // Asked anew for each key: keys may come faster than rows are drawn.
  const now = (): string | null =>
    rows.peek().some(({ key }) => key === at.peek()) ? at.peek() : (rows.peek()[0]?.key ?? null);
  at.value;
  const current = now();
  // What is selected is found in it at once; only the tree itself is moved.
  useLayoutEffect(() => {
    const key = selected.peek();
    if (!isTreeOpen.value || key === null) return;
    opened.value = new Set([...opened.peek(), ...aroundOf(key)]);
    at.value = key;
    const row = box.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (box.current && row)
      box.current.scrollTop = row.offsetTop - box.current.offsetTop - box.current.clientHeight / 2;
  }, [isTreeOpen.value]);
  useLayoutEffect(() => {
    if (!wants.current) return;
    wants.current = false;
    box.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });
  const choose = (key: string): void => {
    const row = rows.value.find(each => each.key === key);
    if (row?.id != null) lookAt(row.machine, row.id);
    else if (row !== undefined) toggle(key);
  };
  return (
    <div
      ref={box}
      class={isTreeOpen.value ? 'tree' : 'tree shut'}
      role="tree"
      tabIndex={-1}
      aria-label="States of all machines"
      data-testid="tree"
      onKeyDown={event => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        const move = moveBy(event.key, rows.peek(), now());
        if (move === null) return;
        event.preventDefault();
        event.stopPropagation();
        wants.current = true;
        if ('to' in move) at.value = move.to;
        else if ('toggle' in move) toggle(move.toggle);
        else choose(move.choose);
      }}
    >
      {rows.value.map(row => (
        <div
          key={row.key}
          role="treeitem"
          class={row.isActive ? 'row on' : 'row'}
          data-level={row.level}
          data-key={row.key}
          tabIndex={row.key === current ? 0 : -1}
          aria-level={row.level}
          aria-setsize={row.of}
          aria-posinset={row.place}
          aria-selected={row.key === selected.value}
          aria-label={row.says}
          {...(row.isOpen === null ? {} : { 'aria-expanded': row.isOpen })}
          onClick={() => {
            at.value = row.key;
            if (row.isOpen !== null) toggle(row.key);
            if (row.id !== null) choose(row.key);
          }}
          onKeyDown={() => {}}
        >
          <span class="twist" aria-hidden="true">
            {row.isOpen === null ? '' : row.isOpen ? '▾' : '▸'}
          </span>
          {row.words}
        </div>
      ))}
    </div>
  );
};
