import type uPlot from 'uplot';
import type { Expected } from './insight.ts';
import { type Colours, FAMILY } from './plot-paint.ts';

/** Four hours of it: what lies further is mostly what nobody knows. */
const SHOWN_S = 4 * 3_600;
/** A dash for each cause, so that no colour has to carry which is which; its name stands at its end. */
const DASHES = [
  [7, 3],
  [2, 3],
  [9, 3, 2, 3],
  [4, 6],
  [1, 5],
] as const;

/** The expected glucose ahead of the instant that is looked at, and, where wanted, each part of it. */
export const paintExpected = (
  plot: uPlot,
  expected: Expected | null,
  withParts: boolean,
  colour: Colours,
): void => {
  if (expected === null) return;
  const { at, forecast } = expected;
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio;
  const first = forecast.glucose[0] ?? 0;
  const line = (values: readonly number[]): { readonly x: number; readonly y: number } => {
    let end = { x: bbox.left, y: bbox.top };
    ctx.beginPath();
    for (const [step, value] of values.entries()) {
      const seconds = (step * forecast.stepMs) / 1_000;
      if (seconds > SHOWN_S) break;
      const x = plot.valToPos(at + seconds, 'x', true);
      end = { x, y: plot.valToPos(value, 'y', true) };
      ctx.lineTo(x, end.y);
      if (x > bbox.left + bbox.width) break;
    }
    ctx.stroke();
    return end;
  };
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineJoin = 'round';
  ctx.font = `${10 * ratio}px ${FAMILY}`;
  ctx.textBaseline = 'bottom';
  ctx.textAlign = 'right';
  if (withParts) {
    const parts = [
      ...forecast.effects.map(({ name, mgPerDl }) => ({ name, values: mgPerDl.map(each => first + each) })),
      ...forecast.courses.map(({ name, mgPerDl }) => ({ name, values: mgPerDl })),
    ];
    ctx.strokeStyle = colour('expected');
    ctx.fillStyle = colour('muted');
    ctx.lineWidth = ratio;
    const ends = parts.map(({ name, values }, index) => {
      ctx.setLineDash((DASHES[index % DASHES.length] ?? []).map(each => each * ratio));
      return { name: name.split(',')[0] ?? name, ...line(values) };
    });
    // Names keep apart, in the order of their lines; what has no room for all of them names none.
    const apart = 10 * ratio;
    if (bbox.height > apart * (ends.length + 1)) {
      let above = bbox.top;
      for (const [index, { name, x, y }] of ends.toSorted((a, b) => a.y - b.y).entries()) {
        const lowest = bbox.top + bbox.height - (ends.length - 1 - index) * apart;
        above = Math.min(lowest, Math.max(above + apart, y));
        ctx.fillText(name, Math.min(x, bbox.left + bbox.width) - 3 * ratio, above);
      }
    }
  }
  ctx.setLineDash([]);
  ctx.strokeStyle = colour('expected');
  ctx.lineWidth = 2.2 * ratio;
  line(forecast.glucose);
  ctx.restore();
};
