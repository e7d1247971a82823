import { numbers } from '../packed.ts';

/** An arc that may carry any flow, at a cost for each unit of it: a whole number of at least 0. */
export type Arc = { readonly from: number; readonly to: number; readonly cost: number };

export type Flow = {
  /** What each arc carries. */
  readonly units: Int32Array;
  readonly cost: number;
  /** By node: no arc costs less than what the price rises along it. */
  readonly prices: Float64Array;
};

/**
 * The cheapest flow that takes all that nodes have too much of (`supply` above 0) to those that have too
 * little. Primal-dual: shortest ways by reduced costs, then as much flow as those ways hold, until nothing is
 * left (Ahuja, Magnanti, Orlin: Network Flows, 1993, chapter 9). Exact. Throws where some supply has no way.
 */
export const cheapestFlow = (nodes: number, arcs: readonly Arc[], supply: Int32Array): Flow => {
  const excess = supply.slice();
  const units = new Int32Array(arcs.length);
  const prices = new Float64Array(nodes);
  const { starts, list } = incidence(nodes, arcs);

  /** The other end and the reduced cost of an arc seen from a node; null where nothing can go that way. */
  const across = (arc: number, node: number): { readonly to: number; readonly cost: number } | null => {
    const { from, to, cost } = arcs[arc] ?? NO_ARC;
    if (from === node) return { to, cost: cost + (prices[from] ?? 0) - (prices[to] ?? 0) };
    return (units[arc] ?? 0) > 0 ? { to: from, cost: -cost + (prices[to] ?? 0) - (prices[from] ?? 0) } : null;
  };

  const relabel = (): void => {
    const distance = distances(nodes, starts, list, excess, across);
    let near = Number.POSITIVE_INFINITY;
    for (let node = 0; node < nodes; node += 1)
      if ((excess[node] ?? 0) < 0) near = Math.min(near, distance[node] ?? Number.POSITIVE_INFINITY);
    if (near === Number.POSITIVE_INFINITY) throw new Error('some state has no way back to the initial one');
    for (let node = 0; node < nodes; node += 1)
      prices[node] = (prices[node] ?? 0) + Math.min(distance[node] ?? near, near);
  };

  /** Pushes flow along arcs of reduced cost 0 from one node to any that lacks some. */
  const push = (source: number, isDead: Uint8Array): boolean => {
    const trail: { readonly node: number; readonly arc: number }[] = [];
    const onTrail = new Uint8Array(nodes);
    let node = source;
    onTrail[node] = 1;
    const cursor = new Map<number, number>();
    while ((excess[node] ?? 0) >= 0) {
      let moved = false;
      const end = starts[node + 1] ?? 0;
      for (let at = cursor.get(node) ?? starts[node] ?? 0; at < end; at += 1) {
        const arc = list[at] ?? 0;
        const way = across(arc, node);
        if (way === null || way.cost !== 0 || onTrail[way.to] === 1 || isDead[way.to] === 1) continue;
        cursor.set(node, at);
        trail.push({ node, arc });
        node = way.to;
        onTrail[node] = 1;
        moved = true;
        break;
      }
      if (moved) continue;
      isDead[node] = 1;
      const last = trail.pop();
      if (last === undefined) return false;
      node = last.node;
      cursor.set(node, (cursor.get(node) ?? 0) + 1);
    }
    let amount = Math.min(excess[source] ?? 0, -(excess[node] ?? 0));
    for (const { node: at, arc } of trail)
      if (arcs[arc]?.from !== at) amount = Math.min(amount, units[arc] ?? 0);
    for (const { node: at, arc } of trail)
      units[arc] = (units[arc] ?? 0) + (arcs[arc]?.from === at ? amount : -amount);
    excess[source] = (excess[source] ?? 0) - amount;
    excess[node] = (excess[node] ?? 0) + amount;
    return true;
  };

  const full = (): readonly number[] => [...excess.keys()].filter(node => (excess[node] ?? 0) > 0);
  for (let sources = full(); sources.length > 0; sources = full()) {
    relabel();
    const isDead = new Uint8Array(nodes);
    for (const source of sources) while ((excess[source] ?? 0) > 0 && push(source, isDead));
  }
  return { units, cost: units.reduce((sum, count, arc) => sum + count * (arcs[arc]?.cost ?? 0), 0), prices };
};

const NO_ARC: Arc = { from: 0, to: 0, cost: 0 };

/** Arcs at each node, at both of their ends. */
const incidence = (nodes: number, arcs: readonly Arc[]) => {
  const starts = new Int32Array(nodes + 1);
  const note = (node: number): void => {
    starts[node + 1] = (starts[node + 1] ?? 0) + 1;
  };
  for (const { from, to } of arcs) {
    note(from);
    if (to !== from) note(to);
  }
  for (let node = 0; node < nodes; node += 1)
    starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const next = starts.slice();
  const list = new Int32Array(starts[nodes] ?? 0);
  const put = (node: number, arc: number): void => {
    const at = next[node] ?? 0;
    list[at] = arc;
    next[node] = at + 1;
  };
  for (const [arc, { from, to }] of arcs.entries()) {
    put(from, arc);
    if (to !== from) put(to, arc);
  }
  return { starts, list };
};

/** How far each node is from the nearest that has too much, by reduced costs; queues by distance (Dial 1969). */
const distances = (
  nodes: number,
  starts: Int32Array,
  list: Int32Array,
  excess: Int32Array,
  across: (arc: number, node: number) => { readonly to: number; readonly cost: number } | null,
): Float64Array => {
  const distance = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const queues = [numbers(64)];
  for (let node = 0; node < nodes; node += 1)
    if ((excess[node] ?? 0) > 0) {
      distance[node] = 0;
      queues[0]?.push(node);
    }
  for (let far = 0; far < queues.length; far += 1) {
    const queue = queues[far];
    if (queue === undefined) continue;
    for (let head = 0; head < queue.size(); head += 1) {
      const node = queue.at(head);
      if (distance[node] !== far) continue;
      const end = starts[node + 1] ?? 0;
      for (let at = starts[node] ?? 0; at < end; at += 1) {
        const way = across(list[at] ?? 0, node);
        if (way === null || far + way.cost >= (distance[way.to] ?? 0)) continue;
        distance[way.to] = far + way.cost;
        while (queues.length <= far + way.cost) queues.push(numbers(64));
        queues[far + way.cost]?.push(way.to);
      }
    }
  }
  return distance;
};
