/**
 * How ELK lays out a region. It fails on some option sets for nested states, so each layout has simpler
 * options to fall back to; the same options give the same picture on every run.
 */
export type Options = Readonly<Record<string, string>>;

export const FULL: Options = {
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

const CLOSER: Options = {
  'elk.layered.spacing.nodeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeNodeBetweenLayers': '8',
  'elk.spacing.nodeNode': '14',
  'elk.spacing.edgeNode': '8',
  'elk.spacing.edgeEdge': '7',
};

export const COMPACT: Options = { ...FULL, ...CLOSER, 'elk.spacing.edgeEdge': '6' };

const GREEDY: Options = { 'elk.layered.cycleBreaking.strategy': 'GREEDY' };
const NO_FEEDBACK: Options = { 'elk.layered.feedbackEdges': 'false' };
const SPARING: Options = {
  'elk.layered.edgeLabels.centerLabelPlacementStrategy': 'SPACE_EFFICIENT_LAYER',
};
const SIDEWAYS: Options = { 'elk.direction': 'RIGHT' };

/** Shapes that are tried in this order, airy ones first, until one can be read without scrolling. */
export const SHAPES: readonly Options[] = [
  {},
  CLOSER,
  { ...CLOSER, ...NO_FEEDBACK },
  { ...CLOSER, ...GREEDY },
  { ...CLOSER, ...GREEDY, ...NO_FEEDBACK, ...SPARING },
  { ...CLOSER, ...SIDEWAYS },
  { ...CLOSER, ...SIDEWAYS, ...SPARING, ...NO_FEEDBACK },
];

export const SIMPLER: readonly Options[] = [
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
