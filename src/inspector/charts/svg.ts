import { readFileSync } from 'node:fs';
import { type Element, xmlOf } from '../../verify/export/xml.ts';
import type { ChartEntry } from './files.ts';
import { BAR, regionElement, tip } from './shapes.ts';

/**
 * The drawing that the page shows, as a picture of its own: the same elements under the same rules of style, in the light
 * colours, with nothing that moves. Throws for a region that the chart does not have.
 */
export const svgOf = ({ chart, layout }: ChartEntry, region: string | null): string => {
  const regions = layout.regions.filter(({ id }) => region === null || id === `${chart.id}.${region}`);
  const [only] = regions;
  if (only === undefined)
    throw new Error(
      `--region ${region}: the ${chart.id} has no such region; it has ${layout.regions.map(({ id }) => id.slice(chart.id.length + 1)).join(', ')}`,
    );
  const { width, height } =
    region === null ? layout.pack : { width: only.full.width, height: only.full.height + BAR };
  return pictureOf(
    { width, height },
    [
      element('title', {}, [{ text: `The chart of ${chart.id}` }]),
      { comment: 'Words that end in … are cut; --format mermaid, dot or smcat has all of them.' },
      ...layout.notDrawn.map(({ id, why }) => ({ comment: `not drawn: ${id}: ${why}` })),
    ],
    regions.map(each =>
      regionElement(
        { machine: chart.id, region: each, scale: 'full', title: each.title },
        (region === null ? layout.pack.at[each.id] : undefined) ?? { x: 0, y: 0 },
      ),
    ),
  );
};

/** An SVG file: what it is, its style, and what is drawn. */
const pictureOf = (
  { width, height }: { readonly width: number; readonly height: number },
  said: Element['children'],
  drawn: readonly Element[],
): string =>
  [
    ...xmlOf(
      element(
        'svg',
        {
          xmlns: 'http://www.w3.org/2000/svg',
          viewBox: `0 0 ${width} ${height}`,
          width: String(width),
          height: String(height),
        },
        [...said, element('style', {}, [{ text: drawingStyle() }]), tip, ...drawn.map(still)],
      ),
    ),
    '',
  ].join('\n');

/** What waits for something to happen is no part of a still picture. */
export const still = (drawn: Element): Element => ({
  ...drawn,
  children: drawn.children.flatMap(stillChild),
});

const stillChild = (child: Child): readonly Child[] =>
  'name' in child ? (isWaiting(child) ? [] : [still(child)]) : [child];

type Child = Element['children'][number];

const isWaiting = ({ name, attributes, children }: Element): boolean =>
  children.length === 0 && (name === 'title' || name === 'text' || attributes.class === 'ready-mark');

const read = (name: string): string =>
  readFileSync(new URL(`../page/styles/${name}`, import.meta.url), 'utf8');

/** The page's own rules for drawings, with the light colours put in: not every program knows variables of CSS. */
export const drawingStyle = (): string => {
  const light = /:root \{([^}]*)\}/.exec(read('tokens.css'))?.[1] ?? '';
  const colours = new Map(
    [...light.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
  return read('drawing.css')
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => {
      const colour = colours.get(name);
      if (colour === undefined) throw new Error(`drawing.css uses ${name}, which tokens.css does not have`);
      return colour;
    })
    .replaceAll(/\s+/g, ' ')
    .trim();
};

const element = (
  name: string,
  attributes: Element['attributes'],
  children: Element['children'] = [],
): Element => ({ name, attributes, children });
