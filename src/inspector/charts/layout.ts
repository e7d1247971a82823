import elkjs, { type ElkExtendedEdge, type ElkNode } from 'elkjs';
import type { ChartLayout, Drawing, DrawnLabel, DrawnRegion, DrawnState } from './drawing.ts';
import { flawsOf } from './flaws.ts';
import { graphOf, PILL, type RegionGraph, type Scale } from './graph.ts';
import { headOf, LABEL_GAP, WORDINGS } from './labels.ts';
import { ladderOf, listed } from './ladder.ts';
import { SIZE, textWidth } from './measure.ts';
import { type Chart, type ChartState, inWords, regionsOf } from './model.ts';
import { COMPACT, FULL, type Options, SHAPES, SIMPLER } from './options.ts';
import { pack, TITLE_BAR } from './pack.ts';
import { type PlacedEdge, pathOf } from './path.ts';
import { TELLINGS, type Telling } from './telling.ts';

/** Changes whenever the drawing code changes, so that committed layouts become stale. */
export const RECIPE = 'islet chart layout 6';

const elk = new elkjs.default();

/** Lays out every region in both scales and packs them. Rejects only when ELK fails with every option set. */
export const layOut = async (chart: Chart): Promise<ChartLayout> => {
  const regions: DrawnRegion[] = [];
  for (const region of regionsOf(chart)) {
    const full = await drawFull(chart, region);
    const compact = await draw(chart, region, 'compact', COMPACT);
    regions.push({ id: region.id, title: inWords(region.key), full, compact });
  }
  return {
    regions,
    pack: await pack(regions),
    notDrawn: missing(chart, regions),
  };
};

/** At this scale names of states are 11 px high. */
export const READABLE = 11 / SIZE.title;

/** A region is drawn to be read in a panel of about this size, in pixels: that of the page on a usual screen. */
export const PANEL = { width: 784, height: 606 } as const;

/** How large a drawing appears when it is fitted into the panel; 1 is its natural size. */
export const fitOf = ({ width, height }: { readonly width: number; readonly height: number }): number =>
  Math.min(PANEL.width / width, PANEL.height / (height + TITLE_BAR));

const HOPELESS = 0.55;
/** In pixels: what a ladder is tried with. */
const COLUMN_HEIGHTS = Array.from({ length: 30 }, (_, index) => 240 + index * 20);

/**
 * Of several shapes the one that can be read at the largest size, and nothing of which lies over anything
 * else. As many words as possible stay on the wires: more go into the states only while nothing fits, and a
 * region that fits in no such shape becomes a ladder.
 */
const drawFull = async (chart: Chart, region: ChartState): Promise<Drawing> => {
  let best: { readonly drawing: Drawing; readonly rank: number } | null = null;
  for (const telling of TELLINGS) {
    for (const shape of SHAPES) {
      const drawing = await draw(chart, region, 'full', { ...FULL, ...shape }, telling);
      const rank = Math.min(1, fitOf(drawing)) - flawsOf(chart, drawing).length;
      if (best === null || rank > best.rank) best = { drawing, rank };
      if (rank === 1) return drawing;
      // No other shape makes so large a drawing half as large.
      if (fitOf(drawing) < HOPELESS) break;
    }
    if (best && best.rank >= READABLE) return best.drawing;
  }
  for (const wording of WORDINGS) {
    for (const height of COLUMN_HEIGHTS) {
      const drawing = ladderOf(chart, region, height, wording);
      const rank = Math.min(1, fitOf(drawing)) - flawsOf(chart, drawing).length;
      if (best === null || rank > best.rank) best = { drawing, rank };
    }
    if (best && best.rank >= READABLE) break;
  }
  return best?.drawing ?? draw(chart, region, 'full', FULL);
};

const draw = async (
  chart: Chart,
  region: ChartState,
  scale: Scale,
  options: Options,
  telling: Telling = 'onWires',
): Promise<Drawing> => {
  const failures: string[] = [];
  for (const simpler of SIMPLER) {
    const graph = graphOf(chart, region, scale, { ...options, ...simpler }, telling);
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
    labels: [
      ...edges.flatMap(placedEdge => stacked(graph, placedEdge)),
      ...[...graph.inside].flatMap(([id, chips]) => {
        const place = places.get(id);
        const head = headOf(graph.states.get(id)?.lines ?? []);
        const above = graph.states.has(id) ? head : PILL;
        return place ? listed(id, chips, rounded({ ...place, y: place.y + above })) : [];
      }),
    ],
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
    return { ...chip, inside: null, ...rounded(box) };
  });
};

const rounded = (box: { x: number; y: number; width: number; height: number }) => ({
  x: Math.round(box.x),
  y: Math.round(box.y),
  width: Math.round(box.width),
  height: Math.round(box.height),
});

const missing = (chart: Chart, regions: readonly DrawnRegion[]): ChartLayout['notDrawn'] => {
  const drawn = new Set(
    regions.flatMap(region => [
      region.id,
      ...region.full.states.map(({ id }) => id),
      ...region.full.labels.flatMap(({ transitions }) => transitions),
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
