import { h, type VNode } from 'preact';
import { memo } from 'preact/compat';
import type { Element } from '../../verify/export/xml.ts';
import { type Drawn, regionElement } from '../charts/shapes.ts';

/** One region as SVG: the elements that files are made of, too. It is painted once; the rest is set by attribute. */
export const RegionDrawing = memo(function RegionDrawing({
  x,
  y,
  ...drawn
}: Drawn & { readonly x: number; readonly y: number }) {
  return nodeOf(regionElement(drawn, { x, y }));
});

export const nodeOf = ({ name, attributes, children }: Element): VNode =>
  h(
    name,
    attributes,
    ...children.map(child => ('text' in child ? child.text : 'comment' in child ? null : nodeOf(child))),
  );
