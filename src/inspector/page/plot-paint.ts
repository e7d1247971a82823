import type uPlot from 'uplot';
import type { Charts } from '../charts/files.ts';
import { inWords } from '../charts/model.ts';
import type { PropertyMark } from '../marks.ts';
import type { Gap } from './gaps.ts';
import type { AlarmStretch, BolusMark, Stretch } from './history.ts';

/** What uPlot does not draw by itself, painted on its canvas. Lengths are in CSS pixels times `uPlot.pxRatio`. */

/** The page's fonts, for text on a canvas. */
export const FAMILY = 'Inter, "Helvetica Neue", Arial, "Liberation Sans", "Noto Sans", system-ui, sans-serif';

export type Colours = (name: string) => string;

/** Colours of the current theme, from the style sheet. */
export const themeColours = (): Colours => {
  const style = getComputedStyle(document.documentElement);
  return name => style.getPropertyValue(`--${name}`).trim();
};

const BANDS = [
  { from: 0, to: 54, colour: 'band-very-low', words: 'very low' },
  { from: 54, to: 70, colour: 'band-low', words: 'low' },
  { from: 70, to: 180, colour: 'band-target', words: 'target' },
  { from: 180, to: 250, colour: 'band-high', words: 'high' },
  { from: 250, to: 500, colour: 'band-very-high', words: 'very high' },
] as const;

/** Consensus glucose bands, named at the right edge: position and words carry the meaning, not colour. */
export const paintBands = (plot: uPlot, colour: Colours): void => {
  const { ctx, bbox } = plot;
  const most = plot.scales.y?.max ?? 300;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const band of BANDS) {
    const top = plot.valToPos(Math.min(band.to, most + 50), 'y', true);
    ctx.fillStyle = colour(band.colour);
    ctx.fillRect(bbox.left, top, bbox.width, plot.valToPos(band.from, 'y', true) - top);
  }
  ctx.restore();
  ctx.save();
  ctx.font = font(10);
  ctx.fillStyle = colour('muted');
  ctx.textBaseline = 'middle';
  for (const band of BANDS) {
    const top = plot.valToPos(Math.min(band.to, most), 'y', true);
    const bottom = plot.valToPos(Math.max(band.from, plot.scales.y?.min ?? 40), 'y', true);
    const middle = (top + bottom) / 2;
    if (bottom - top >= 9 * ratio()) ctx.fillText(band.words, bbox.left + bbox.width + 4 * ratio(), middle);
  }
  ctx.restore();
};

/** Missing readings: a light hatch that says why, where there is room for the words. */
export const paintGaps = (
  plot: uPlot,
  gaps: readonly (Gap & { readonly why: string })[],
  colour: Colours,
): void => {
  const { ctx, bbox } = plot;
  const { top, height } = bbox;
  for (const gap of gaps) {
    const left = Math.max(bbox.left, plot.valToPos(gap.from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(gap.to, 'x', true));
    if (right <= left) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, right - left, height);
    ctx.clip();
    ctx.strokeStyle = colour('muted');
    ctx.fillStyle = colour('muted');
    ctx.lineWidth = ratio();
    ctx.globalAlpha = 0.3;
    ctx.beginPath();
    // Lines start on one grid for the whole picture, so that a growing gap does not make them crawl.
    const step = 8 * ratio();
    for (let x = Math.floor((left - height) / step) * step; x < right; x += step) {
      ctx.moveTo(x, top + height);
      ctx.lineTo(x + height, top);
    }
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.font = font(10);
    ctx.textBaseline = 'top';
    const words = `no readings: ${gap.why}`;
    const width = ctx.measureText(words).width;
    if (width + 8 * ratio() < right - left)
      ctx.fillText(words, (left + right - width) / 2, top + 4 * ratio());
    ctx.restore();
  }
};

/** Each bolus: an outline as high as requested, filled as high as delivered. */
export const paintBoluses = (plot: uPlot, boluses: readonly BolusMark[], colour: Colours): void => {
  const { ctx, bbox } = plot;
  const zero = plot.valToPos(0, 'u', true);
  const width = 7 * ratio();
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top - 2, bbox.width, bbox.height + 4);
  ctx.clip();
  ctx.lineWidth = 1.2 * ratio();
  ctx.strokeStyle = colour('bolus');
  ctx.fillStyle = colour('bolus');
  for (const bolus of boluses) {
    const left = plot.valToPos(bolus.at, 'x', true) - width / 2;
    if (left < bbox.left - width || left > bbox.left + bbox.width) continue;
    const requested = plot.valToPos(bolus.requestedU, 'u', true);
    const delivered = plot.valToPos(bolus.deliveredU, 'u', true);
    ctx.fillRect(left, delivered, width, zero - delivered);
    ctx.strokeRect(left, requested, width, zero - requested);
  }
  ctx.restore();
};

export type LaneRow = { readonly id: string; readonly title: string; readonly stretches: readonly Stretch[] };

export type Lanes = {
  readonly rows: readonly LaneRow[];
  readonly alarms: readonly AlarmStretch[];
  readonly violations: readonly PropertyMark[];
  /** The end of what is known, in seconds. */
  readonly end: number;
};

/** Rows below those of the regions: alarms, and properties. */
const MORE_ROWS = 2;

