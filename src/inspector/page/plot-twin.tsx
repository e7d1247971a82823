import { signal } from '@preact/signals';
import { verdicts } from './judged-run.ts';
import { type PlotName, tableOf } from './plot-table.ts';
import { clock, glucoseIn, glucoseUnit } from './preferences.ts';
import { drawn, offsetMinutes } from './store.ts';
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
  if (read.value !== name) return null;
  const table = tableOf(
    name,
    drawn.value,
    range.value,
    { name: glucoseUnit.value, write: glucoseIn },
    verdicts.violations(),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="twin" aria-label={`${title} as a table`} tabIndex={0} data-testid={`twin-${name}`}>
      <table>
        {table.left > 0 && <caption>{table.left} earlier rows are left out: show a shorter time.</caption>}
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
            <tr key={`${at} ${index}`}>
              <th scope="row">
                <button type="button" class="plain" onClick={() => pinAt(at)}>
                  {clock((at + wallOffsetSeconds()) * 1_000, offsetMinutes.value)}
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
