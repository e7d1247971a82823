import type uPlot from 'uplot';

/**
 * The instant that a person looks at, as a line over a plot. It is moved, and nothing is painted anew for it: a pointer that is
 * drawn along asks for sixty of these in a second.
 */
export const placePin = (plot: uPlot, monoMs: number | null): void => {
  const line = plot.over.querySelector<HTMLElement>('.pin') ?? plot.over.appendChild(made());
  const x = monoMs === null ? Number.NaN : plot.valToPos(monoMs / 1_000, 'x');
  const isInSight = x >= 0 && x <= plot.bbox.width / window.devicePixelRatio;
  line.hidden = !isInSight;
  if (isInSight) line.style.transform = `translateX(${x}px)`;
};

const made = (): HTMLElement => {
  const line = document.createElement('div');
  line.className = 'pin';
  return line;
};
