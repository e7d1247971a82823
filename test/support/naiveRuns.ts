import type { Fairness } from '../../specs/fairness.ts';
import type { Moment, Rule, Step, Where, Words } from '../../specs/property.ts';
import { type Event, nameOf } from '../../src/verify/automaton.ts';
import { type Graph, stepOf } from '../../src/verify/explore.ts';

/**
 * The meaning of the rules about runs, as their definitions say it and as slowly as that goes: no layers, no
 * components, no bits. What is decided fast is compared with this on small graphs.
 */

type Taken = { readonly from: number; readonly to: number; readonly event: Event; readonly asked: string[] };

const stepsIn = (graph: Graph): readonly Taken[] =>
  [...graph.targets].map((_, edge) => {
    const { from, to, label } = stepOf(graph, edge);
    return { from, to, event: label.event, asked: label.asked.map(({ type }) => type) };
  });

/** Ids that are active at a position, by XState's own snapshot. */
const activeAt = ({ system, states }: Graph, position: number): ReadonlySet<string> =>
  new Set(system.chart.snapshot(system.chartState(states[position] ?? 0))._nodes.map(({ id }) => id));

const meanings = (graph: Graph) => {
  const active = [...graph.states].map((_, position) => activeAt(graph, position));
  const holds = (where: Where<Words>, position: number): boolean => {
    if (typeof where === 'string') return active[position]?.has(where) === true;
    if ('all' in where) return where.all.every(each => holds(each, position));
    if ('any' in where) return where.any.some(each => holds(each, position));
    if ('not' in where) return !holds(where.not, position);
    throw new Error('charts drawn at random own no pulse');
  };
  const isLike = ({ on, asks, from, to }: Step<Words>, step: Taken): boolean =>
    (on === undefined || on.includes(step.event.type)) &&
    (asks === undefined || asks.every(type => step.asked.includes(type))) &&
    (from === undefined || holds(from, step.from)) &&
    (to === undefined || holds(to, step.to));
  const inState = (moment: Moment<Words>, position: number): boolean =>
    !(typeof moment === 'object' && 'step' in moment) && holds(moment, position);
  const atStep = (moment: Moment<Words>, step: Taken): boolean =>
    typeof moment === 'object' && 'step' in moment ? isLike(moment.step, step) : holds(moment, step.to);
  return { holds, isLike, inState, atStep };
};

/** A monitor of one run: what it remembers, or that the rule is broken. It may begin to watch at any step, or not yet. */
type Monitor = {
  readonly begin: (position: number) => readonly string[];
  readonly next: (memory: string, step: Taken) => readonly string[];
};
const BROKEN = 'broken';

/** The length of a shortest run on which a monitor says that the rule is broken; null when there is none. */
const shortestBroken = (steps: readonly Taken[], { begin, next }: Monitor): number | null => {
  let now = new Set(begin(0).map(memory => `0 ${memory}`));
  const known = new Set(now);
  for (let length = 0; now.size > 0; length += 1) {
    if ([...now].some(each => each.endsWith(BROKEN))) return length;
    const later = new Set<string>();
    for (const each of now) {
      const [position, memory = ''] = each.split(' ');
      for (const step of steps)
        if (String(step.from) === position)
          for (const one of next(memory, step)) {
            const key = `${step.to} ${one}`;
            if (known.has(key)) continue;
            known.add(key);
            later.add(key);
          }
    }
    now = later;
  }
  return null;
};

export type SafetyRule = Exclude<
  Extract<
    Rule<Words>,
    | { readonly until: unknown }
    | { readonly before: unknown }
    | { readonly atMost: unknown }
    | { readonly beforeTicks: unknown }
  >,
  never
>;

/** The length of a shortest run that breaks a rule; null when none does. */
export const naiveSafety = (graph: Graph, rule: SafetyRule): number | null => {
  const { isLike, inState, atStep } = meanings(graph);
  const steps = stepsIn(graph);
  if ('until' in rule)
    return shortestBroken(steps, {
      begin: () => ['out'],
      next: (memory, step) => {
        const out = ['out', ...(isLike(rule.after, step) ? ['in'] : [])];
        if (memory === 'out') return out;
        if (isLike(rule.until, step)) return [];
        return isLike(rule.never, step) ? [BROKEN] : ['in'];
      },
    });
  if ('before' in rule)
    return shortestBroken(steps, {
      begin: position => {
        if (inState(rule.before, position)) return [];
        return inState(rule.no, position) ? [BROKEN] : ['in'];
      },
      next: (_memory, step) => {
        if (atStep(rule.before, step)) return [];
        return atStep(rule.no, step) ? [BROKEN] : ['in'];
      },
    });
  if ('atMost' in rule)
    return shortestBroken(steps, {
      begin: () => ['out'],
      next: (memory, step) => {
        if (memory === 'out') return ['out', ...(isLike(rule.between, step) ? ['0'] : [])];
        if (isLike(rule.between, step)) return [];
        const count = Number(memory) + (isLike(rule.of, step) ? 1 : 0);
        return [count > rule.atMost ? BROKEN : String(count)];
      },
    });
  return shortestBroken(steps, {
    begin: () => ['out'],
    next: (memory, step) => {
      const comes = atStep(rule.comes, step);
      if (memory === 'out') return ['out', ...(isLike(rule.since, step) && !comes ? ['0'] : [])];
      if (comes) return [];
      const ticks = Number(memory) + (step.event.type === rule.of ? 1 : 0);
      return [ticks === rule.beforeTicks ? BROKEN : String(ticks)];
    },
  });
};

