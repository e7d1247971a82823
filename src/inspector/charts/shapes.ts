import type { Element } from '../../verify/export/xml.ts';
import type { Drawing, DrawnLabel, DrawnLoop, DrawnMark, DrawnRegion, DrawnState } from './drawing.ts';

/**
 * A region as plain elements: the page makes its picture of them, and so does whoever writes a file. What is active,
 * glows or was met is set on them afterwards, by attribute, so that a highlight neither moves nor repaints anything.
 *
 * Attributes: `data-state` and `data-taken` say of what a thing is the picture (`machine|id`, a line each),
 * `data-pick` what a click on it means, `data-most` the width that a text must keep to, in px.
 */
export type Drawn = {
  /** `pump`, a small machine, or one alarm, `alarm:occlusion`. */
  readonly machine: string;
  readonly region: DrawnRegion;
  readonly scale: 'full' | 'compact';
  readonly title: string;
  /** Requirements of a state or a transition, by its id; absent where no chips are wanted. */
  readonly reqOf?: (id: string) => readonly string[];
};

/** Height of a region's title bar. */
export const BAR = 30;

export const regionElement = (drawn: Drawn, at: { readonly x: number; readonly y: number }): Element => {
  const { machine, region, scale, title } = drawn;
  const drawing = region[scale];
  const own = `${machine}|${region.id}`;
  return g({ class: `region ${scale}`, transform: `translate(${at.x} ${at.y})`, 'data-region': own }, [
    element('rect', {
      class: 'frame',
      width: px(drawing.width),
      height: px(drawing.height + BAR),
      rx: '8',
    }),
    element('text', { class: 'region-title', x: '12', y: '20', 'data-pick': own }, [{ text: title }]),
    element('text', { class: 'region-state', x: px(drawing.width - 12), y: '20', 'data-lane': own }),
    g({ class: 'inner', transform: `translate(0 ${BAR})` }, inner(drawn, drawing)),
  ]);
};

/** States with others inside lie under the wires, the others above. */
const inner = (drawn: Drawn, drawing: Drawing): readonly Element[] => {
  const { states } = drawing;
  const isCompound = ({ id }: DrawnState): boolean => states.some(other => other.id.startsWith(`${id}.`));
  return [
    ...states.filter(isCompound).map(state => stateOf(drawn, state, 'state compound')),
    ...drawing.starts.map(d => element('path', { class: 'wire start', d, 'marker-end': 'url(#tip)' })),
    ...drawing.wires.map(({ path, transitions }) =>
      element(
        'path',
        { class: 'wire', d: path, 'marker-end': 'url(#tip)', 'data-taken': keysOf(drawn, transitions) },
        [element('title', {}, [])],
      ),
    ),
    ...drawing.marks.map(markOf),
    ...states.filter(state => !isCompound(state)).map(state => stateOf(drawn, state, 'state')),
    ...drawing.labels.map(label => labelOf(drawn, label)),
    ...drawing.loops.map(loop => loopOf(drawn, loop)),
  ];
};

const stateOf = (
  drawn: Drawn,
  { id, title, lines, x, y, width, height }: DrawnState,
  kind: string,
): Element =>
  g(
    {
      class: kind,
      transform: `translate(${x} ${y})`,
      'data-state': `${drawn.machine}|${id}`,
      'data-pick': `${drawn.machine}|${id}`,
    },
    [
      element('title', {}, [{ text: title }]),
      element('rect', { width: px(width), height: px(height), rx: '6' }),
      element('circle', { class: 'lamp', cx: '12', cy: '14', r: '3.6' }),
      words('title', 22, 18, title, width - 26),
      ...lines.map((line, index) => words('action', 11, 32 + index * 13, line, width - 15)),
      ...chips(drawn, [id], width),
    ],
  );

/** `dot` is where a compound state starts; the pill is what every state in it answers in the same way. */
const markOf = ({ kind, of, x, y, width, height }: DrawnMark): Element =>
  kind === 'dot'
    ? element('circle', { class: 'dot', cx: px(x + width / 2), cy: px(y + height / 2), r: '4.5' })
    : g({ class: 'any', 'data-any': of }, [
        element('rect', {
          class: 'any-box',
          x: px(x),
          y: px(y),
          width: px(width),
          height: px(height),
          rx: '10',
        }),
        words('any-words', x + width / 2, y + 14, 'any state'),
      ]);

