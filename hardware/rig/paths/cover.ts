import { type Mode, mode } from '../../../machines/pump/mode.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import { nameOf } from '../../../src/verify/automaton.ts';
import { type Bench, benchAfter, newBench } from './bench.ts';
import { feasible } from './feasible.ts';
import { type PumpPath, pumpModel } from './pumpModel.ts';

type Node = {
  readonly state: number;
  readonly bench: Bench;
  readonly parent: Node | null;
  readonly event: Event | null;
};

export type Cover = {
  readonly paths: readonly PumpPath[];
  /** Transitions of the pump that some path takes. */
  readonly transitions: ReadonlySet<string>;
  /** Atomic states of the pump, by id, that some path visits. */
  readonly states: ReadonlySet<string>;
  /** Situations of pump and bench that were looked at. */
  readonly situations: number;
};

/**
 * Paths, each the shortest found, that together take every transition and visit every state of the
 * pump that the bench can reach. Breadth first from a pump without power, and then from each deep
 * situation. A path that is the beginning of another is left out.
 */
export const coverPump = (): Cover => {
  const found: Found = { transitions: new Set(), states: new Set(), goals: [], situations: 0 };
  walk({ state: pumpModel.initial, bench: newBench, parent: null, event: null }, 3_000, found);
  for (const events of DEEP) walk(alongside(events, found), 300, found);
  // In the middle of a pulse, everything that can happen: the moment in which a stop matters most.
  for (const events of IN_MID_PULSE) found.goals.push(...movesFrom(alongside(events, found), found));
  return {
    paths: pathsTo(found.goals),
    transitions: found.transitions,
    states: found.states,
    situations: found.situations,
  };
};

type Found = {
  readonly transitions: Set<string>;
  readonly states: Set<string>;
  readonly goals: Node[];
  situations: number;
};

const walk = (root: Node, most: number, found: Found): void => {
  const seen = new Set([keyOf(root.state, root.bench)]);
  let level: readonly Node[] = [root];
  while (level.length > 0 && seen.size < most) {
    const next: Node[] = [];
    for (const node of level) {
      for (const reached of movesFrom(node, found)) {
        const key = keyOf(reached.state, reached.bench);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(reached);
      }
    }
    level = next;
  }
  found.situations += seen.size;
};

const movesFrom = (node: Node, found: Found): readonly Node[] =>
  feasible(node.state, node.bench).flatMap(move => {
    const edge = pumpModel.step(node.state, move.event);
    // Such an event comes whether or not the chart has an answer to it.
    const comesByForce = node.bench.forced.length > 0 || move.event.type === node.bench.record;
    if (edge.taken.length === 0 && move.with.length === 0 && !comesByForce) return [];
    const ready = { ...node.bench, forced: [...node.bench.forced, ...move.with] };
    const bench = benchAfter(ready, node.state, move.event, edge);
    const reached: Node = { state: edge.target, bench, parent: node, event: move.event };
    if (isNews(reached, edge.taken, found)) found.goals.push(reached);
    return [reached];
  });

const isNews = ({ state }: Node, taken: readonly string[], { transitions, states }: Found): boolean => {
  const before = transitions.size + states.size;
  for (const id of taken) transitions.add(id);
  for (const id of idsOf(state)) states.add(id);
  return transitions.size + states.size > before;
};

/** The node that a list of events leads to; throws when the bench cannot follow it. */
const alongside = (events: readonly string[], found: Found): Node => {
  const root: Node = { state: pumpModel.initial, bench: newBench, parent: null, event: null };
  return (
    events
      .reduce<readonly Node[]>(
        (nodes, name) => {
          const next = nodes
            .flatMap(node => movesFrom(node, found))
            .filter(({ event }) => event !== null && nameOf(event) === name);
          if (next.length === 0) throw new Error(`the bench cannot make ${name} happen there`);
          return next;
        },
        [root],
      )
      .at(-1) ?? root
  );
};

