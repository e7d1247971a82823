/** A point of the picture at (0, 0) is drawn at (x, y) of the panel, everything `zoom` times as large as drawn. */
export type Camera = { readonly x: number; readonly y: number; readonly zoom: number };
export type Size = { readonly width: number; readonly height: number };
export type Point = { readonly x: number; readonly y: number };

/**
 * How much is told at this size. `far`: names would be too small, so each region says its state in large words; `middle`: names of
 * states; `near`: everything.
 */
export type Level = 'far' | 'middle' | 'near';
export const levelAt = (zoom: number): Level => (zoom < 0.66 ? 'far' : zoom < 0.85 ? 'middle' : 'near');

/** Puts this point of the picture into the middle of the panel. */
export const centred = ({ zoom }: Camera, { x, y }: Point, { width, height }: Size): Camera => ({
  zoom,
  x: width / 2 - x * zoom,
  y: height / 2 - y * zoom,
});

/** The part of the picture that is in sight, in its own coordinates. */
export const sight = (
  { x, y, zoom }: Camera,
  { width, height }: Size,
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } => ({
  x: -x / zoom,
  y: -y / zoom,
  width: width / zoom,
  height: height / zoom,
});

/** The least move that brings a box into sight with some room around it; the same camera when it is there already. */
export const bringing = (from: Camera, box: Point & Size, { width, height }: Size, room = 24): Camera => ({
  zoom: from.zoom,
  x: from.x + shift(from.x + box.x * from.zoom, box.width * from.zoom, width, room),
  y: from.y + shift(from.y + box.y * from.zoom, box.height * from.zoom, height, room),
});

/** Of a stretch that begins at `at` and is `size` long, how far it must move to lie within `most`. */
const shift = (at: number, size: number, most: number, room: number): number => {
  if (size + 2 * room > most) return (most - size) / 2 - at;
  if (at < room) return room - at;
  return at + size > most - room ? most - room - size - at : 0;
};
