import type { ElkExtendedEdge } from 'elkjs';

/** An edge of ELK with the place of the node that its coordinates count from. */
export type PlacedEdge = { readonly edge: ElkExtendedEdge; readonly x: number; readonly y: number };

const CORNER = 6;

/** An orthogonal line with rounded corners, as SVG path data. */
export const pathOf = ({ edge, x, y }: PlacedEdge): string => {
  const section = edge.sections?.[0];
  if (!section) return '';
  const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(point => ({
    x: x + point.x,
    y: y + point.y,
  }));
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (!before) return `M${number(point.x)} ${number(point.y)}`;
      if (!after) return `L${number(point.x)} ${number(point.y)}`;
      const into = toward(point, before);
      const out = toward(point, after);
      return `L${number(into.x)} ${number(into.y)}Q${number(point.x)} ${number(point.y)} ${number(out.x)} ${number(out.y)}`;
    })
    .join('');
};

const toward = (from: { x: number; y: number }, to: { x: number; y: number }): { x: number; y: number } => {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
};

const number = (value: number): string => String(Math.round(value * 10) / 10);
