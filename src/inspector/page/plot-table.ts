import type { AlarmStretch, BolusMark, HistoryView, Stretch } from './history.ts';
import { lowerBound } from './history.ts';
import { supplyIn } from './supply.ts';

/** What a plot shows between two instants, as a table. Pure; times in monotonic seconds. */
export type Table = {
  readonly heads: readonly string[];
  readonly rows: readonly { readonly at: number; readonly cells: readonly string[] }[];
  /** How many rows more there are, before and after, than a table is given. */
  readonly left: { readonly earlier: number; readonly later: number };
};

/** More rows than this nobody reads, and a browser that has to lay them out stands still. */
const MOST_ROWS = 1_000;

export type PlotName = 'glucose' | 'insulin' | 'motor' | 'supply' | 'lanes';

type Shown = { readonly from: number; readonly to: number };

/** `lookedAt` is the instant that is looked at: rows around it are kept. `write` writes a glucose in the unit that is wanted, `name` is that unit's. */
export const tableOf = (
  name: PlotName,
  view: HistoryView,
  shown: Shown,
  lookedAt: number,
  unit: { readonly name: string; readonly write: (mgPerDl: number) => string },
  violations: readonly { readonly atMonoMs: number; readonly property: string }[],
): Table => {
  if (name === 'lanes') return cut(laneTable(view, shown, violations), lookedAt);
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
  return cut(
    {
      heads: [...heads, ...(name === 'insulin' ? ['bolus'] : [])],
      rows:
        name === 'insulin'
          ? [...rows.map(({ at, cells }) => ({ at, cells: [...cells, ''] })), ...more].sort(
              (one, other) => one.at - other.at,
            )
          : rows,
    },
    lookedAt,
  );
};

/** The last row at or before an instant, by its index; the first where all are later. */
export const rowAt = (rows: Table['rows'], seconds: number): number =>
  Math.max(
    0,
    rows.findLastIndex(({ at }) => at <= seconds),
  );

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
): Whole => {
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
  return {
    heads: ['region', 'from here'],
    rows: [...states, ...alarms, ...broken].sort((one, other) => one.at - other.at),
  };
};

type Whole = Omit<Table, 'left'>;

/** The rows around the instant that is looked at; where that is now, the newest. */
const cut = ({ heads, rows }: Whole, lookedAt: number): Table => {
  const end = Math.min(rows.length, Math.max(MOST_ROWS, rowAt(rows, lookedAt) + 1 + MOST_ROWS / 2));
  const start = Math.max(0, end - MOST_ROWS);
  return { heads, rows: rows.slice(start, end), left: { earlier: start, later: rows.length - end } };
};
