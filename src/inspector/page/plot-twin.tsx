import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { verdicts } from './judged-run.ts';
import { type PlotName, rowAt, tableOf } from './plot-table.ts';
import { clock, glucoseIn, glucoseUnit } from './preferences.ts';
import { drawn, lookedAt, offsetMinutes, pinned } from './store.ts';
import { pinAt, range, wallOffsetSeconds } from './timeline.ts';

/** The plot that is read as a table; one at a time. */
const read = signal<PlotName | null>(null);

export const TableButton = ({ name, title }: { readonly name: PlotName; readonly title: string }) => (
  <button
    type="button"
    class="twin-button"
    aria-label={`${title} as a table`}
    aria-expanded={read.value === name}
    data-testid={`table-${name}`}
    onClick={() => {
      read.value = read.value === name ? null : name;
    }}
  >
    table
  </button>
);

/** Times and values of a plot, where its table is wanted; over the plot, so that nothing moves. */
export const PlotTwin = ({ name, title }: { readonly name: PlotName; readonly title: string }) => {
  const section = useRef<HTMLElement>(null);
  const isRead = read.value === name;
  // At the instant that is looked at, when it is opened and when that is another; only the table itself is moved.
  useLayoutEffect(() => {
    const row = section.current?.querySelector<HTMLElement>('[aria-current]');
    if (section.current && row)
      section.current.scrollTop = row.offsetTop + row.offsetHeight / 2 - section.current.clientHeight / 2;
  }, [isRead, pinned.value]);
  if (!isRead) return null;
  const table = tableOf(
    name,
    drawn.value,
    range.value,
    lookedAt.value,
    { name: glucoseUnit.value, write: glucoseIn },
    verdicts.violations(),
  );
  const here = rowAt(table.rows, lookedAt.value);
  return (
    <section
      ref={section}
      class="twin"
      aria-label={`${title} as a table`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
      data-testid={`twin-${name}`}
    >
      <table>
        {table.left.earlier + table.left.later > 0 && (
          <caption>
            {table.left.earlier} earlier and {table.left.later} later rows are left out: show a shorter time.
          </caption>
        )}
        <thead>
          <tr>
            <th scope="col">time</th>
            {table.heads.map(head => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ at, cells }, index) => (
            <tr key={`${at} ${index}`} {...(index === here ? { 'aria-current': 'time' as const } : {})}>
              <th scope="row">
                <button type="button" class="plain" onClick={() => pinAt(at)}>
                  {clock((at + wallOffsetSeconds()) * 1_000, offsetMinutes.value, 'milliseconds')}
                </button>
              </th>
              {cells.map((cell, place) => (
                <td key={table.heads[place]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
