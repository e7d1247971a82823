import type uPlot from 'uplot';
import { holdStill } from './hold-still.ts';
import { pinAt, zoomTime } from './timeline.ts';

/** Pressed and drawn along, the pointer goes through time; its wheel makes the time shown longer or shorter. */
export const scrubbed = (plot: uPlot): void => {
  const { over } = plot;
  // Asked once for each drag: the browser would lay out the page anew for each move.
  let left = 0;
  const timeAt = (event: MouseEvent): number => plot.posToVal(event.clientX - left, 'x');
  const measure = (): void => {
    left = over.getBoundingClientRect().left;
  };
  over.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    measure();
    over.setPointerCapture(event.pointerId);
    const letGo = holdStill();
    over.addEventListener('lostpointercapture', letGo, { once: true });
    pinAt(timeAt(event));
  });
  over.addEventListener('pointermove', event => {
    if (over.hasPointerCapture(event.pointerId)) pinAt(timeAt(event));
  });
  over.addEventListener(
    'wheel',
    event => {
      event.preventDefault();
      measure();
      zoomTime(Math.exp(event.deltaY * 0.002), timeAt(event));
    },
    { passive: false },
  );
};
