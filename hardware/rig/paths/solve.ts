import type { Derived, Envelope, Fact } from '../../../src/domain/facts.ts';
import { factSchema } from '../../../src/domain/facts.ts';
import type { Stepped } from '../../../src/runtime/draft.ts';
import type { PumpState } from '../../../src/runtime/state.ts';
import { step } from '../../../src/runtime/step.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import { spelled } from './pumpModel.ts';

/**
 * Payloads are found, not known: the real step says of a fact with this number in it what the ledger would
 * derive, and a bounded search finds the numbers by which it derives what a path wants. Deterministic.
 */

/** A whole number that is looked for. */
export type Unknown = {
  readonly least: number;
  readonly most: number;
  /** What it is a multiple of. */
  readonly grid: number;
};

/** An interval, both ends in it, throughout which a condition holds as far as the search looked. */
export type Solution = { readonly least: number; readonly most: number };

/** The finest of the evenly spaced values that are tried: `2 ** HALVINGS` of them. */
const HALVINGS = 7;

/**
 * Tries both ends, then the middle, the quarters, … until a value holds; from there the borders are found by
 * bisection, for a guard of the ledger is a threshold. Null when no value tried holds.
 */
export const solve = (holds: (value: number) => boolean, { least, most, grid }: Unknown): Solution | null => {
  const [first, last] = [Math.ceil(least / grid), Math.floor(most / grid)];
  const known = new Map<number, boolean>();
  const at = (index: number): boolean => {
    const found = known.get(index) ?? holds(index * grid);
    known.set(index, found);
    return found;
  };
  const hit = tried(first, last).find(at);
  if (hit === undefined) return null;
  const border = (outside: number | undefined, end: number, towards: -1 | 1): number => {
    if (at(end)) return end;
    let [inside, beyond] = [hit, outside ?? end];
    while (Math.abs(beyond - inside) > 1) {
      const middle = inside + towards * Math.floor(Math.abs(beyond - inside) / 2);
      if (at(middle)) inside = middle;
      else beyond = middle;
    }
    return inside;
  };
  const outside = [...known].filter(([, held]) => !held).map(([index]) => index);
  const below = outside.filter(index => index < hit);
  const above = outside.filter(index => index > hit);
  return {
    least: border(below.length > 0 ? Math.max(...below) : undefined, first, -1) * grid,
    most: border(above.length > 0 ? Math.min(...above) : undefined, last, 1) * grid,
  };
};

const tried = (first: number, last: number): readonly number[] => {
  const values = new Set([first, last]);
  for (let halving = 1; halving <= HALVINGS; halving += 1)
    for (let part = 1; part < 2 ** halving; part += 2)
      values.add(first + Math.round(((last - first) * part) / 2 ** halving));
  return [...values];
};

/** The value in the middle, on the grid: the farthest from where the ledger decides otherwise. */
export const middleOf = ({ least, most }: Solution, grid: number): number =>
  Math.round((least + most) / 2 / grid) * grid;

/** Where a pump is, and when. */
export type Now = Pick<Envelope, 'monoMs' | 'wallMs'> & { readonly state: PumpState };

/**
 * The steps that facts of one moment make, taken one after the other by the real `step`; nothing is changed by
 * asking. No steps at all when one of them is no fact, or throws.
 */
const stepsFrom = ({ state, monoMs, wallMs }: Now, facts: readonly Fact[]): readonly Stepped[] => {
  const steps: Stepped[] = [];
  try {
    for (const fact of facts)
      steps.push(
        step(steps.at(-1)?.state ?? state, { seq: 1, monoMs, wallMs, fact: factSchema.parse(fact) }),
      );
  } catch {
    return [];
  }
  return steps;
};

/** What the ledger derives from these facts. */
export const derivedFrom = (now: Now, facts: readonly Fact[]): readonly Derived[] =>
  stepsFrom(now, facts).flatMap(({ derived }) => derived);

/** Whether a fact of this type is derived. */
export const derives = (now: Now, facts: readonly Fact[], type: Derived['type']): boolean =>
  derivedFrom(now, facts).some(derived => derived.type === type);

/** The events that the pump's chart hears in these steps, in the one spelling. */
export const heardFrom = (now: Now, facts: readonly Fact[]): readonly Event[] =>
  stepsFrom(now, facts).flatMap(({ deliveries }) =>
    deliveries.flatMap(({ machine, event }) => (machine === 'pump' ? [spelled(event)] : [])),
  );
