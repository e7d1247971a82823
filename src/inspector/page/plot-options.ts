import uPlot from 'uplot';
import { type Colours, FAMILY } from './plot-paint.ts';
import { clock, glucoseIn, glucoseUnit } from './preferences.ts';
import { ticks } from './ticks.ts';
import { wallOffsetSeconds } from './timeline.ts';

export const LEFT = 78;
export const RIGHT = 58;

/** A glucose plot lower than this, in CSS px, has no room for every limit of the bands. */
const LOW = 110;

export type PlotHooks = {
  readonly drawClear?: (plot: uPlot) => void;
  readonly draw: (plot: uPlot) => void;
  readonly setCursor: (plot: uPlot) => void;
};

/** What all plots share: the time axis, its range, the margins and the cursor. */
const common = (
  colour: Colours,
  offsetMinutes: () => number,
  hooks: PlotHooks,
  showTimes: boolean,
): Pick<uPlot.Options, 'width' | 'height' | 'legend' | 'cursor' | 'hooks' | 'padding'> & {
  readonly time: uPlot.Axis;
} => ({
  width: 600,
  height: 100,
  legend: { show: false },
  padding: [6, 0, 2, 0],
  cursor: {
    sync: { key: 'islet' },
    drag: { x: false, y: false, setScale: false },
    points: { show: false },
    y: false,
  },
  hooks: {
    ...(hooks.drawClear ? { drawClear: [hooks.drawClear] } : {}),
    draw: [hooks.draw],
    setCursor: [hooks.setCursor],
  },
  time: {
    stroke: colour('muted'),
    font: `11px ${FAMILY}`,
    grid: { stroke: colour('grid'), width: 1 },
    ticks: { show: false },
    size: showTimes ? 20 : 2,
    gap: 3,
    splits: (_plot, _axis, from, to) => ticks(from, to, wallOffsetSeconds() + offsetMinutes() * 60),
    values: (_plot, splits) =>
      showTimes
        ? splits.map(at => clock((at + wallOffsetSeconds()) * 1_000, offsetMinutes(), 'minutes'))
        : splits.map(() => ''),
  },
});

const axis = (
  colour: Colours,
  scale: string,
  side: 1 | 3,
  label: string,
  extra: Partial<uPlot.Axis> = {},
): uPlot.Axis => ({
  scale,
  side,
  label,
  labelSize: 14,
  labelFont: `10.5px ${FAMILY}`,
  labelGap: 0,
  size: (side === 3 ? LEFT : RIGHT) - 14,
  gap: 4,
  stroke: colour('muted'),
  font: `10.5px ${FAMILY}`,
  grid: { show: side === 3, stroke: colour('grid'), width: 1 },
  ticks: { show: false },
  space: 18,
  ...extra,
});

const emptyRight = (colour: Colours): uPlot.Axis => ({
  scale: 'y',
  side: 1,
  size: RIGHT,
  values: (_plot, splits) => splits.map(() => ''),
  grid: { show: false },
  ticks: { show: false },
  stroke: colour('muted'),
});

const fromZero =
  (least: number) =>
  (_plot: uPlot, _from: number | null, to: number | null): [number, number] => [
    0,
    Math.max(least, (to ?? 0) * 1.12),
  ];

export const glucoseOptions = (colour: Colours, offset: () => number, hooks: PlotHooks): uPlot.Options => {
  const { time, ...rest } = common(colour, offset, hooks, false);
  return {
    ...rest,
    scales: { x: { time: false }, y: { range: (_plot, _from, to) => [40, Math.max(260, (to ?? 0) + 15)] } },
    axes: [
      time,
      axis(colour, 'y', 3, glucoseUnit.value, {
        splits: ({ bbox }) => (bbox.height < LOW * uPlot.pxRatio ? [70, 180, 250] : [70, 120, 180, 250, 350]),
        values: (_plot, splits) => splits.map(glucoseIn),
      }),
      emptyRight(colour),
    ],
    series: [
      {},
      {
        scale: 'y',
        stroke: colour('glucose-line'),
        width: 1,
        spanGaps: false,
        points: { show: true, size: 4, fill: colour('ink'), stroke: colour('ink') },
      },
    ],
  };
};