export type Liveness = { readonly whenever: Moment<Words>; readonly leadsTo: Moment<Words> };

/** What a leads-to looks like without any cleverness. */
export const naiveLiveness = (graph: Graph, { whenever, leadsTo }: Liveness, given: readonly Fairness[]) => {
  const { holds, inState, atStep } = meanings(graph);
  const steps = stepsIn(graph);
  const staying = steps.filter(step => !atStep(leadsTo, step));
  const promises = given.flatMap(({ strength, owes }) =>
    owes === 'timers' ? [] : owes.map(owed => ({ strength, ...owed })),
  );
  type One = (typeof promises)[number];
  const comes = ({ comes: { on } }: One, { event }: Taken): boolean =>
    on === undefined || on.includes(event.type);
  const { midStep } = graph.system;
  const isMid = (position: number): boolean => midStep?.isIn(graph.states[position] ?? 0) === true;
  const isOwed = (one: One, position: number): boolean =>
    holds(one.while, position) &&
    (isMid(position)
      ? one.strength === 'weak'
      : steps.some(step => step.from === position && comes(one, step)));
  /** Whether a run that visits all of these for ever, and takes all steps among them, keeps every promise. */
  const isFair = (positions: readonly number[], among: readonly Taken[]): boolean =>
    (!positions.every(isMid) || among.some(({ event }) => midStep?.goesOnBy.has(event.type) === true)) &&
    promises.every(one => {
      const owing = positions.filter(position => isOwed(one, position));
      const isDue = one.strength === 'weak' ? owing.length === positions.length : owing.length > 0;
      return !isDue || among.some(step => comes(one, step) && isOwed(one, step.from));
    });

  /** Where something is waited for, and the length of a shortest run to there that still waits. */
  const pending = new Map<number, number>();
  const reached = new Map<number, number>([[0, 0]]);
  for (let changed = true; changed; ) {
    changed = false;
    const note = (map: Map<number, number>, position: number, length: number): void => {
      if ((map.get(position) ?? Number.POSITIVE_INFINITY) <= length) return;
      map.set(position, length);
      changed = true;
    };
    for (const [position, length] of reached)
      if (inState(whenever, position) && !inState(leadsTo, position)) note(pending, position, length);
    for (const step of steps) {
      const length = reached.get(step.from);
      if (length === undefined) continue;
      note(reached, step.to, length + 1);
      const isStep = typeof whenever === 'object' && 'step' in whenever;
      if (isStep && atStep(whenever, step) && !atStep(leadsTo, step)) note(pending, step.to, length + 1);
    }
    for (const step of staying) {
      const length = pending.get(step.from);
      if (length !== undefined) note(pending, step.to, length + 1);
    }
  }

  const isConnected = (positions: readonly number[], among: readonly Taken[]): boolean =>
    positions.every(start => {
      const met = new Set([start]);
      for (const at of met) for (const step of among) if (step.from === at) met.add(step.to);
      return positions.every(position => met.has(position));
    });
  /** Every set of positions that a run could stay in. */
  const isBroken = (): boolean => {
    const all = [...pending.keys()];
    for (let chosen = 1; chosen < 2 ** all.length; chosen += 1) {
      const positions = all.filter((_, index) => (chosen & (1 << index)) !== 0);
      const among = staying.filter(({ from, to }) => positions.includes(from) && positions.includes(to));
      if (isFair(positions, among) && isConnected(positions, among)) return true;
    }
    return false;
  };

  /** Whether these steps, taken round for ever, keep every promise and never bring what is waited for. */
  const isFairCycle = (start: number, cycle: readonly Taken[]): boolean => {
    const positions = cycle.length === 0 ? [start] : [...new Set(cycle.map(({ from }) => from))];
    return cycle.every(step => staying.includes(step)) && isFair(positions, cycle);
  };
  /** The fewest steps of a lasso, if there is one of at most so many. */
  const shortest = (most: number): number | null => {
    let best: number | null = null;
    const roundFrom = (start: number, at: number, cycle: readonly Taken[], left: number): void => {
      if (at === start && isFairCycle(start, cycle)) {
        const total = (pending.get(start) ?? 0) + cycle.length;
        if (best === null || total < best) best = total;
      }
      if (left === 0) return;
      for (const step of staying) if (step.from === at) roundFrom(start, step.to, [...cycle, step], left - 1);
    };
    for (const [start, length] of pending) if (length <= most) roundFrom(start, start, [], most - length);
    return best;
  };

  return { pending: pending.size, isBroken, shortest, steps, isFairCycle, reaches: pending };
};

export const namesOf = (events: readonly Event[]): string => events.map(nameOf).join(', ');
