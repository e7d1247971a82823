import type { Step, Where, Words } from '../../../specs/property.ts';
import { type Judged, judgeOf } from '../judge.ts';
import { grown } from '../packed.ts';

/**
 * Conditions asked many at a time: each is a bit of a mask. What a condition says of a label, or of a state
 * of the chart under test, is found once and then known, so that a step costs three look-ups for all of them.
 */

/** So many conditions fit into one mask; the bit above them says that a mask is known. */
export const TOGETHER = 30;
const KNOWN = 1 << TOGETHER;
/** Of so many states it is remembered what holds in them; of others, and of those without a number, it is found anew. */
const REMEMBERED = 2 ** 23;

/** A condition on states, and whether the world they are in may matter. */
export type OnState = { readonly holds: (state: number) => boolean; readonly ofWorld: boolean };

/** A condition on steps: what each part of it says must hold. */
export type OnStep = {
  readonly label: (label: number) => boolean;
  readonly from: OnState | null;
  readonly to: OnState | null;
};

/** What properties say, as conditions that can be asked together. */
export type Phrases = {
  readonly where: (condition: Where<Words>) => OnState;
  readonly step: (condition: Step<Words>) => OnStep;
};

export const phrasesOf = (judged: Judged): Phrases => {
  const judge = judgeOf(judged);
  const where = (condition: Where<Words>): OnState => ({
    holds: judge.where(condition),
    ofWorld: judged.world !== null && namesWorld(condition, judged.world.machine.id),
  });
  return {
    where,
    step: condition => ({
      label: judge.label(condition),
      from: condition.from === undefined ? null : where(condition.from),
      to: condition.to === undefined ? null : where(condition.to),
    }),
  };
};

/** Whether a state of the world is named anywhere in a condition. */
const namesWorld = (condition: unknown, world: string): boolean => {
  if (typeof condition === 'string') return condition === world || condition.startsWith(`${world}.`);
  return (
    typeof condition === 'object' &&
    condition !== null &&
    Object.values(condition).some(each => namesWorld(each, world))
  );
};

/** Of the conditions asked, those that hold in a state. */
export type StateMask = (state: number, asked: number) => number;

/** A condition that is null holds everywhere. */
export const stateMask = (
  { chartState }: Pick<Judged, 'chartState'>,
  conditions: readonly (OnState | null)[],
): StateMask => {
  /** By state of the chart. */
  let known = new Int32Array(1_024);
  const worldly = conditions.flatMap((condition, index) =>
    condition?.ofWorld === true ? [{ bit: 1 << index, holds: condition.holds }] : [],
  );
  const compute = (state: number): number =>
    conditions.reduce(
      (mask, condition, index) =>
        condition === null || condition.ofWorld || condition.holds(state) ? mask | (1 << index) : mask,
      KNOWN,
    );
  return (state, asked) => {
    const own = chartState(state);
    let mask = own < 0 ? 0 : (known[own] ?? 0);
    if (mask === 0) {
      mask = compute(state);
      if (own >= known.length && own < REMEMBERED) known = grown(known, Math.max(own + 1, known.length * 2));
      if (own >= 0 && own < known.length) known[own] = mask;
    }
    mask &= asked;
    for (let index = 0; index < worldly.length; index += 1) {
      const each = worldly[index];
      if (each !== undefined && (mask & each.bit) !== 0 && !each.holds(state)) mask &= ~each.bit;
    }
    return mask;
  };
};

/** Of the conditions asked, those that hold of a step. */
export type StepMask = (label: number, from: number, to: number, asked: number) => number;

export const stepMask = (judged: Pick<Judged, 'chartState'>, conditions: readonly OnStep[]): StepMask => {
  const all = allOf(conditions);
  const labels = labelMask(conditions.map(({ label }) => label));
  const before = stateMask(
    judged,
    conditions.map(({ from }) => from),
  );
  const after = stateMask(
    judged,
    conditions.map(({ to }) => to),
  );
  /** All steps of a state come one after the other: what holds where they start is asked once. */
  let start = -1;
  let here = 0;
  return (label, from, to, asked) => {
    const mask = labels(label) & asked;
    if (mask === 0) return 0;
    if (from !== start) {
      start = from;
      here = before(from, all);
    }
    return (mask & here) === 0 ? 0 : after(to, mask & here);
  };
};

const labelMask = (conditions: readonly ((label: number) => boolean)[]): ((label: number) => number) => {
  let known = new Int32Array(1_024);
  const compute = (label: number): number => {
    const mask = conditions.reduce((bits, holds, index) => (holds(label) ? bits | (1 << index) : bits), 0);
    if (label >= known.length) known = grown(known, Math.max(label + 1, known.length * 2));
    known[label] = mask | KNOWN;
    return mask;
  };
  return label => {
    const found = known[label] ?? 0;
    return found === 0 ? compute(label) : found & ~KNOWN;
  };
};

/** Things in groups that go into one mask. */
export const together = <Each>(all: readonly Each[]): readonly (readonly Each[])[] =>
  Array.from({ length: Math.ceil(all.length / TOGETHER) }, (_, group) =>
    all.slice(group * TOGETHER, (group + 1) * TOGETHER),
  );

/** All bits of so many conditions. */
export const allOf = (conditions: readonly unknown[]): number => 2 ** conditions.length - 1;

/** The place of the lowest bit of a mask that has one. */
export const lowest = (mask: number): number => 31 - Math.clz32(mask & -mask);