/** Each event can be picked by itself; all of a label light up together. */
const labelOf = (drawn: Drawn, { transitions, inside, lines, x, y, width, height }: DrawnLabel): Element => {
  const [left, spare] = inside === null ? [8, 12] : [5, 6];
  const first = (height - 13 * lines.length) / 2;
  return g(
    {
      class: inside === null ? 'label' : 'label inside',
      transform: `translate(${x} ${y})`,
      'data-taken': keysOf(drawn, transitions),
      'data-pick': `${drawn.machine}|${transitions[0] ?? ''}`,
    },
    [
      element('title', {}, []),
      element('rect', { class: 'label-box', width: px(width), height: px(height), rx: '4' }),
      ...lines.flatMap(({ role, text, transition }, index) => {
        const [event = '', goal] = text.split(' → ');
        const baseline = 10 + first + index * 13;
        const pick = transition === undefined ? undefined : `${drawn.machine}|${transition}`;
        return [
          element(
            'text',
            { class: role, x: px(left), y: px(baseline), 'data-most': px(width - spare), 'data-pick': pick },
            [
              { text: event },
              ...(goal === undefined ? [] : [element('tspan', { class: 'goal' }, [{ text: ` → ${goal}` }])]),
            ],
          ),
          // Says beside an event whether it is answered now; drawn only where its state is active.
          ...(pick === undefined
            ? []
            : [
                element('path', {
                  class: 'ready-mark',
                  transform: `translate(${px(left - 4)} ${px(baseline - 3.5)})`,
                  'data-ready-of': pick,
                }),
              ]),
        ];
      }),
      ...chips(drawn, transitions, width),
    ],
  );
};

/** Requirements of a thing, on the upper edge of its box: the first one, and how many more. */
const chips = ({ reqOf }: Drawn, ids: readonly string[], width: number): readonly Element[] => {
  const req = [...new Set(ids.flatMap(id => reqOf?.(id) ?? []))].sort();
  const [first] = req;
  if (first === undefined) return [];
  const text = req.length === 1 ? first : `${first} +${req.length - 1}`;
  const wide = text.length * 4.6 + 6;
  return [
    g({ class: 'req', transform: `translate(${px(width - wide - 3)} -5)`, 'data-req': req.join(' ') }, [
      element('rect', { width: px(wide), height: '10', rx: '3' }),
      words('req-id', 3, 7.8, text),
    ]),
  ];
};

const loopOf = (drawn: Drawn, { kind, x, y, transitions }: DrawnLoop): Element =>
  g(
    {
      class: `loop ${kind}`,
      transform: `translate(${x} ${y})`,
      'data-taken': keysOf(drawn, transitions),
      'data-pick': `${drawn.machine}|${transitions[0] ?? ''}`,
    },
    [
      element('title', {}, [
        {
          text: `${kind === 'stays' ? 'stays here on' : 'from any state on'} ${transitions.map(eventOf).join(', ')}`,
        },
      ]),
      element('circle', { r: '6' }),
      element('path', { d: kind === 'stays' ? STAYS : FROM_ANY }),
    ],
  );

/** The arrow head that wires end in: one for a whole picture. */
export const tip: Element = {
  name: 'marker',
  attributes: {
    id: 'tip',
    viewBox: '0 0 8 8',
    refX: '7',
    refY: '4',
    markerWidth: '7',
    markerHeight: '7',
    orient: 'auto-start-reverse',
    markerUnits: 'userSpaceOnUse',
  },
  children: [{ name: 'path', attributes: { class: 'tip', d: 'M0 0.8 L8 4 L0 7.2 Z' }, children: [] }],
};

const STAYS = 'M-2.6 -1.2 A2.9 2.9 0 1 1 -1 2.6 M-3.6 -2.6 L-2.6 -0.8 L-0.6 -1.6';
const FROM_ANY = 'M-3 -3 L2.4 2.4 M2.6 -1.2 L2.6 2.6 L-1.2 2.6';

/** `source event index` → the event. */
const eventOf = (transition: string): string => transition.split(' ')[1] ?? transition;

const keysOf = ({ machine }: Drawn, ids: readonly string[]): string =>
  ids.map(id => `${machine}|${id}`).join('\n');

const px = (value: number): string => String(Math.round(value * 10) / 10);

const element = (
  name: string,
  attributes: Element['attributes'],
  children: Element['children'] = [],
): Element => ({ name, attributes, children });

const g = (attributes: Element['attributes'], children: Element['children']): Element =>
  element('g', attributes, children);

const words = (kind: string, x: number, y: number, text: string, most?: number): Element =>
  element(
    'text',
    { class: kind, x: px(x), y: px(y), 'data-most': most === undefined ? undefined : px(most) },
    [{ text }],
  );
