import { type Element, xmlOf } from '../../verify/export/xml.ts';
import type { ChartEntry } from '../charts/files.ts';
import { regionElement, tip } from '../charts/shapes.ts';
import { still } from '../charts/svg.ts';
import { markOf } from '../overlay.ts';

/** A chart as the page draws it, dressed with where a run ended and what it met. Its style is that of the document. */
export const runChart = (
  { chart, layout }: ChartEntry,
  active: ReadonlySet<string>,
  hits: ReadonlyMap<string, number>,
): string => {
  const { width, height, at } = layout.pack;
  const dressed = ({ name, attributes, children }: Element): Element => {
    const state = attributes['data-state'];
    const keys = state === undefined ? attributes['data-taken']?.split('\n') : [state];
    const met = markOf((keys ?? []).map(key => ({ times: hits.get(key) ?? 0, way: 'unknown' })));
    return {
      name,
      attributes: {
        ...attributes,
        ...(state !== undefined && active.has(state) ? { class: `${attributes.class} on` } : {}),
        ...(met === null ? {} : { 'data-met': met }),
      },
      children: children.map(child => ('name' in child ? dressed(child) : child)),
    };
  };
  const regions = layout.regions.map(region =>
    dressed(
      still(
        regionElement(
          { machine: chart.id, region, scale: 'full', title: region.title },
          at[region.id] ?? { x: 0, y: 0 },
        ),
      ),
    ),
  );
  return xmlOf({
    name: 'svg',
    attributes: {
      class: 'whole',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `The chart of ${chart.id}; the list above names its active states`,
    },
    children: regions,
  }).join('\n');
};

/** The arrow head of all charts of a document. */
export const arrowHead = (): string =>
  xmlOf({ name: 'svg', attributes: { class: 'defs', 'aria-hidden': 'true' }, children: [tip] }).join('');
