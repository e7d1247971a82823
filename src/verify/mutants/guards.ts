import { type AnyStateMachine, and, not, or, stateIn } from 'xstate';

/**
 * A guard as it is written: by name, or made of others by `and`, `or` and `not`, or asking for a state;
 * anything else is a function that is asked as a whole.
 */
export type Guard =
  | { readonly kind: 'name'; readonly name: string; readonly given: unknown }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Guard[] }
  | { readonly kind: 'not'; readonly of: Guard }
  | { readonly kind: 'stateIn'; readonly id: string }
  | { readonly kind: 'function'; readonly given: unknown };

/** XState marks its compound guards by the function that checks them. */
const checkOf = (guard: unknown): unknown =>
  typeof guard === 'function' && 'check' in guard ? guard.check : undefined;
const AND = checkOf(and([]));
const OR = checkOf(or([]));
const NOT = checkOf(not(''));
const STATE_IN = checkOf(stateIn(''));

export const guardOf = (given: unknown): Guard => {
  if (typeof given === 'string') return { kind: 'name', name: given, given };
  if (typeof given === 'object' && given !== null && 'type' in given && typeof given.type === 'string')
    return { kind: 'name', name: given.type, given };
  const check = checkOf(given);
  const operands = operandsOf(given).map(guardOf);
  const [only] = operands;
  if (check !== undefined && check === AND) return { kind: 'and', of: operands };
  if (check !== undefined && check === OR) return { kind: 'or', of: operands };
  if (check !== undefined && check === NOT && only !== undefined) return { kind: 'not', of: only };
  if (check !== undefined && check === STATE_IN) {
    const id = stateAskedBy(given);
    if (id !== null) return { kind: 'stateIn', id };
  }
  return { kind: 'function', given };
};

const operandsOf = (given: unknown): readonly unknown[] =>
  typeof given === 'function' && 'guards' in given && Array.isArray(given.guards) ? given.guards : [];

const stateAskedBy = (given: unknown): string | null =>
  typeof given === 'function' && 'stateValue' in given && typeof given.stateValue === 'string'
    ? given.stateValue.replace(/^#/, '')
    : null;

/** The same guard for XState. */
export const writtenOf = (guard: Guard): unknown => {
  switch (guard.kind) {
    case 'name':
    case 'function':
      return guard.given;
    // XState's own types want to know the glossary, which no mutant knows.
    case 'and':
      return and(guard.of.map(writtenOf) as never);
    case 'or':
      return or(guard.of.map(writtenOf) as never);
    case 'not':
      return not(writtenOf(guard.of) as never);
    case 'stateIn':
      return stateIn(`#${guard.id}`);
    default:
      return guard satisfies never;
  }
};

export const wordsOf = (guard: Guard): string => {
  switch (guard.kind) {
    case 'name':
      return guard.name;
    case 'function':
      return typeof guard.given === 'function' && guard.given.name !== '' ? guard.given.name : 'a function';
    case 'and':
      return `(${guard.of.map(wordsOf).join(' and ')})`;
    case 'or':
      return `(${guard.of.map(wordsOf).join(' or ')})`;
    case 'not':
      return `not ${wordsOf(guard.of)}`;
    case 'stateIn':
      return `in ${guard.id}`;
    default:
      return guard satisfies never;
  }
};

/** A guard that is almost this one, and what was done to it. */
export type Spoilt = { readonly guard: Guard; readonly change: string };

/** Every way to lose or turn one part of a compound guard, or to ask for a state beside the one meant. */
export const spoiltOf = (machine: AnyStateMachine, guard: Guard): readonly Spoilt[] => {
  switch (guard.kind) {
    case 'name':
    case 'function':
      return [];
    case 'and':
    case 'or':
      return [...guard.of.flatMap((_, index) => operandSpoilt(machine, guard, index)), exchanged(guard)];
    case 'not':
      return [
        { guard: guard.of, change: `${wordsOf(guard.of)} for ${wordsOf(guard)}` },
        ...spoiltOf(machine, guard.of).map(each => ({ ...each, guard: { ...guard, of: each.guard } })),
      ];
    case 'stateIn':
      return siblingsOf(machine, guard.id).map(id => ({
        guard: { kind: 'stateIn', id },
        change: `in ${id} for in ${guard.id}`,
      }));
    default:
      return guard satisfies never;
  }
};

type Joint = Extract<Guard, { readonly kind: 'and' | 'or' }>;

const operandSpoilt = (machine: AnyStateMachine, guard: Joint, index: number): readonly Spoilt[] => {
  const operand = guard.of[index];
  if (operand === undefined) return [];
  const put = (other: Guard): Guard => ({ ...guard, of: guard.of.with(index, other) });
  const turned = opposite(operand);
  const dropped = { ...guard, of: guard.of.toSpliced(index, 1) };
  return [
    ...(guard.of.length > 1 ? [{ guard: dropped, change: `without ${wordsOf(operand)}` }] : []),
    { guard: put(turned), change: `${wordsOf(turned)} for ${wordsOf(operand)}` },
    ...spoiltOf(machine, operand).map(each => ({ ...each, guard: put(each.guard) })),
  ];
};

const exchanged = ({ kind, of }: Joint): Spoilt => {
  const other = kind === 'and' ? 'or' : 'and';
  return {
    guard: { kind: other, of },
    change: `${wordsOf({ kind: other, of })} for ${wordsOf({ kind, of })}`,
  };
};

export const opposite = (guard: Guard): Guard =>
  guard.kind === 'not' ? guard.of : { kind: 'not', of: guard };

const siblingsOf = (machine: AnyStateMachine, id: string): readonly string[] => {
  const node = machine.getStateNodeById(id);
  const { parent } = node;
  // Regions are all active at once; the question would not be a weaker one but another.
  if (parent === undefined || parent.type === 'parallel') return [];
  return Object.values(parent.states)
    .filter(each => each !== node)
    .map(each => each.id);
};
