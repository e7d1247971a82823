import { type Element, xmlOf } from '../../verify/export/xml.ts';
import { type Evidence, evidenceLines } from './evidence.ts';

/** A drawing as it is seen, made into a picture that needs no other file: each element with what its style came to. Pure. */

/** An element with the value of each property of STYLE that its style came to. */
export type Seen = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly style: Readonly<Record<string, string>>;
  readonly children: readonly (Seen | { readonly text: string })[];
};

/** What makes up the look of a drawing. What is inherited is told where it changes; the others, with their first values, where they differ. */
const INHERITED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'text-anchor',
] as const;
const OWN = { opacity: '1', 'vector-effect': 'none' } as const;
export const STYLE = [...INHERITED, ...Object.keys(OWN), 'display', 'visibility'] as const;

/** Attributes that only the page itself has a use for. */
const LEFT_OUT = /^(style|tabindex|role|aria-.*|data-(pick|most|testid|taken|lane|ready-of))$/;

/** What is seen, and nothing else. Definitions and titles are not seen by themselves, but belong to what is. */
const elementOf = (
  { name, attributes, style, children }: Seen,
  above: Readonly<Record<string, string>> | null,
): readonly Element[] => {
  const isTold = name === 'title' || name === 'defs' || name === 'marker';
  if (!isTold && style.display === 'none') return [];
  if (name === 'text' && style.visibility === 'hidden') return [];
  if (name === 'title' && children.every(child => 'text' in child && child.text === '')) return [];
  const look = isTold
    ? []
    : [
        ...INHERITED.filter(property => above?.[property] !== style[property]),
        ...Object.entries(OWN).flatMap(([property, first]) =>
          (style[property] ?? first) === first ? [] : [property],
        ),
      ];
  const plain = Object.entries(attributes).filter(([key]) => !LEFT_OUT.test(key));
  return [
    {
      name,
      attributes: {
        ...Object.fromEntries(plain),
        ...Object.fromEntries(
          look.flatMap(property => {
            const value = style[property];
            return value === undefined ? [] : [[property, plainColour(value)]];
          }),
        ),
      },
      children: children.flatMap((child): Element['children'] =>
        'text' in child ? [child] : elementOf(child, isTold ? above : style),
      ),
    },
  ];
};

/** `color(srgb 0.5 1 0 / 0.3)`, which a mixed colour comes to, as older programs read it. */
export const plainColour = (value: string): string =>
  value.replaceAll(
    /color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.]+))?\)/g,
    (_, red: string, green: string, blue: string, alpha: string | undefined) => {
      const parts = [red, green, blue].map(part => Math.round(Number(part) * 255)).join(', ');
      return alpha === undefined ? `rgb(${parts})` : `rgba(${parts}, ${alpha})`;
    },
  );

export type Picture = {
  readonly drawing: Seen;
  readonly width: number;
  readonly height: number;
  readonly ground: string;
  readonly ink: string;
  readonly title: string;
  readonly evidence: Evidence;
};

const LINE = 14;
const EDGE = 8;

/** How high the words under a picture are. */
const captionHeight = (evidence: Evidence): number => evidenceLines(evidence).length * LINE + 2 * EDGE;

export const pictureSize = ({ width, height, evidence }: Picture): { width: number; height: number } => ({
  width,
  height: height + captionHeight(evidence),
});

/** The SVG file. What it is evidence of stands under the picture, and as data within it. */
export const stillPicture = (picture: Picture): string => {
  const { drawing, width, height, ground, ink, title, evidence } = picture;
  const whole = pictureSize(picture);
  const box = (from: number, tall: number): Element =>
    element('rect', { x: '0', y: String(from), width: String(width), height: String(tall), fill: ground });
  const [drawn] = elementOf(drawing, null);
  return [
    ...xmlOf(
      element(
        'svg',
        {
          xmlns: 'http://www.w3.org/2000/svg',
          viewBox: `0 0 ${whole.width} ${whole.height}`,
          width: String(whole.width),
          height: String(whole.height),
        },
        [
          element('title', {}, [{ text: title }]),
          element('desc', {}, [{ text: evidenceLines(evidence).join('\n') }]),
          element('metadata', {}, [{ text: JSON.stringify(evidence) }]),
          box(0, whole.height),
          ...(drawn === undefined
            ? []
            : [
                {
                  ...drawn,
                  // Its own edges cut off what lies outside the panel.
                  attributes: {
                    ...drawn.attributes,
                    viewBox: `0 0 ${width} ${height}`,
                    width: String(width),
                    height: String(height),
                    overflow: 'hidden',
                  },
                },
              ]),
          ...evidenceLines(evidence).map((line, index) =>
            element(
              'text',
              {
                class: 'evidence',
                x: String(EDGE),
                y: String(height + EDGE + 10 + index * LINE),
                fill: ink,
                'font-family': 'sans-serif',
                'font-size': '9.5',
              },
              [{ text: line }],
            ),
          ),
        ],
      ),
    ),
    '',
  ].join('\n');
};

const element = (
  name: string,
  attributes: Element['attributes'],
  children: Element['children'] = [],
): Element => ({ name, attributes, children });
