import type { PumpMachine } from '../../../../machines/pump/pump.ts';
import { properties } from '../../../../specs/properties.ts';
import type { Event } from '../../automaton.ts';
import { matrixOf } from '../../matrix.ts';
import type { Composed } from '../../system.ts';
import { openPump, pumpInPlant } from '../../systems.ts';
import { decide, REASONS } from '../decide.ts';
import { machineOf } from '../draft.ts';
import type { Examiner } from '../examine.ts';
import { killerOf, type Tests } from '../kill.ts';
import type { Mutant, Operator } from '../mutant.ts';
import { shortestViolation } from './hunt.ts';
import { breaksBy } from './replay.ts';

/** Whoever plants a fault in a guard has done one of these. */
export const PLANTED = [
  'guardDropped',
  'guardNegated',
  'guardReplaced',
  'guardWeakened',
] as const satisfies readonly Operator[];

/** What a property says of a pump with a fault in a guard. */
export type Found = {
  readonly property: string;
  /** Where it was asked: of the pump alone with any fact at any time, or of the pump in its plant. */
  readonly world: World;
  readonly run: readonly Event[];
  /** What then goes on for ever; empty where the run itself breaks it. */
  readonly cycle: readonly Event[];
};
type World = 'free' | 'plant';

/** A fault in a guard, and everybody who finds it. Plain data. */
export type Planted = {
  readonly mutant: string;
  /** Why nobody can find it, proved over all reachable states; null where somebody can. */
  readonly equivalent: string | null;
  /** The property with the shortest run, by `islet verify`; null where each of them holds. */
  readonly found: Found | null;
  /** What is committed and compared, and generated suites: names of those that differ by it. */
  readonly seenBy: readonly string[];
};

/** The matrix of events and states, a file that is made anew and compared. */
export const MATRIX = 'matrix';

const systemOf = (mutant: Mutant, world: World): Composed => {
  // XState's types know the charts that are written, not those that are made of them.
  const machine = machineOf(mutant.draft) as PumpMachine;
  return world === 'free' ? openPump(machine) : pumpInPlant(machine);
};

/** Whether the run by which a fault was found shows it still; null where a single run cannot. */
export const isStillFound = (mutant: Mutant, { property, world, run }: Found): boolean | null => {
  const asked = properties.find(({ name }) => name === property);
  return asked === undefined ? false : breaksBy(systemOf(mutant, world), asked, run);
};

/**
 * The property with the shortest run: of the pump alone; and where that keeps every property, of the pump in its
 * plant, of which more is asked. `least` is the length of the shortest run that shows any difference at all: until
 * then the pump is the one that ships, which breaks nothing.
 */
export const foundIn = (mutant: Mutant, least: number): Found | null => {
  for (const world of ['free', 'plant'] as const) {
    const asked = properties.filter(property => property.world === 'any' || property.world === world);
    const found = shortestViolation(() => systemOf(mutant, world), asked, least);
    if (found !== null) return { world, ...found };
  }
  return null;
};

/** Plants one fault in the chart of the examiner, and asks everybody. Throws for what makes no chart. */
export const planting = (examiner: Examiner, suites: readonly Tests[]): ((mutant: Mutant) => Planted) => {
  const killers = suites.map(tests => ({ name: tests.name, killer: killerOf(examiner, tests) }));
  return mutant => {
    const examined = examiner.examine(mutant);
    const verdict = decide(examiner, examined);
    if ('refused' in examined || verdict.kind === 'refused')
      throw new Error(`a fault in a guard makes no chart: ${mutant.id}`);
    const isOtherMatrix = matrixOf([machineOf(mutant.draft)]) !== matrixOf([mutant.draft.of]);
    const committed = isOtherMatrix ? [MATRIX] : [];
    if (verdict.kind === 'equivalent')
      return { mutant: mutant.id, equivalent: REASONS[verdict.because], found: null, seenBy: committed };
    const killing = killers.flatMap(({ name, killer }) => (killer.kills(examined) ? [name] : []));
    return {
      mutant: mutant.id,
      equivalent: null,
      found: foundIn(mutant, verdict.run.length),
      seenBy: [...committed, ...killing],
    };
  };
};