/** One row for each region, one block for each state it was in; below them the alarms, and what broke a property. */
export const paintLanes = (
  plot: uPlot,
  { rows, alarms, violations, end }: Lanes,
  charts: Charts | null,
  colour: Colours,
): void => {
  const { ctx, bbox } = plot;
  const height = bbox.height / (rows.length + MORE_ROWS);
  const style = stylesOf(charts);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.textBaseline = 'middle';
  ctx.font = font(10);
  const block = (at: number, until: number, row: number, fill: string, ink: string, words: string): void => {
    const left = Math.max(bbox.left, plot.valToPos(at, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(until, 'x', true));
    if (right < bbox.left || left > bbox.left + bbox.width) return;
    const top = bbox.top + row * height + 1;
    ctx.fillStyle = fill;
    ctx.fillRect(left, top, Math.max(right - left - 1, 1), height - 2);
    const room = right - left - 8 * ratio();
    if (room < 26 * ratio()) return;
    ctx.fillStyle = ink;
    ctx.fillText(shortened(ctx, words, room), left + 5 * ratio(), top + (height - 2) / 2 + ratio() * 0.5);
  };
  const pixel = ((plot.scales.x?.max ?? end) - (plot.scales.x?.min ?? 0)) / Math.max(1, bbox.width);
  for (const [index, row] of rows.entries()) {
    let drawnTo = Number.NEGATIVE_INFINITY;
    for (const [at, stretch] of row.stretches.entries()) {
      const until = row.stretches[at + 1]?.at ?? end;
      // Many pulses share one pixel of a long window: one of them is enough.
      if (until < drawnTo || stretch.at > (plot.scales.x?.max ?? end)) continue;
      drawnTo = Math.max(stretch.at, plot.scales.x?.min ?? 0) + pixel;
      const kind = style(stretch.state);
      block(
        stretch.at,
        until,
        index,
        colour(`lane-${kind}`),
        colour(`lane-${kind}-ink`),
        inWords(stretch.state.split('.').at(-1) ?? ''),
      );
    }
  }
  for (const [at, stretch] of alarms.entries()) {
    const until = alarms[at + 1]?.at ?? end;
    const kind = stretch.priority;
    if (kind === null)
      block(stretch.at, until, rows.length, colour('lane-rest'), colour('lane-rest-ink'), 'none');
    else
      block(
        stretch.at,
        until,
        rows.length,
        colour(`alarm-${kind}`),
        colour(`alarm-${kind}-ink`),
        stretch.names.map(inWords).join(', '),
      );
  }
  const first = alarms[0]?.at;
  if (first !== undefined)
    block(first, end, rows.length + 1, colour('lane-rest'), colour('lane-rest-ink'), '');
  paintViolations(plot, violations, bbox.top + (rows.length + 1) * height, height, colour);
  ctx.restore();
};

/** A cross at each violation, as high as its row: a shape, for red is an alarm's. */
const paintViolations = (
  plot: uPlot,
  violations: readonly PropertyMark[],
  top: number,
  height: number,
  colour: Colours,
): void => {
  const { ctx } = plot;
  const half = Math.max(3 * ratio(), Math.min(height / 2 - 2 * ratio(), 6 * ratio()));
  const middle = top + height / 2;
  ctx.strokeStyle = colour('ink');
  ctx.lineWidth = 2 * ratio();
  let before = Number.NEGATIVE_INFINITY;
  for (const { atMonoMs } of violations) {
    const x = plot.valToPos(atMonoMs / 1_000, 'x', true);
    // One cross is enough where many would lie on each other.
    if (x - before < half) continue;
    before = x;
    ctx.beginPath();
    ctx.moveTo(x - half, middle - half);
    ctx.lineTo(x + half, middle + half);
    ctx.moveTo(x + half, middle - half);
    ctx.lineTo(x - half, middle + half);
    ctx.stroke();
  }
};

/** Where a working pump spends its time, besides the states its regions start in. */
const USUAL: ReadonlySet<string> = new Set([
  'pump.life.operating',
  'pump.permission.delivering',
  'sensor.freshness.fresh',
]);

/** `stopped` for states that stop delivery, `rest` for where a region starts, `busy` for the rest. */
const stylesOf = (charts: Charts | null): ((state: string) => 'rest' | 'busy' | 'stopped') => {
  const states = new Map(
    Object.values(charts ?? {}).flatMap(({ chart }) => chart.states.map(state => [state.id, state] as const)),
  );
  return id => {
    const state = states.get(id);
    if (state?.tags.includes('stopped')) return 'stopped';
    const parent = state?.parent ? states.get(state.parent) : undefined;
    return parent?.initial === id || USUAL.has(id) ? 'rest' : 'busy';
  };
};

const shortened = (ctx: CanvasRenderingContext2D, words: string, room: number): string => {
  if (ctx.measureText(words).width <= room) return words;
  let shorter = words;
  while (shorter.length > 1 && ctx.measureText(`${shorter}…`).width > room) shorter = shorter.slice(0, -1);
  return `${shorter.trimEnd()}…`;
};

const ratio = (): number => window.devicePixelRatio;
const font = (size: number): string => `${size * ratio()}px ${FAMILY}`;
