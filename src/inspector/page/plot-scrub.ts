import type uPlot from 'uplot';
import { pinAt, zoomTime } from './timeline.ts';

/** Pressed and drawn along, the pointer goes through time; its wheel makes the time shown longer or shorter. */
export const scrubbed = (plot: uPlot): void => {
  const { over } = plot;
  const timeAt = (event: MouseEvent): number =>
    plot.posToVal(event.clientX - over.getBoundingClientRect().left, 'x');
  over.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    over.setPointerCapture(event.pointerId);
    pinAt(timeAt(event));
  });
  over.addEventListener('pointermove', event => {
    if (over.hasPointerCapture(event.pointerId)) pinAt(timeAt(event));
  });
  over.addEventListener(
    'wheel',
    event => {
      event.preventDefault();
      zoomTime(Math.exp(event.deltaY * 0.002), timeAt(event));
    },
    { passive: false },
  );
};
