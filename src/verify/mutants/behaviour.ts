import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { answers } from '../footprint.ts';
import { domainOf, type Node, type Region, type Shape, transitionsAt, within } from '../shape.ts';
import { type Guard, guardOf } from './guards.ts';

/**
 * What a region has to say to each event in each of its leaves, as text: candidates from the inside out,
 * what each asks, leaves, does and enters. Equal texts, equal answers, whatever else the charts differ in.
 */
export type Behaviour = {
  /** Whether some state of the region names the event. */
  readonly names: (type: string) => boolean;
  readonly textOf: (leaf: number, type: string) => string;
};

export const behaviourOf = (shape: Shape, region: Region): Behaviour => {
  const own = new Map(within(region.node).map(node => [node, transitionsAt(node)] as const));
  const chains = region.leaves.map(leaf => outwards(leaf, region.node));
  const descriptors = new Set([...own.values()].flat().map(({ eventType }) => eventType));
  const transitionTexts = new Map<AnyTransitionDefinition, string>();
  const answersOf = once((type: string) => [...descriptors].filter(descriptor => answers(descriptor, type)));
  const textOfTransition = (transition: AnyTransitionDefinition): string => {
    const known = transitionTexts.get(transition) ?? transitionText(shape.machine, transition);
    transitionTexts.set(transition, known);
    return known;
  };
  const textAt = (chain: readonly Node[], type: string): string => {
    const [inner] = chain;
    const named = answersOf(type);
    if (inner === undefined || named.length === 0) return '';
    return chain
      .flatMap(node => (own.get(node) ?? []).filter(({ eventType }) => named.includes(eventType)))
      .map(each => `${textOfTransition(each)} ${leftText(inner, domainOf(each))}`)
      .join('\n');
  };
  const byLeaf = chains.map(chain => once((type: string) => textAt(chain, type)));
  return {
    names: type => answersOf(type).length > 0,
    textOf: (leaf, type) => byLeaf[leaf]?.(type) ?? '',
  };
};

/** Leaves of a region in which two charts have different things to say to an event. */
export const differing = (
  one: Behaviour,
  other: Behaviour,
  leaves: number,
  type: string,
): readonly number[] => {
  if (!one.names(type) && !other.names(type)) return [];
  return Array.from({ length: leaves }, (_, leaf) => leaf).filter(
    leaf => one.textOf(leaf, type) !== other.textOf(leaf, type),
  );
};

const once = <Value>(compute: (type: string) => Value): ((type: string) => Value) => {
  const known = new Map<string, Value>();
  return type => {
    const value = known.get(type) ?? compute(type);
    known.set(type, value);
    return value;
  };
};

const outwards = (inner: Node, outer: Node): readonly Node[] =>
  inner === outer || inner.parent === undefined ? [inner] : [inner, ...outwards(inner.parent, outer)];

const transitionText = (machine: AnyStateMachine, transition: AnyTransitionDefinition): string => {
  const [target] = transition.target ?? [];
  const domain = domainOf(transition);
  return JSON.stringify([
    transition.source.id,
    transition.eventType,
    transition.guard === undefined ? '' : guardText(machine, guardOf(transition.guard)),
    transition.actions.map(textOf),
    target === undefined || domain === null ? '' : entered(target, domain),
  ]);
};

const leftText = (leaf: Node, domain: Node | null): string =>
  domain === null
    ? ''
    : JSON.stringify(
        outwards(leaf, domain)
          .slice(0, -1)
          .map(({ exit }) => exit.map(textOf)),
      );

/** What is entered below the domain, down to a leaf. */
const entered = (target: Node, domain: Node): readonly unknown[] => [
  ...outwards(target, domain).slice(0, -1).reverse().map(enteredAt),
  ...initials(target),
];

const initials = (node: Node): readonly unknown[] => {
  if (node.type !== 'compound') return [];
  const [first] = node.initial.target;
  if (first === undefined) return [];
  return [node.initial.actions.map(textOf), ...entered(first, node)];
};

const enteredAt = ({ id, entry }: Node): readonly unknown[] => [id, entry.map(textOf)];

const guardText = (machine: AnyStateMachine, guard: Guard): unknown => {
  switch (guard.kind) {
    case 'name': {
      const known: unknown = machine.implementations.guards?.[guard.name];
      return [textOf(guard.given), known === undefined ? guard.name : guardText(machine, guardOf(known))];
    }
    case 'function':
      return textOf(guard.given);
    case 'and':
    case 'or':
      return [guard.kind, guard.of.map(each => guardText(machine, each))];
    case 'not':
      return ['not', guardText(machine, guard.of)];
    case 'stateIn':
      return ['in', guard.id];
    default:
      return guard satisfies never;
  }
};

/** Functions are told apart by which they are: a mutant that keeps one keeps what it does. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'function' ? numberOf(part) : part)) ?? '';

const numberOf = (known: object): string => {
  const number = numbers.get(known) ?? numbered++;
  numbers.set(known, number);
  return `function ${number}`;
};
const numbers = new WeakMap<object, number>();
let numbered = 0;
