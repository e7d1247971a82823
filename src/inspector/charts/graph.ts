import type { ElkExtendedEdge, ElkNode } from 'elkjs';
import type { DrawnLabel, DrawnState } from './drawing.ts';
import { cut, SIZE, textWidth } from './measure.ts';
import { type Chart, type ChartState, type ChartTransition, inWords } from './model.ts';
import type { Options } from './options.ts';

/** Which of the two scales of a region is laid out. */
export type Scale = 'full' | 'compact';

/** Wires by edge id, and what each node of the layout graph stands for. */
export type RegionGraph = {
  readonly title: string;
  readonly root: ElkNode;
  readonly wires: ReadonlyMap<string, readonly ChartTransition[]>;
  readonly labels: ReadonlyMap<string, readonly LabelSize[]>;
  readonly states: ReadonlyMap<string, Omit<DrawnState, 'x' | 'y' | 'width' | 'height'>>;
  readonly marks: ReadonlyMap<string, { readonly kind: 'dot' | 'any'; readonly of: string }>;
  /** Transitions without a wire: by the state they stay in, and by the state that any state may go to. */
  readonly loops: ReadonlyMap<string, readonly ChartTransition[]>;
  readonly arrivals: ReadonlyMap<string, readonly ChartTransition[]>;
};

type LabelSize = Pick<DrawnLabel, 'transition' | 'lines' | 'width' | 'height'>;
type Wire = { readonly from: string; readonly to: string; readonly transitions: ChartTransition[] };

const GAP = 3;

/** The layout graph of one region. Transitions of the region itself leave from its `any` pill. */
export const graphOf = (chart: Chart, region: ChartState, scale: Scale, options: Options): RegionGraph => {
  const inside = descendants(chart, region.id);
  const own = chart.transitions.filter(({ source }) => source === region.id || inside.has(source));
  const wires = new Map<string, Wire>();
  const loops = new Map<string, ChartTransition[]>();
  const arrivals = new Map<string, ChartTransition[]>();
  const pills = new Set<string>();
  for (const transition of own) {
    const parent = chart.states.find(({ id }) => id === transition.source);
    const isCompound = parent?.kind === 'compound' || parent?.kind === 'parallel';
    const goesInside = transition.targets.some(
      target => target !== transition.source && isWithin(chart, target, transition.source),
    );
    const leavesFrom =
      isCompound && (goesInside || transition.source === region.id)
        ? `any:${transition.source}`
        : transition.source;
    const drawable = transition.targets.filter(target => target === region.id || inside.has(target));
    const targets =
      transition.targets.length === 0
        ? [leavesFrom]
        : drawable.map(target => (target === region.id ? leavesFrom : target));
    if (leavesFrom !== transition.source && scale === 'compact') {
      const into = transition.targets[0] ?? transition.source;
      const shown = into === transition.source ? loops : arrivals;
      shown.set(into, [...(shown.get(into) ?? []), transition]);
      continue;
    }
    if (leavesFrom !== transition.source) pills.add(transition.source);
    for (const target of targets) {
      if (target === leavesFrom && scale === 'compact') {
        loops.set(leavesFrom, [...(loops.get(leavesFrom) ?? []), transition]);
        continue;
      }
      const key = `${leavesFrom} -> ${target}`;
      const wire = wires.get(key) ?? { from: leavesFrom, to: target, transitions: [] };
      wire.transitions.push(transition);
      wires.set(key, wire);
    }
  }
  const sizes = new Map([...wires].map(([key, wire]) => [key, wire.transitions.map(labelOf)]));
  const shapes: Shapes = { chart, scale, options, pills, states: new Map(), marks: new Map() };
  const children = childrenOf(region, shapes);
  return {
    title: inWords(region.key),
    root: {
      id: region.id,
      layoutOptions: { ...options, 'elk.padding': padding(0) },
      children,
      edges: [...startEdges(chart, region), ...edgesOf(wires, sizes, scale)],
    },
    wires: new Map([...wires].map(([key, wire]) => [key, wire.transitions])),
    labels: scale === 'full' ? sizes : new Map(),
    states: shapes.states,
    marks: shapes.marks,
    loops,
    arrivals,
  };
};

type Shapes = {
  readonly chart: Chart;
  readonly scale: Scale;
  readonly options: Options;
  readonly pills: ReadonlySet<string>;
  readonly states: Map<string, Omit<DrawnState, 'x' | 'y' | 'width' | 'height'>>;
  readonly marks: Map<string, { kind: 'dot' | 'any'; of: string }>;
};

