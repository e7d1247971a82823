import type { Box } from '../charts/drawing.ts';

/** Places boxes so that they appear as large as possible in a panel of this shape; the same boxes always land alike. */
export const packInto = (
  sizes: readonly { readonly width: number; readonly height: number }[],
  panel: { readonly width: number; readonly height: number },
  gap: number,
): { readonly width: number; readonly height: number; readonly boxes: readonly Box[] } => {
  const widest = Math.max(1, ...sizes.map(({ width }) => width));
  const total = sizes.reduce((sum, { width }) => sum + width + gap, 0);
  let best = fill(sizes, total, gap);
  // Of many boxes fewer widths are tried: each takes longer, and the best are close to each other.
  const step = sizes.length <= 16 ? 12 : Math.max(12, total / 60);
  for (let width = widest; width < total; width += step) {
    const tried = fill(sizes, width, gap);
    if (scaleOf(tried, panel) > scaleOf(best, panel)) best = tried;
  }
  return best;
};

type Packed = { readonly width: number; readonly height: number; readonly boxes: readonly Box[] };

const scaleOf = (packed: Packed, panel: { readonly width: number; readonly height: number }): number =>
  Math.min(panel.width / packed.width, panel.height / packed.height);

/** Each box, tallest first, as high and then as far left as it fits under the skyline. */
const fill = (
  sizes: readonly { readonly width: number; readonly height: number }[],
  width: number,
  gap: number,
): Packed => {
  const order = sizes
    .map((size, index) => ({ ...size, index }))
    .sort((one, other) => other.height - one.height || one.index - other.index);
  const placed: Box[] = [];
  const boxes: Box[] = sizes.map(size => ({ x: 0, y: 0, ...size }));
  for (const size of order) {
    const spots = [
      { x: 0, y: 0 },
      ...placed.flatMap(box => [
        { x: box.x + box.width + gap, y: box.y },
        { x: box.x, y: box.y + box.height + gap },
        { x: box.x + box.width + gap, y: 0 },
        { x: 0, y: box.y + box.height + gap },
      ]),
    ];
    const fits = spots
      .filter(spot => spot.x === 0 || spot.x + size.width <= width)
      .filter(spot =>
        placed.every(
          box =>
            spot.x + size.width + gap <= box.x ||
            box.x + box.width + gap <= spot.x ||
            spot.y + size.height + gap <= box.y ||
            box.y + box.height + gap <= spot.y,
        ),
      )
      .sort((one, other) => one.y - other.y || one.x - other.x);
    const spot = fits[0] ?? { x: 0, y: Math.max(0, ...placed.map(box => box.y + box.height + gap)) };
    const box = { ...spot, width: size.width, height: size.height };
    placed.push(box);
    boxes[size.index] = box;
  }
  return {
    width: Math.max(1, ...boxes.map(box => box.x + box.width)),
    height: Math.max(1, ...boxes.map(box => box.y + box.height)),
    boxes,
  };
};
