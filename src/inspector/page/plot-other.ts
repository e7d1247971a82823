import type uPlot from 'uplot';
import type { Column } from './history.ts';
import { lowerBound } from './history.ts';
import { other, otherHistory } from './other.ts';
import { LINES, strokesOf } from './plot-lines.ts';
import { type Colours, FAMILY } from './plot-paint.ts';
import type { PlotName } from './plot-table.ts';
import { supplyIn } from './supply.ts';

const columnOf = (name: Exclude<PlotName, 'lanes'>): Column | null => {
  const there = otherHistory.value;
  if (there === null) return null;
  return name === 'supply' ? supplyIn(there.motor()) : there[name]();
};

/** The other run as pale dashes below the first, on the same clock: the time since each began. */
export const paintOther = (plot: uPlot, name: PlotName, colour: Colours): void => {
  const column = name === 'lanes' ? null : columnOf(name);
  if (name === 'lanes' || column === null) return;
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio;
  const { min = 0, max = 0 } = plot.scales.x ?? {};
  const first = Math.max(0, lowerBound(column.times, min) - 1);
  const end = Math.min(column.times.length, lowerBound(column.times, max) + 1);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = colour('muted');
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = 2 * ratio;
  ctx.setLineDash([6 * ratio, 4 * ratio]);
  for (const line of LINES[name]) {
    ctx.beginPath();
    for (const stroke of strokesOf(column, line, first, end))
      for (const [index, { at, value }] of stroke.entries()) {
        const x = plot.valToPos(at, 'x', true);
        const y = plot.valToPos(value, line.scale, true);
        if (index === 0) ctx.moveTo(x, y);
        else ctx.lineTo(x, y);
      }
    ctx.stroke();
  }
  ctx.restore();
};

/** Where the two runs first differ. */
export const paintDivergence = (plot: uPlot, name: PlotName, colour: Colours): void => {
  const found = other.value?.divergence;
  if (!found) return;
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio;
  const x = plot.valToPos(found.atMonoMs / 1_000, 'x', true);
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = colour('ink');
  ctx.fillStyle = colour('ink');
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  if (name === 'glucose') {
    ctx.font = `${10 * ratio}px ${FAMILY}`;
    ctx.textBaseline = 'bottom';
    ctx.fillText('first difference', x + 4 * ratio, bbox.top + bbox.height - 2 * ratio);
  }
  ctx.restore();
};