const childrenOf = (parent: ChartState, shapes: Shapes): ElkNode[] => {
  const nodes = shapes.chart.states
    .filter(state => state.parent === parent.id)
    .map(state => nodeOf(state, shapes));
  if (parent.initial !== null) {
    shapes.marks.set(`dot:${parent.id}`, { kind: 'dot', of: parent.id });
    nodes.unshift({ id: `dot:${parent.id}`, width: 10, height: 10 });
  }
  if (shapes.pills.has(parent.id)) {
    shapes.marks.set(`any:${parent.id}`, { kind: 'any', of: parent.id });
    nodes.push({ id: `any:${parent.id}`, width: 66, height: 20 });
  }
  return nodes;
};

const nodeOf = (state: ChartState, shapes: Shapes): ElkNode => {
  const lines = shapes.scale === 'compact' ? [] : actionLines(state);
  const title = inWords(state.key);
  shapes.states.set(state.id, { id: state.id, title, lines });
  const titleWidth = textWidth(title, SIZE.title, true) + 34;
  const width = Math.max(titleWidth, 64, ...lines.map(line => textWidth(line, SIZE.line) + 22));
  if (state.kind !== 'compound' && state.kind !== 'parallel') {
    return { id: state.id, width, height: 28 + (lines.length > 0 ? lines.length * SIZE.lineStep + 2 : 0) };
  }
  return {
    id: state.id,
    layoutOptions: {
      ...shapes.options,
      'elk.padding': padding(26 + lines.length * SIZE.lineStep),
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},40)`,
    },
    children: childrenOf(state, shapes),
    edges: startEdges(shapes.chart, state),
  };
};

const padding = (head: number): string => `[top=${14 + head},left=14,bottom=14,right=14]`;

const actionLines = (state: ChartState): readonly string[] => [
  ...(state.entry.length > 0
    ? [cut(`entry / ${state.entry.map(inWords).join(', ')}`, SIZE.line, SIZE.label)]
    : []),
  ...(state.exit.length > 0
    ? [cut(`exit / ${state.exit.map(inWords).join(', ')}`, SIZE.line, SIZE.label)]
    : []),
];

const startEdges = (chart: Chart, state: ChartState): ElkExtendedEdge[] => [
  ...(state.initial === null
    ? []
    : [
        {
          id: `start:${state.id}`,
          sources: [`dot:${state.id}`],
          targets: [state.initial],
          layoutOptions: {
            'elk.layered.priority.direction': '10',
            'elk.layered.priority.straightness': '10',
          },
        },
      ]),
  ...(state.parent === null && state.kind === 'parallel'
    ? chart.states.filter(({ parent }) => parent === state.id).flatMap(child => startEdges(chart, child))
    : []),
];

const edgesOf = (
  wires: ReadonlyMap<string, Wire>,
  sizes: ReadonlyMap<string, readonly LabelSize[]>,
  scale: Scale,
): ElkExtendedEdge[] =>
  [...wires].map(([key, { from, to }]) => {
    const chips = sizes.get(key) ?? [];
    const label = {
      text: ' ',
      width: Math.max(...chips.map(({ width }) => width)),
      height: chips.reduce((sum, { height }) => sum + height + GAP, -GAP),
      layoutOptions: { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' },
    };
    return { id: key, sources: [from], targets: [to], ...(scale === 'full' ? { labels: [label] } : {}) };
  });

/** Event on the first line, then the question in brackets, then what is done. */
const labelOf = (transition: ChartTransition): LabelSize => {
  const most = SIZE.label - 16;
  const lines: DrawnLabel['lines'] = [
    {
      role: 'event',
      text: cut(
        transition.delay === null ? transition.event : `after ${inWords(transition.delay)}`,
        SIZE.event,
        most,
      ),
    },
    ...(transition.guard === null
      ? []
      : [
          {
            role: 'guard' as const,
            text: cut(`[${transition.guard.words.replace(/:.*/, '')}]`, SIZE.line, most),
          },
        ]),
    ...(transition.actions.length === 0
      ? []
      : [
          {
            role: 'action' as const,
            text: cut(`/ ${transition.actions.map(inWords).join(', ')}`, SIZE.line, most),
          },
        ]),
  ];
  const width =
    Math.max(
      ...lines.map(({ role, text }) =>
        textWidth(text, role === 'event' ? SIZE.event : SIZE.line, role === 'event'),
      ),
    ) + 16;
  return { transition: transition.id, lines, width, height: lines.length * SIZE.lineStep + 6 };
};

/** Ids of all states inside this one. */
const descendants = (chart: Chart, id: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (parent: string): void => {
    for (const state of chart.states) {
      if (state.parent !== parent) continue;
      found.add(state.id);
      visit(state.id);
    }
  };
  visit(id);
  return found;
};

const isWithin = (chart: Chart, id: string, ancestor: string): boolean =>
  descendants(chart, ancestor).has(id);

/** Room between two labels stacked on one wire. */
export const LABEL_GAP = GAP;
