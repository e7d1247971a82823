import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { evaluateGuard } from 'xstate/guards';
import { RAISED } from '../alphabet.ts';
import type { Event } from '../automaton.ts';
import type { Chart } from '../chart.ts';
import { termOf } from '../cover/guards.ts';
import type { Graph } from '../explore.ts';
import { answers } from '../footprint.ts';
import type { Node } from '../shape.ts';
import { transitionId } from '../taken.ts';
import { unless } from './charted.ts';
import { NOTHING, type Observer, plainObserver } from './observer.ts';
import { sourcesOf } from './sources.ts';

/**
 * Modified condition/decision coverage of guards, in its masking form (J. J. Chilenski, DOT/FAA/AR-01/18,
 * 2001): each operand of each guard is once true and once false where it decides: were it the other way, the
 * guard would be, too. A goal is met by a step in which XState asks the guard so: from inner states to outer
 * ones, of each the candidates in their order, until one is taken.
 */
export const guardObservers = (graph: Graph): readonly Observer[] => {
  const { chart, chartState } = graph.system;
  const sources = sourcesOf(graph);
  return chart.shape.regions.map((region, number): Observer => {
    const asked = region.leaves.map(leaf => chainOf(chart.machine, leaf, region.node));
    const guarded = new Map(asked.flat().map(candidate => [candidate.id, candidate]));
    const goals = [...guarded.values()]
      .flatMap(({ operands }) => operands.flatMap(({ name }) => [`${name}: true`, `${name}: false`]))
      .sort();
    const numbers = new Map(goals.map((goal, at) => [goal, at]));
    const answer = answererOf(chart);
    const met = (edge: number): readonly number[] => {
      const event = graph.labels[graph.labelOf[edge] ?? 0]?.event;
      const state = chartState(graph.states[sources[edge] ?? 0] ?? 0);
      if (event === undefined) return NOTHING;
      const found: number[] = [];
      for (const { descriptor, guard, operands } of asked[chart.leafIn(state, number)] ?? []) {
        if (!answers(descriptor, event.type)) continue;
        if (guard === null) break;
        const holds = (atom: Guard): boolean => answer(atom, state, event);
        for (const { name, atom, decides } of operands)
          if (decides(holds)) found.push(numbers.get(`${name}: ${holds(atom)}`) ?? -1);
        if (outcomeOf(guard, holds)) break;
      }
      return found.length === 0 ? NOTHING : found;
    };
    return plainObserver({
      name: region.node.id,
      goals,
      whyNot: goal => unless(graph, whyNot(goals[goal] ?? '')),
      reads: 'all',
      atOnce: NOTHING,
      meets: met,
    });
  });
};

const whyNot = (goal: string): string => {
  const [, event = ''] = goal.split(' ');
  return RAISED.has(event)
    ? 'it is asked only within a step, of an event that the chart raises itself'
    : 'no step asks it so in a reachable state';
};

type Guard = Parameters<typeof evaluateGuard>[0];

/** A guard as what it is built of. */
type Tree =
  | { readonly atom: Guard }
  | { readonly kind: 'and' | 'or' | 'not'; readonly parts: readonly Tree[] };

/** An operand of a guard: what it is called, and whether the guard would be otherwise if it were. */
type Operand = {
  readonly name: string;
  readonly atom: Guard;
  readonly decides: (holds: (atom: Guard) => boolean) => boolean;
};

type Candidate = {
  readonly id: string;
  readonly descriptor: string;
  readonly guard: Tree | null;
  readonly operands: readonly Operand[];
};

/** What may answer in a leaf, in XState's order. Descriptors with a `*` come after the exact one. */
const chainOf = (machine: AnyStateMachine, leaf: Node, region: Node): readonly Candidate[] => {
  const own = [...leaf.transitions]
    .sort(([a], [b]) => Number(a.includes('*')) - Number(b.includes('*')) || b.length - a.length)
    .flatMap(([, list]) => list.map(transition => candidateOf(machine, transition)));
  return leaf === region || leaf.parent === undefined
    ? own
    : [...own, ...chainOf(machine, leaf.parent, region)];
};

