import type { Box, Drawing, DrawnLabel, DrawnRegion } from '../../inspector/charts/drawing.ts';
import type { ChartEntry } from '../../inspector/charts/files.ts';
import { type Element, xmlOf } from '../../verify/export/xml.ts';

/** The drawing that the page shows, as a picture of its own: in the light colours, with nothing that moves. */
export const svgOf = ({ chart, layout }: ChartEntry, region: string | null): string => {
  const regions = layout.regions.filter(({ id }) => region === null || id === `${chart.id}.${region}`);
  const [only] = regions;
  if (only === undefined)
    throw new Error(
      `--region ${region}: the ${chart.id} has no such region; it has ${layout.regions.map(({ id }) => id.slice(chart.id.length + 1)).join(', ')}`,
    );
  const { width, height } =
    region === null ? layout.pack : { width: only.full.width, height: only.full.height + TITLE };
  return [
    ...xmlOf(
      element(
        'svg',
        {
          xmlns: 'http://www.w3.org/2000/svg',
          viewBox: `0 0 ${width} ${height}`,
          width: String(width),
          height: String(height),
        },
        [
          element('title', {}, [{ text: `The chart of ${only.id.replace(/\..*/, '')}` }]),
          { comment: 'Words that end in … are cut; --format mermaid, dot or smcat has all of them.' },
          ...layout.notDrawn.map(({ id, why }) => ({ comment: `not drawn: ${id}: ${why}` })),
          element('style', {}, [{ text: STYLE }]),
          element(
            'marker',
            {
              id: 'tip',
              viewBox: '0 0 8 8',
              refX: '7',
              refY: '4',
              markerWidth: '7',
              markerHeight: '7',
              orient: 'auto',
            },
            [element('path', { d: 'M0 0 L8 4 L0 8 z', class: 'tip' })],
          ),
          ...regions.map(each => regionOf(each, region === null ? layout.pack.at[each.id] : undefined)),
        ],
      ),
    ),
    '',
  ].join('\n');
};

/** Height of a region's title, above its drawing. */
const TITLE = 30;

const STYLE = [
  'text { font-family: "Helvetica Neue", Arial, "Liberation Sans", "Noto Sans", sans-serif; fill: #17202c; font-size: 10px }',
  '.frame { fill: #f8fafc; stroke: #d4dae3; stroke-dasharray: 7 4 }',
  '.heading { font-size: 12.5px; font-weight: 700 } .title { font-size: 12px; font-weight: 600 }',
  '.state { fill: #ffffff; stroke: #97a3b4 } .compound { fill: #eef2f7; stroke: #97a3b4 }',
  '.wire { fill: none; stroke: #8390a3; stroke-width: 1.1 } .tip { fill: #8390a3 } .dot { fill: #17202c }',
  '.any { fill: none; stroke: #8390a3; stroke-dasharray: 3 3 } .label { fill: #ffffff; stroke: #d4dae3 }',
  '.event { font-size: 10.5px; font-weight: 650 } .guard { font-style: italic } .guard, .action { fill: #566273 }',
].join(' ');

const element = (
  name: string,
  attributes: Element['attributes'],
  children: Element['children'] = [],
): Element => ({ name, attributes, children });

const words = (kind: string, x: number, y: number, text: string, anchor?: 'middle'): Element =>
  element('text', { class: kind, x: String(x), y: String(y), 'text-anchor': anchor }, [{ text }]);

const box = (kind: string, { x, y, width, height }: Box, rx: string): Element =>
  element('rect', {
    class: kind,
    x: String(x),
    y: String(y),
    width: String(width),
    height: String(height),
    rx,
  });

const regionOf = (
  { title, full }: DrawnRegion,
  at: { readonly x: number; readonly y: number } = { x: 0, y: 0 },
): Element =>
  element('g', { transform: `translate(${at.x} ${at.y})` }, [
    box('frame', { x: 0, y: 0, width: full.width, height: full.height + TITLE }, '8'),
    words('heading', 12, 20, title),
    element('g', { transform: `translate(0 ${TITLE})` }, drawn(full)),
  ]);

/** States with others inside lie under the wires, the others above. */
const drawn = (drawing: Drawing): readonly Element[] => [
  ...statesOf(drawing, true),
  ...[...drawing.starts, ...drawing.wires.map(({ path }) => path)].map(d =>
    element('path', { class: 'wire', d, 'marker-end': 'url(#tip)' }),
  ),
  ...drawing.marks.flatMap(mark => {
    const middle = mark.x + mark.width / 2;
    if (mark.kind === 'dot')
      return [
        element('circle', {
          class: 'dot',
          cx: String(middle),
          cy: String(mark.y + mark.height / 2),
          r: '4.5',
        }),
      ];
    return [box('any', mark, '10'), words('guard', middle, mark.y + 14, 'any state', 'middle')];
  }),
  ...statesOf(drawing, false),
  ...drawing.labels.flatMap(labelOf),
];

const statesOf = ({ states }: Drawing, compound: boolean): readonly Element[] =>
  states
    .filter(state => states.some(({ id }) => id.startsWith(`${state.id}.`)) === compound)
    .flatMap(state => [
      box(compound ? 'compound' : 'state', state, '6'),
      words('title', state.x + 11, state.y + 18, state.title),
      ...state.lines.map((line, index) => words('action', state.x + 11, state.y + 32 + index * 13, line)),
    ]);

const labelOf = ({ lines, inside, ...at }: DrawnLabel): readonly Element[] => [
  ...(inside === null ? [box('label', at, '4')] : []),
  ...lines.map(({ role, text }, index) =>
    words(
      role,
      at.x + (inside === null ? 8 : 5),
      at.y + 10 + (at.height - 13 * lines.length) / 2 + index * 13,
      text,
    ),
  ),
];
