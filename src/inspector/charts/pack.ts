import elkjs, { type ElkNode } from 'elkjs';
import type { DrawnRegion, Pack } from './drawing.ts';

/** Height of a region's title bar in the packed picture. */
export const TITLE_BAR = 30;

const elk = new elkjs.default();

/** Places the regions beside one another in about the shape of the panel that shows them. */
export const pack = async (regions: readonly DrawnRegion[]): Promise<Pack> => {
  const boxes = regions.map(region => ({
    id: region.id,
    width: region.full.width,
    height: region.full.height + TITLE_BAR,
  }));
  for (const strategy of [{ 'elk.rectpacking.packing.strategy': 'COMPACTION' }, {}]) {
    try {
      const graph: ElkNode = {
        id: 'pack',
        layoutOptions: {
          'elk.algorithm': 'rectpacking',
          'elk.aspectRatio': '1.9',
          'elk.spacing.nodeNode': '14',
          'elk.padding': '[top=4,left=4,bottom=4,right=4]',
          ...strategy,
        },
        children: boxes.map(box => ({ ...box })),
      };
      const laid = await elk.layout(graph);
      const at = Object.fromEntries(
        (laid.children ?? []).map(child => [
          child.id,
          { x: Math.round(child.x ?? 0), y: Math.round(child.y ?? 0) },
        ]),
      );
      return { width: Math.ceil(laid.width ?? 0), height: Math.ceil(laid.height ?? 0), at };
    } catch {
      // The next, simpler strategy is tried; a plain row needs no library.
    }
  }
  return row(boxes);
};

const row = (boxes: readonly { id: string; width: number; height: number }[]): Pack => {
  let x = 4;
  const at = Object.fromEntries(
    boxes.map(box => {
      const place = { x, y: 4 };
      x += box.width + 14;
      return [box.id, place];
    }),
  );
  return { width: x, height: Math.max(0, ...boxes.map(({ height }) => height)) + 8, at };
};
