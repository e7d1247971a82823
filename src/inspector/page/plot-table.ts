import type { AlarmStretch, BolusMark, HistoryView, Stretch } from './history.ts';
import { lowerBound } from './history.ts';
import { supplyIn } from './supply.ts';

/** What a plot shows between two instants, as a table. Pure; times in monotonic seconds. */
export type Table = {
  readonly heads: readonly string[];
  readonly rows: readonly { readonly at: number; readonly cells: readonly string[] }[];
  /** How many rows more there are than a table is given. */
  readonly left: number;
};

/** More rows than this nobody reads, and a browser that has to lay them out stands still. */
const MOST_ROWS = 1_000;

export type PlotName = 'glucose' | 'insulin' | 'motor' | 'supply' | 'lanes';

type Shown = { readonly from: number; readonly to: number };

/** `glucose` writes a glucose in the unit that is wanted, `unit` is its name. */
export const tableOf = (
  name: PlotName,
  view: HistoryView,
  shown: Shown,
  unit: { readonly name: string; readonly write: (mgPerDl: number) => string },
  violations: readonly { readonly atMonoMs: number; readonly property: string }[],
): Table => {
  if (name === 'lanes') return laneTable(view, shown, violations);
  const { heads, column, write } = {
    glucose: {
      heads: [unit.name],
      column: view.glucose(),
      write: [(value: number) => unit.write(value)],
    },
    insulin: {
      heads: ['basal U/h', 'profile U/h', 'on board U'],
      column: view.insulin(),
      write: [decimals(3), decimals(3), decimals(3)],
    },
    motor: {
      heads: ['commanded, counts', 'encoder, counts', 'force N'],
      column: view.motor(),
      write: [decimals(0), decimals(0), decimals(2)],
    },
    supply: {
      heads: ['reservoir U', 'commanded U', 'delivered by the encoder U'],
      column: supplyIn(view.motor()),
      write: [decimals(2), decimals(3), decimals(3)],
    },
  }[name];
  const first = lowerBound(column.times, shown.from);
  const end = lowerBound(column.times, shown.to + 0.001);
  const rows = column.times.slice(first, end).map((at, index) => ({
    at,
    cells: write.map((write, place) => {
      const value = column.values[place]?.[first + index] ?? null;
      return value === null ? 'missing' : write(value);
    }),
  }));
  const more = name === 'insulin' ? bolusRows(view.boluses(), shown) : [];
  return cut({
    heads: [...heads, ...(name === 'insulin' ? ['bolus'] : [])],
    rows:
      name === 'insulin'
        ? [...rows.map(({ at, cells }) => ({ at, cells: [...cells, ''] })), ...more].sort(
            (one, other) => one.at - other.at,
          )
        : rows,
  });
};

const decimals =
  (digits: number) =>
  (value: number): string =>
    value.toFixed(digits);

const bolusRows = (boluses: readonly BolusMark[], { from, to }: Shown): Table['rows'] =>
  boluses
    .filter(({ at }) => at >= from && at <= to)
    .map(({ at, requestedU, deliveredU }) => ({
      at,
      cells: ['', '', '', `${deliveredU.toFixed(3)} U of ${requestedU.toFixed(3)} U`],
    }));

const laneTable = (
  view: HistoryView,
  { from, to }: Shown,
  violations: readonly { readonly atMonoMs: number; readonly property: string }[],
): Table => {
  const isIn = ({ at }: { readonly at: number }): boolean => at >= from && at <= to;
  const states = [...view.lanes()].flatMap(([region, stretches]: readonly [string, readonly Stretch[]]) =>
    stretches.filter(isIn).map(({ at, state }) => ({
      at,
      cells: [region, state.slice(region.length + 1)],
    })),
  );
  const alarms = view
    .alarms()
    .filter(isIn)
    .map(({ at, names, priority }: AlarmStretch) => ({
      at,
      cells: [
        'alarms',
        names.length === 0 ? 'none' : `${names.join(', ')} (${(priority ?? '').toUpperCase()})`,
      ],
    }));
  const broken = violations
    .map(({ atMonoMs, property }) => ({ at: atMonoMs / 1_000, cells: ['properties', `failed: ${property}`] }))
    .filter(isIn);
  return cut({
    heads: ['region', 'from here'],
    rows: [...states, ...alarms, ...broken].sort((one, other) => one.at - other.at),
  });
};

/** The newest rows are kept: they are what is looked at. */
const cut = ({ heads, rows }: Omit<Table, 'left'>): Table => ({
  heads,
  rows: rows.slice(-MOST_ROWS),
  left: Math.max(0, rows.length - MOST_ROWS),
});
