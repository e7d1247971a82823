import elkjs, { type ElkExtendedEdge, type ElkNode } from 'elkjs';
import type { ChartLayout, Drawing, DrawnLabel, DrawnRegion, DrawnState, Pack } from './drawing.ts';
import { graphOf, LABEL_GAP, type RegionGraph, type Scale } from './graph.ts';
import { SIZE, textWidth } from './measure.ts';
import { type Chart, type ChartState, inWords, regionsOf } from './model.ts';

/**
 * Lays a chart out with ELK: one layered layout for each region, then the regions packed. The result
 * is the same on every run. elkjs fails on some option sets for nested states, so each layout has
 * simpler options to fall back to.
 */
const FULL: Record<string, string> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.layered.considerModelOrder.strategy': 'NONE',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.feedbackEdges': 'true',
  'elk.layered.mergeEdges': 'false',
  'elk.edgeLabels.inline': 'true',
  'elk.edgeLabels.placement': 'CENTER',
  'elk.layered.edgeLabels.centerLabelPlacementStrategy': 'TAIL_LAYER',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '4',
  'elk.spacing.nodeSelfLoop': '12',
};
const TIGHT: Record<string, string> = {
  ...FULL,
  'elk.layered.spacing.nodeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeNodeBetweenLayers': '8',
  'elk.spacing.nodeNode': '14',
  'elk.spacing.edgeNode': '8',
  'elk.spacing.edgeEdge': '6',
};
const SIMPLER: readonly Record<string, string>[] = [
  {},
  { 'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF' },
  {
    'elk.layered.cycleBreaking.strategy': 'GREEDY',
    'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
    'elk.layered.feedbackEdges': 'false',
  },
  {
    'elk.layered.cycleBreaking.strategy': 'GREEDY',
    'elk.layered.nodePlacement.strategy': 'SIMPLE',
    'elk.edgeRouting': 'POLYLINE',
  },
];

/** Changes whenever the drawing code changes, so that committed layouts become stale. */
export const RECIPE = 'islet chart layout 1';

/** Height of a region's title bar in the packed picture. */
export const TITLE_BAR = 30;

const elk = new elkjs.default();

/** Lays out every region in both scales and packs them. Rejects only when ELK fails with every option set. */
export const layOut = async (chart: Chart): Promise<ChartLayout> => {
  const regions: DrawnRegion[] = [];
  for (const region of regionsOf(chart)) {
    const full = await draw(chart, region, 'full');
    const compact = await draw(chart, region, 'compact');
    regions.push({ id: region.id, title: inWords(region.key), full, compact });
  }
  return {
    regions,
    pack: await pack(regions),
    notDrawn: missing(chart, regions),
  };
};

const draw = async (chart: Chart, region: ChartState, scale: Scale): Promise<Drawing> => {
  const failures: string[] = [];
  for (const simpler of SIMPLER) {
    const graph = graphOf(chart, region, scale, { ...(scale === 'full' ? FULL : TIGHT), ...simpler });
    try {
      return drawingOf(graph, await elk.layout(graph.root));
    } catch (failure) {
      failures.push(String(failure));
    }
  }
  throw new Error(`no layout for ${region.id}: ${failures.join('; ')}`);
};