const steps = uPlot.paths.stepped?.({ align: 1 });

export const insulinOptions = (colour: Colours, offset: () => number, hooks: PlotHooks): uPlot.Options => {
  const { time, ...rest } = common(colour, offset, hooks, false);
  const stepped = steps ? { paths: steps } : {};
  return {
    ...rest,
    scales: { x: { time: false }, rate: { range: fromZero(1.5) }, u: { range: fromZero(2) } },
    axes: [time, axis(colour, 'rate', 3, 'U/h'), axis(colour, 'u', 1, 'U')],
    series: [
      {},
      {
        scale: 'rate',
        stroke: colour('basal'),
        fill: colour('basal-fill'),
        width: 1.6,
        points: { show: false },
        ...stepped,
      },
      {
        scale: 'rate',
        stroke: colour('profile'),
        width: 1,
        dash: [4, 3],
        points: { show: false },
        ...stepped,
      },
      { scale: 'u', stroke: colour('iob'), width: 1.8, spanGaps: false, points: { show: false } },
    ],
  };
};

export const motorOptions = (colour: Colours, offset: () => number, hooks: PlotHooks): uPlot.Options => {
  const { time, ...rest } = common(colour, offset, hooks, false);
  const stepped = steps ? { paths: steps } : {};
  return {
    ...rest,
    scales: {
      x: { time: false },
      counts: { range: (_plot, from, to) => [(from ?? 0) - 10, Math.max((from ?? 0) + 60, (to ?? 0) + 10)] },
      force: { range: fromZero(8) },
    },
    axes: [time, axis(colour, 'counts', 3, 'counts'), axis(colour, 'force', 1, 'force N')],
    series: [
      {},
      { scale: 'counts', stroke: colour('commanded'), width: 4, points: { show: false }, ...stepped },
      { scale: 'counts', stroke: colour('encoder'), width: 1.5, points: { show: false }, ...stepped },
      { scale: 'force', stroke: colour('force'), width: 1.2, points: { show: false }, ...stepped },
    ],
  };
};

/** What is left in the reservoir, and what has left it: as commanded, and as the encoder saw it. */
export const supplyOptions = (colour: Colours, offset: () => number, hooks: PlotHooks): uPlot.Options => {
  const { time, ...rest } = common(colour, offset, hooks, false);
  const stepped = steps ? { paths: steps } : {};
  return {
    ...rest,
    scales: { x: { time: false }, left: { range: fromZero(50) }, given: { range: fromZero(1) } },
    axes: [time, axis(colour, 'left', 3, 'left U'), axis(colour, 'given', 1, 'given U')],
    series: [
      {},
      { scale: 'left', stroke: colour('profile'), width: 1.6, points: { show: false }, ...stepped },
      { scale: 'given', stroke: colour('commanded'), width: 4, points: { show: false }, ...stepped },
      { scale: 'given', stroke: colour('encoder'), width: 1.5, points: { show: false }, ...stepped },
    ],
  };
};

/** The lanes are painted by hand; uPlot lends the time axis and the cursor. Row titles are its value axis. */
export const laneOptions = (
  colour: Colours,
  offset: () => number,
  hooks: PlotHooks,
  titles: () => readonly string[],
): uPlot.Options => {
  const { time, ...rest } = common(colour, offset, hooks, true);
  return {
    ...rest,
    padding: [0, 0, 0, 0],
    scales: { x: { time: false }, y: { range: () => [0, titles().length] } },
    axes: [
      { ...time, grid: { show: false } },
      {
        scale: 'y',
        side: 3,
        size: LEFT,
        gap: 6,
        stroke: colour('ink'),
        font: `11px ${FAMILY}`,
        grid: { show: false },
        ticks: { show: false },
        splits: () => titles().map((_, index) => titles().length - index - 0.5),
        values: () => [...titles()],
      },
      emptyRight(colour),
    ],
    series: [{}, { scale: 'y', show: false }],
  };
};
