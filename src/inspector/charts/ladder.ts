import type { Box, Drawing, DrawnLabel, DrawnMark, DrawnState, DrawnWire } from './drawing.ts';
import { PILL } from './graph.ts';
import {
  actionLines,
  type Chip,
  headOf,
  INSET,
  LABEL_GAP,
  leastWidthOf,
  listOf,
  roomFor,
  type Wording,
} from './labels.ts';
import { type Chart, type ChartState, inWords } from './model.ts';

/**
 * A region as a ladder: its states from top to bottom and on in the next column, in the order of the file,
 * which is the order of progress. Each holds the words of its transitions with where they lead to; an arrow
 * leads only to the next state. For regions that are too large for wires.
 */
export const ladderOf = (
  chart: Chart,
  region: ChartState,
  columnHeight: number,
  wording: Wording,
): Drawing => {
  const ink: Ink = { states: [], labels: [], marks: [], wires: [], starts: [] };
  const own = chart.transitions.filter(({ source }) => source === region.id);
  const pill = own.length === 0 ? [] : [pillOf(region.id, listOf(chart, own, wording))];
  const whole = flow(
    chart,
    [...pill, ...rungs(chart, region, columnHeight - 2 * EDGE, wording)],
    region.initial,
    columnHeight - 2 * EDGE,
  );
  whole.put(EDGE, EDGE, ink);
  return { width: whole.width + 2 * EDGE, height: whole.height + 2 * EDGE, loops: [], ...ink };
};

const EDGE = 10;
const BETWEEN = 18;
const GUTTER = 22;
const PADDING = 8;
/** Above the state that is entered first. */
const DOT = 22;

type Ink = {
  readonly states: DrawnState[];
  readonly labels: DrawnLabel[];
  readonly marks: DrawnMark[];
  readonly wires: DrawnWire[];
  readonly starts: string[];
};

/** Something with a size; `put` draws it at a place, as wide as its column. */
type Rung = {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly put: (at: Box, ink: Ink) => void;
};
type Flow = {
  readonly width: number;
  readonly height: number;
  readonly put: (x: number, y: number, ink: Ink) => void;
};

const rungs = (chart: Chart, parent: ChartState, columnHeight: number, wording: Wording): readonly Rung[] =>
  chart.states
    .filter(state => state.parent === parent.id)
    .map(state => rungOf(chart, state, columnHeight, wording));

const rungOf = (chart: Chart, state: ChartState, columnHeight: number, wording: Wording): Rung => {
  const [title, lines] = [inWords(state.key), wording === 'full' ? actionLines(state) : []];
  const chips = listOf(
    chart,
    chart.transitions.filter(({ source }) => source === state.id),
    wording,
  );
  const room = roomFor(chips);
  const head = headOf(lines) + room.height;
  const children = rungs(chart, state, columnHeight - head - PADDING, wording);
  const inner =
    children.length === 0 ? null : flow(chart, children, state.initial, columnHeight - head - PADDING);
  return {
    id: state.id,
    width: Math.max(leastWidthOf(title, lines), room.width, inner ? inner.width + 2 * PADDING : 0),
    height: head + (inner ? inner.height + PADDING : 0),
    put: (at, ink) => {
      ink.states.push({ id: state.id, title, lines, ...at });
      ink.labels.push(...listed(state.id, chips, { ...at, y: at.y + headOf(lines) }));
      inner?.put(at.x + PADDING, at.y + head, ink);
    },
  };
};

/** What every state of the region answers in the same way. */
const pillOf = (of: string, chips: readonly Chip[]): Rung => {
  const room = roomFor(chips);
  return {
    id: `any:${of}`,
    width: Math.max(66, room.width),
    height: PILL + room.height,
    put: (at, ink) => {
      ink.marks.push({ kind: 'any', of, ...at });
      ink.labels.push(...listed(`any:${of}`, chips, { ...at, y: at.y + PILL }));
    },
  };
};

/** Labels one below the other, as wide as what they are in. */
export const listed = (
  inside: string,
  chips: readonly Chip[],
  { x, y, width }: Box,
): readonly DrawnLabel[] => {
  let top = y;
  return chips.map(chip => {
    const label = { ...chip, inside, x: x + INSET, y: top, width: width - 2 * INSET };
    top += chip.height + LABEL_GAP;
    return label;
  });
};

/** Fills one column after the other. */
const flow = (chart: Chart, all: readonly Rung[], initial: string | null, columnHeight: number): Flow => {
  const columns: { readonly places: { rung: Rung; y: number }[]; width: number; height: number }[] = [];
  for (const rung of all) {
    const above = rung.id === initial ? DOT : 0;
    let column = columns.at(-1);
    if (!column || column.height + BETWEEN + above + rung.height > columnHeight) {
      column = { places: [], width: 0, height: -BETWEEN };
      columns.push(column);
    }
    column.places.push({ rung, y: column.height + BETWEEN + above });
    column.height += BETWEEN + above + rung.height;
    column.width = Math.max(column.width, rung.width);
  }
  const width = columns.reduce((sum, column) => sum + column.width + GUTTER, -GUTTER);
  return {
    width,
    height: Math.max(0, ...columns.map(({ height }) => height)),
    put: (x, y, ink) => {
      let before: { readonly id: string; readonly at: Box } | null = null;
      let left = x;
      for (const column of columns) {
        for (const { rung, y: top } of column.places) {
          const at = { x: left, y: y + top, width: column.width, height: rung.height };
          if (rung.id === initial) startAt(rung.id, at, ink);
          rung.put(at, ink);
          if (before) step(chart, before, { id: rung.id, at }, ink);
          before = { id: rung.id, at };
        }
        left += column.width + GUTTER;
      }
    },
  };
};

const startAt = (id: string, { x, y }: Box, ink: Ink): void => {
  const of = id.slice(0, id.lastIndexOf('.'));
  ink.marks.push({ kind: 'dot', of, x: x + 9, y: y - DOT + 2, width: 10, height: 10 });
  ink.starts.push(`M${x + 14} ${y - DOT + 12}L${x + 14} ${y}`);
};

type Standing = { readonly id: string; readonly at: Box };

/** An arrow to the next state, if a transition leads there: straight down, or around into the next column. */
const step = (chart: Chart, from: Standing, to: Standing, ink: Ink): void => {
  const isIn = (id: string, rung: string): boolean => id === rung || id.startsWith(`${rung}.`);
  const transitions = chart.transitions
    .filter(({ source, targets }) => isIn(source, from.id) && targets.some(target => isIn(target, to.id)))
    .map(({ id }) => id);
  if (transitions.length === 0) return;
  const [a, b] = [from.at, to.at];
  const middle = a.x + Math.round(a.width / 2);
  const right = a.x + a.width;
  const path =
    a.x === b.x
      ? `M${middle} ${a.y + a.height}L${middle} ${b.y}`
      : `M${right} ${a.y + 14}L${right + GUTTER / 2} ${a.y + 14}L${right + GUTTER / 2} ${b.y + 14}L${b.x} ${b.y + 14}`;
  ink.wires.push({ transitions, path });
};