/** Absolute places, from ELK's coordinates relative to the containing node. */
const drawingOf = (graph: RegionGraph, laid: ElkNode): Drawing => {
  const places = new Map<string, { x: number; y: number; width: number; height: number }>();
  const edges: { edge: ElkExtendedEdge; x: number; y: number }[] = [];
  const visit = (node: ElkNode, x: number, y: number): void => {
    places.set(node.id, { x, y, width: node.width ?? 0, height: node.height ?? 0 });
    for (const child of node.children ?? []) visit(child, x + (child.x ?? 0), y + (child.y ?? 0));
  };
  const collect = (node: ElkNode): void => {
    for (const edge of node.edges ?? []) {
      const base = places.get(edge.container ?? node.id) ?? { x: 0, y: 0 };
      edges.push({ edge, x: base.x, y: base.y });
    }
    for (const child of node.children ?? []) collect(child);
  };
  const width = Math.max(Math.ceil(laid.width ?? 0), leastWidth(graph));
  visit(laid, Math.round((width - (laid.width ?? 0)) / 2), 0);
  collect(laid);
  const placed = <Thing>(things: ReadonlyMap<string, Thing>) =>
    [...things].flatMap(([id, thing]) => {
      const place = places.get(id);
      return place ? [{ ...thing, ...rounded(place) }] : [];
    });
  return {
    width,
    height: Math.ceil(laid.height ?? 0),
    // Compound states first, so that what is inside is painted over them.
    states: placed<Omit<DrawnState, 'x' | 'y' | 'width' | 'height'>>(graph.states).sort(
      (one, other) => other.width * other.height - one.width * one.height || one.id.localeCompare(other.id),
    ),
    marks: placed(graph.marks),
    starts: edges.filter(({ edge }) => edge.id.startsWith('start:')).map(pathOf),
    wires: edges.flatMap(placedEdge => {
      const transitions = graph.wires.get(placedEdge.edge.id);
      return transitions ? [{ transitions: transitions.map(({ id }) => id), path: pathOf(placedEdge) }] : [];
    }),
    labels: edges.flatMap(placedEdge => stacked(graph, placedEdge)),
    loops: [
      ...[...graph.loops].flatMap(([id, transitions]) => {
        const place = places.get(id);
        return place
          ? [
              {
                kind: 'stays' as const,
                x: Math.round(place.x + place.width - 11),
                y: Math.round(place.y),
                transitions: transitions.map(transition => transition.id),
              },
            ]
          : [];
      }),
      ...[...graph.arrivals].flatMap(([id, transitions]) => {
        const place = places.get(id);
        return place
          ? [
              {
                kind: 'fromAny' as const,
                x: Math.round(place.x),
                y: Math.round(place.y),
                transitions: transitions.map(transition => transition.id),
              },
            ]
          : [];
      }),
    ],
  };
};

/** The title bar holds the region's name and the name of the active state; they must not meet. */
const leastWidth = (graph: RegionGraph): number => {
  const titles = [...graph.states.values()].map(({ title }) => textWidth(title, SIZE.title, true));
  return textWidth(graph.title, SIZE.title + 0.5, true) + Math.max(0, ...titles) + 40;
};

type PlacedEdge = { readonly edge: ElkExtendedEdge; readonly x: number; readonly y: number };

/** The labels of one wire, one below the other, each centred. */
const stacked = (graph: RegionGraph, { edge, x, y }: PlacedEdge): readonly DrawnLabel[] => {
  const label = edge.labels?.[0];
  const chips = graph.labels.get(edge.id);
  if (!label || !chips) return [];
  let top = y + (label.y ?? 0);
  return chips.map(chip => {
    const box = {
      x: x + (label.x ?? 0) + ((label.width ?? 0) - chip.width) / 2,
      y: top,
      width: chip.width,
      height: chip.height,
    };
    top += chip.height + LABEL_GAP;
    return { ...chip, ...rounded(box) };
  });
};

const rounded = (box: { x: number; y: number; width: number; height: number }) => ({
  x: Math.round(box.x),
  y: Math.round(box.y),
  width: Math.round(box.width),
  height: Math.round(box.height),
});

const CORNER = 6;

/** An orthogonal line with rounded corners, as SVG path data. */
const pathOf = ({ edge, x, y }: PlacedEdge): string => {
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

/** Places the regions beside one another in about the shape of the panel that shows them. */
const pack = async (regions: readonly DrawnRegion[]): Promise<Pack> => {
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

const missing = (chart: Chart, regions: readonly DrawnRegion[]): ChartLayout['notDrawn'] => {
  const drawn = new Set(
    regions.flatMap(region => [
      region.id,
      ...region.full.states.map(({ id }) => id),
      ...region.full.labels.map(({ transition }) => transition),
    ]),
  );
  return [
    ...chart.states
      .filter(({ id }) => !drawn.has(id))
      .map(({ id, parent }) => ({
        id,
        why: parent === null ? 'the frame of all regions' : 'lies outside every region',
      })),
    ...chart.transitions
      .filter(({ id }) => !drawn.has(id))
      .map(({ id, source }) => ({ id, why: `leaves ${source} for another region` })),
  ];
};
