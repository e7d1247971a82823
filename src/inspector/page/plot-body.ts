import type uPlot from 'uplot';
import type { Lived } from '../bodyHistory.ts';
import { type Colours, FAMILY } from './plot-paint.ts';

/** Glucose of the body itself, a dashed line beside the readings, and what it ate, each on its own mark. */
export const paintBody = (plot: uPlot, lived: Lived | null, until: number, colour: Colours): void => {
  if (lived === null) return;
  const { glucose, meals } = lived;
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio;
  const from = plot.scales.x?.min ?? 0;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = colour('accent');
  ctx.lineWidth = 1.3 * ratio;
  ctx.setLineDash([5 * ratio, 3 * ratio]);
  ctx.beginPath();
  const first = Math.max(0, glucose.findIndex(({ at }) => at >= from) - 1);
  for (const { at, mgPerDl, isApart } of glucose.slice(first)) {
    const place = [plot.valToPos(at, 'x', true), plot.valToPos(mgPerDl, 'y', true)] as const;
    if (isApart) ctx.moveTo(...place);
    else ctx.lineTo(...place);
  }
  const last = glucose.at(-1);
  if (last) ctx.lineTo(plot.valToPos(until, 'x', true), plot.valToPos(last.mgPerDl, 'y', true));
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = colour('accent');
  ctx.font = `${10 * ratio}px ${FAMILY}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  const bottom = bbox.top + bbox.height;
  for (const { at, carbsG } of meals) {
    if (at < from) continue;
    const x = plot.valToPos(at, 'x', true);
    ctx.beginPath();
    ctx.moveTo(x, bottom - 9 * ratio);
    ctx.lineTo(x - 5 * ratio, bottom);
    ctx.lineTo(x + 5 * ratio, bottom);
    ctx.fill();
    ctx.fillText(`${Math.round(carbsG)} g`, x, bottom - 10 * ratio);
  }
  ctx.restore();
};