const DELIVERING = [
  'power.applied',
  'selfTest.passed',
  'journal.read verdict=new',
  'supply.found found=ready',
  'resume.requested',
];
const MOVING = [...DELIVERING, 'pulse.due channel=basal', 'intent.recorded'];
const BOLUS = ['bolus.admitted', 'bolus.confirmed kind=normal hour=usual', 'pulse.due channel=bolus'];
const EXTENDED = ['bolus.admitted', 'bolus.confirmed kind=extended hour=usual', 'pulse.due channel=extended'];
const CHANGED = [
  'change.requested',
  'cartridge.removed',
  'set.disconnected',
  'rewind.requested',
  'plunger.homed',
  'cartridge.inserted',
  'seat.verified',
];
const EMPTIED = [
  ...CHANGED,
  'cartridge.accepted',
  'reservoir.refilled',
  'reservoir.low',
  'reservoir.veryLow',
  'reservoir.emptied',
];

const IN_MID_PULSE: readonly (readonly string[])[] = [
  MOVING,
  [...DELIVERING, ...BOLUS, 'intent.recorded'],
  [...DELIVERING, ...EXTENDED, 'intent.recorded'],
];

/** Situations too deep for a walk from the beginning: stopped in mid-pulse, occluded, at the last pulse, … */
const DEEP: readonly (readonly string[])[] = [
  [...MOVING, 'cartridge.removed'],
  [...DELIVERING, ...EMPTIED],
  [...DELIVERING, ...CHANGED, 'cartridge.accepted', 'reservoir.refilled', 'prime.skipped'],
  [
    ...MOVING,
    'suspend.requested',
    'motor.arrived',
    'occlusion.suspected',
    'pulse.verified',
    'outcome.recorded',
  ],
  [...MOVING, 'motor.arrived', 'occlusion.detected', 'pulse.verified', 'outcome.recorded'],
  [...MOVING, 'motor.arrived', 'pulse.unverified', 'outcome.recorded', ...MOVING.slice(-2), 'motor.arrived'],
  [...DELIVERING, ...BOLUS, 'intent.recorded', 'motor.arrived'],
  [...DELIVERING, ...EXTENDED, 'intent.recorded', 'motor.arrived'],
  [...DELIVERING, ...EXTENDED, 'intent.recorded', 'motor.arrived', 'bolus.cancelled part=both'],
  // A second bolus within the hour.
  [...DELIVERING, ...EXTENDED.slice(0, 2), 'bolus.cancelled part=both', 'extended.settled', 'bolus.admitted'],
  [...DELIVERING, ...EMPTIED, ...CHANGED.slice(1), 'cartridge.accepted', 'reservoir.refilled'],
];

const keyOf = (state: number, bench: Bench): string => `${state} ${JSON.stringify(bench)}`;

const idsOf = (state: number): readonly string[] =>
  pumpModel
    .snapshot(state)
    ._nodes.filter(node => node.type === 'atomic')
    .map(node => node.id);

const eventsOf = (goal: Node): readonly Event[] => {
  const events: Event[] = [];
  for (let node: Node | null = goal; node !== null; node = node.parent)
    if (node.event) events.push(node.event);
  return events.reverse();
};

const pathsTo = (goals: readonly Node[]): readonly PumpPath[] => {
  const all = goals.map(goal => {
    const events = eventsOf(goal);
    return { events, way: events.map(nameOf).join(' > '), modes: modesIn(goal.state) };
  });
  return all
    .filter(({ way }, at) => all.findIndex(other => other.way === way) === at)
    .filter(({ way }) => !all.some(other => other.way.startsWith(`${way} >`)))
    .map(({ events, way, modes }) => ({
      name: `${modes.join(', ')}: ${way}`,
      modes,
      steps: events.map(event => ({ event })),
    }));
};

/** What a person would say of the pump there. */
const modesIn = (state: number): readonly Mode[] => {
  const ids = new Set(pumpModel.snapshot(state)._nodes.map(({ id }) => id));
  return mode({ isIn: id => ids.has(id) });
};