const candidateOf = (machine: AnyStateMachine, transition: AnyTransitionDefinition): Candidate => {
  const id = transitionId(transition);
  const guard = transition.guard === undefined ? null : treeOf(machine, transition.guard);
  return {
    id,
    descriptor: transition.eventType,
    guard,
    operands: guard === null ? [] : operandsOf(id, guard),
  };
};

const treeOf = (machine: AnyStateMachine, guard: Guard): Tree => {
  const name = typeof guard === 'function' ? null : typeof guard === 'string' ? guard : guard.type;
  const meaning: Guard | undefined = name === null ? guard : machine.implementations.guards[name];
  if (meaning === undefined) throw new Error(`"${machine.id}" has no guard "${name}"`);
  if (typeof meaning !== 'function') return treeOf(machine, meaning);
  const kind = kindOf(meaning.name);
  if (kind === null || !('guards' in meaning) || !Array.isArray(meaning.guards)) return { atom: guard };
  return { kind, parts: meaning.guards.map((part: Guard) => treeOf(machine, part)) };
};

const kindOf = (name: string): 'and' | 'or' | 'not' | null =>
  name === 'and' || name === 'or' || name === 'not' ? name : null;

const outcomeOf = (tree: Tree, holds: (atom: Guard) => boolean): boolean => {
  if ('atom' in tree) return holds(tree.atom);
  const value = (part: Tree): boolean => outcomeOf(part, holds);
  if (tree.kind === 'not') return !tree.parts.every(value);
  return tree.kind === 'and' ? tree.parts.every(value) : tree.parts.some(value);
};

/** Every place where a guard asks something, with what must be so around it for the answer to decide. */
const operandsOf = (id: string, guard: Tree): readonly Operand[] => {
  const all = placesIn(guard, []);
  const texts = all.map(({ atom }) => termOf(atom));
  return all.map(({ atom, around }, at) => {
    const same = texts.slice(0, at).filter(text => text === texts[at]).length;
    return {
      name: `${id} ? ${texts[at]}${same === 0 ? '' : ` #${same + 1}`}`,
      atom,
      decides: holds => around.every(({ part, must }) => outcomeOf(part, holds) === must),
    };
  });
};

type Around = readonly { readonly part: Tree; readonly must: boolean }[];

const placesIn = (
  tree: Tree,
  around: Around,
): readonly { readonly atom: Guard; readonly around: Around }[] => {
  if ('atom' in tree) return [{ atom: tree.atom, around }];
  const { kind, parts } = tree;
  return parts.flatMap((part, at) =>
    placesIn(part, [
      ...around,
      ...(kind === 'not'
        ? []
        : parts.flatMap((other, place) => (place === at ? [] : [{ part: other, must: kind === 'and' }]))),
    ]),
  );
};

/** XState's own answer to an operand, asked once for each situation that it can depend on. */
const answererOf = (chart: Chart): ((atom: Guard, state: number, event: Event) => boolean) => {
  const known = new Map<Guard, (state: number, event: Event) => boolean>();
  const make = (atom: Guard): ((state: number, event: Event) => boolean) => {
    const ask = (state: number, event: Event): boolean => {
      const snapshot = chart.snapshot(state);
      return evaluateGuard(atom, snapshot.context, event, snapshot);
    };
    if (typeof atom === 'function' && 'stateValue' in atom && typeof atom.stateValue === 'string') {
      const id = atom.stateValue.slice(1);
      const region = chart.shape.regions.findIndex(({ active }) => active.some(ids => ids.includes(id)));
      const isActive = chart.shape.regions[region]?.active.map(ids => ids.includes(id));
      if (isActive !== undefined) return state => isActive[chart.leafIn(state, region)] === true;
    }
    const byContext = new Map<unknown, Map<Event, boolean>>();
    return (state, event) => {
      const context = chart.contextIn(state);
      const byEvent = byContext.get(context) ?? new Map<Event, boolean>();
      byContext.set(context, byEvent);
      const answer = byEvent.get(event) ?? ask(state, event);
      byEvent.set(event, answer);
      return answer;
    };
  };
  return (atom, state, event) => {
    const asker = known.get(atom) ?? make(atom);
    known.set(atom, asker);
    return asker(state, event);
  };
};
