import type { Event } from '../../automaton.ts';
import { matrixOf } from '../../matrix.ts';
import { decide, REASONS } from '../decide.ts';
import { machineOf } from '../draft.ts';
import type { Field } from '../judge.ts';
import { killerOf } from '../kill.ts';
import type { Mutant, Operator } from '../mutant.ts';
import { shortestViolation } from './hunt.ts';
import { breaksBy } from './replay.ts';
import { type World, worldsOf } from './worlds.ts';

/** Whoever plants a fault in a guard has done one of these. */
const IN_GUARDS = [
  'guardDropped',
  'guardNegated',
  'guardReplaced',
  'guardWeakened',
] as const satisfies readonly Operator[];

/** In charts that ask for little or nothing, what is answered and asked for is as easily spoilt. */
const IN_ANSWERS = [
  'targetChanged',
  'actionDropped',
  'entryDropped',
  'exitDropped',
  'transitionDropped',
  'delayRemoved',
] as const satisfies readonly Operator[];

/** What is planted in a chart. */
export const plantedIn = (machine: string): readonly Operator[] =>
  machine === 'pump' ? IN_GUARDS : [...IN_GUARDS, ...IN_ANSWERS];

/** What a property says of a chart with a fault. */
export type Found = {
  readonly property: string;
  /** Where it was asked: `free`, of the chart alone with any fact at any time; `plant`, of the pump in its plant; or of one sort of alarms. */
  readonly world: string;
  readonly run: readonly Event[];
  /** What then goes on for ever; empty where the run itself breaks it. */
  readonly cycle: readonly Event[];
};

/** A fault, and everybody who finds it. Plain data. */
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

/** Whether the run by which a fault was found shows it still; null where a single run cannot. */
export const isStillFound = (
  machine: string,
  mutant: Mutant,
  { property, world, run }: Found,
): boolean | null => {
  const asked = worldsOf(machine)
    .flat()
    .find(({ name }) => name === world);
  const rule = asked?.asked.find(({ name }) => name === property);
  return asked === undefined || rule === undefined
    ? false
    : breaksBy(asked.of(machineOf(mutant.draft)), rule, run);
};

/**
 * The property with the shortest run, of the first world in which some property is broken. `least` is the length of
 * the shortest run that shows any difference at all: until then the chart is the one that ships, which breaks nothing.
 */
export const foundIn = (worlds: readonly World[], mutant: Mutant, least: number): Found | null => {
  for (const { name, asked, of } of worlds) {
    const found = shortestViolation(() => of(machineOf(mutant.draft)), asked, least);
    if (found !== null) return { world: name, ...found };
  }
  return null;
};

/** Plants one fault in a chart, in every sort of it, and asks everybody. Throws for what makes no chart. */
export const planting = (machine: string, fields: readonly Field[]): ((mutant: Mutant) => Planted) => {
  const sorts = worldsOf(machine);
  const killers = fields.map(({ examiner, suites }) =>
    suites.map(tests => ({ name: tests.name, killer: killerOf(examiner, tests) })),
  );
  return mutant => {
    const seen = new Set(isOtherMatrix(mutant) ? [MATRIX] : []);
    const told: Told[] = [];
    let because: string | null = null;
    for (const [sort, { examiner }] of fields.entries()) {
      const examined = examiner.examine(mutant);
      const verdict = decide(examiner, examined);
      if ('refused' in examined || verdict.kind === 'refused')
        throw new Error(`a fault that was planted makes no chart: ${mutant.id}`);
      if (verdict.kind === 'equivalent') because ??= REASONS[verdict.because];
      if (verdict.kind !== 'killed') continue;
      told.push({ least: verdict.run.length, worlds: sorts[sort] ?? [] });
      for (const { name, killer } of killers[sort] ?? []) if (killer.kills(examined)) seen.add(name);
    }
    return {
      mutant: mutant.id,
      equivalent: told.length === 0 ? because : null,
      found: foundAmong(told, mutant),
      seenBy: [...seen],
    };
  };
};

/** A sort of the chart in which a fault can be told, and by how long a run. */
type Told = { readonly least: number; readonly worlds: readonly World[] };

/** The shortest run of all sorts; where it can be told soonest is asked first, and nothing shorter is sought. */
const foundAmong = (told: readonly Told[], mutant: Mutant): Found | null => {
  let best: Found | null = null;
  for (const { least, worlds } of told.toSorted((one, other) => one.least - other.least)) {
    if (best !== null && lengthOf(best) <= least) return best;
    const found = foundIn(worlds, mutant, least);
    if (found !== null && (best === null || lengthOf(found) < lengthOf(best))) best = found;
  }
  return best;
};

const lengthOf = ({ run, cycle }: Found): number => run.length + cycle.length;

const isOtherMatrix = ({ draft }: Mutant): boolean => matrixOf([machineOf(draft)]) !== matrixOf([draft.of]);
