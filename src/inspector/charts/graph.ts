import type { ElkExtendedEdge, ElkNode } from 'elkjs';
import type { DrawnState } from './drawing.ts';
import {
  actionLines,
  type Chip,
  chipsOf,
  headOf,
  heightOf,
  leastWidthOf,
  listOf,
  roomFor,
} from './labels.ts';
import { SIZE } from './measure.ts';
import { type Chart, type ChartState, type ChartTransition, inWords } from './model.ts';
import type { Options } from './options.ts';
import { type Telling, wayIn } from './telling.ts';

/** Which of the two scales of a region is laid out. */
export type Scale = 'full' | 'compact';

/** Wires by edge id, and what each node of the layout graph stands for. */
export type RegionGraph = {
  readonly title: string;
  readonly root: ElkNode;
  readonly wires: ReadonlyMap<string, readonly ChartTransition[]>;
  readonly labels: ReadonlyMap<string, readonly Chip[]>;
  readonly states: ReadonlyMap<string, Omit<DrawnState, 'x' | 'y' | 'width' | 'height'>>;
  readonly marks: ReadonlyMap<string, { readonly kind: 'dot' | 'any'; readonly of: string }>;
  /** Labels in a state or a pill, by the id of its node. */
  readonly inside: ReadonlyMap<string, readonly Chip[]>;
  /** Transitions without a wire: by the state they stay in, and by the state that any state may go to. */
  readonly loops: ReadonlyMap<string, readonly ChartTransition[]>;
  readonly arrivals: ReadonlyMap<string, readonly ChartTransition[]>;
};

type Wire = { readonly from: string; readonly to: string; readonly transitions: ChartTransition[] };

/** Height of the words "any state". */
export const PILL = 20;

/** The layout graph of one region. Transitions of the region itself leave from its `any` pill. */
export const graphOf = (
  chart: Chart,
  region: ChartState,
  scale: Scale,
  options: Options,
  telling: Telling = 'onWires',
): RegionGraph => {
  const wayOf = wayIn(chart, telling);
  const told = new Map<string, ChartTransition[]>();
  const within = descendants(chart, region.id);
  const own = chart.transitions.filter(({ source }) => source === region.id || within.has(source));
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
    const drawable = transition.targets.filter(target => target === region.id || within.has(target));
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
    const way = wayOf(transition, leavesFrom !== transition.source);
    if (way === 'words') {
      told.set(leavesFrom, [...(told.get(leavesFrom) ?? []), transition]);
      continue;
    }
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
  const sizes = new Map([...wires].map(([key, wire]) => [key, chipsOf(wire.transitions)]));
  const inside = new Map([...told].map(([id, those]) => [id, listOf(chart, those)]));
  const shapes: Shapes = { chart, scale, options, pills, inside, states: new Map(), marks: new Map() };
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
    inside,
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
  readonly inside: ReadonlyMap<string, readonly Chip[]>;
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
    const room = roomFor(shapes.inside.get(`any:${parent.id}`));
    nodes.push({ id: `any:${parent.id}`, width: Math.max(66, room.width), height: PILL + room.height });
  }
  return nodes;
};

const nodeOf = (state: ChartState, shapes: Shapes): ElkNode => {
  const lines = shapes.scale === 'compact' ? [] : actionLines(state);
  const title = inWords(state.key);
  shapes.states.set(state.id, { id: state.id, title, lines });
  const room = roomFor(shapes.inside.get(state.id));
  const width = Math.max(leastWidthOf(title, lines), room.width);
  if (state.kind !== 'compound' && state.kind !== 'parallel') {
    return { id: state.id, width, height: headOf(lines) + room.height };
  }
  return {
    id: state.id,
    layoutOptions: {
      ...shapes.options,
      'elk.padding': padding(26 + lines.length * SIZE.lineStep + room.height),
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},40)`,
    },
    children: childrenOf(state, shapes),
    edges: startEdges(shapes.chart, state),
  };
};

const padding = (head: number): string => `[top=${14 + head},left=14,bottom=14,right=14]`;

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
  sizes: ReadonlyMap<string, readonly Chip[]>,
  scale: Scale,
): ElkExtendedEdge[] =>
  [...wires].map(([key, { from, to }]) => {
    const chips = sizes.get(key) ?? [];
    const label = {
      text: ' ',
      width: Math.max(...chips.map(({ width }) => width)),
      height: heightOf(chips),
      layoutOptions: { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' },
    };
    return { id: key, sources: [from], targets: [to], ...(scale === 'full' ? { labels: [label] } : {}) };
  });

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
