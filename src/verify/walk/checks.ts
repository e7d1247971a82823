import { match, P } from 'ts-pattern';
import type { AnyProperty, Rule, Words } from '../../../specs/property.ts';
import type { Event } from '../automaton.ts';
import type { System } from '../system.ts';
import {
  allOf,
  lowest,
  type OnState,
  type OnStep,
  phrasesOf,
  type StateMask,
  type StepMask,
  stateMask,
  stepMask,
  together,
} from './conditions.ts';
import type { Looker } from './walk.ts';

/**
 * What became of a property so far. It breaks in a state, or by an event out of it; a property that is broken
 * is not asked any more.
 */
export type Finding = {
  checks: number;
  broken: { readonly state: number; readonly by: Event | null } | null;
  /** The state of the chart that a fact has always led to so far; -1 before it came, and where none is asked for. */
  parked: number;
};

/** What can be asked of single states and single steps is asked while they are met. */
export type Checks = Looker & {
  readonly properties: readonly AnyProperty[];
  /** One for each property, in the order given; null for those that need more than single states and steps. */
  readonly findings: readonly (Finding | null)[];
};

/** In each state or step where the first holds, the second does. */
type Asked<Condition> = {
  readonly finding: Finding;
  readonly asked: Condition | null;
  readonly wanted: Condition;
};

/** A fact that always leads to one and the same state of the chart. */
type Parking = { readonly finding: Finding; readonly isFact: (label: number) => boolean };

/** `known` are findings to go on from, of the same properties. */
export const checksOf = (
  system: System,
  properties: readonly AnyProperty[],
  known: readonly (Finding | null)[] = [],
): Checks => {
  const phrases = phrasesOf(system);
  const ofStates: Asked<OnState>[] = [];
  const ofSteps: Asked<OnStep>[] = [];
  const parkings: Parking[] = [];
  const findings = properties.map(({ rule }, index): Finding | null => {
    if (!isOfMoments(rule)) return null;
    const finding: Finding = known[index] ?? { checks: 0, broken: null, parked: -1 };
    match(rule)
      .with({ also: P._ }, ({ whenever, also }) => {
        ofStates.push({ finding, asked: phrases.where(whenever), wanted: phrases.where(also) });
      })
      .with({ never: P._ }, ({ never }) => {
        ofStates.push({ finding, asked: null, wanted: phrases.where({ not: never }) });
      })
      .with({ unmovedBy: P._ }, ({ unmovedBy }) => {
        ofStates.push({ finding, asked: null, wanted: unmoved(system, unmovedBy) });
      })
      .with({ eachStep: P._ }, ({ eachStep, is }) => {
        ofSteps.push({ finding, asked: phrases.step(eachStep), wanted: phrases.step(is) });
      })
      .with({ everyOrderMakesSense: true }, () => {
        ofSteps.push({ finding, ...ordersMakeSense(system) });
      })
      .with({ parksOn: P.string }, ({ parksOn }) => {
        parkings.push({ finding, isFact: phrases.step({ on: [parksOn] }).label });
      })
      .exhaustive();
    return finding;
  });
  const states = together(ofStates).map(group => stateGroup(system, group));
  const steps = together(ofSteps).map(group => stepGroup(system, group));

  /** By label: 1 where it is a fact that parks, 2 where it is none. */
  const kinds: number[] = [];
  const isParking = (label: number): boolean => {
    const kind = kinds[label] ?? (parkings.some(({ isFact }) => isFact(label)) ? 1 : 2);
    kinds[label] = kind;
    return kind === 1;
  };
  const parks = (parking: Parking, label: number, from: number, to: number): void => {
    const { finding, isFact } = parking;
    if (finding.broken !== null || !isFact(label)) return;
    const parked = system.chartState(to);
    if (finding.parked < 0) finding.parked = parked;
    finding.checks += 1;
    if (parked !== finding.parked) finding.broken = { state: from, by: system.labelAt(label).event };
  };

  return {
    properties,
    findings,
    state: state => {
      for (let index = 0; index < states.length; index += 1) {
        const group = states[index];
        if (group === undefined) continue;
        const asked = group.asked(state, group.open);
        if (asked === 0) continue;
        const broken = asked & ~group.wanted(state, asked);
        count(group, asked);
        if (broken !== 0) breaks(group, broken, state, null);
      }
    },
    step: (label, from, to) => {
      for (let index = 0; index < steps.length; index += 1) {
        const group = steps[index];
        if (group === undefined) continue;
        const asked = group.asked(label, from, to, group.open);
        if (asked === 0) continue;
        const broken = asked & ~group.wanted(label, from, to, asked);
        count(group, asked);
        if (broken !== 0) breaks(group, broken, from, system.labelAt(label).event);
      }
      if (isParking(label)) for (const parking of parkings) parks(parking, label, from, to);
    },
  };
};

/** Rules that single states and single steps can break. */
type OfMoments = Extract<
  Rule<Words>,
  | { readonly also: unknown }
  | { readonly eachStep: unknown }
  | { readonly unmovedBy: unknown }
  | { readonly everyOrderMakesSense: unknown }
  | { readonly parksOn: unknown }
  | { readonly never: unknown; readonly after?: never }
>;

/** Whether single states and single steps decide a rule. */
export const isOfMoments = (rule: Rule<Words>): rule is OfMoments =>
  'also' in rule ||
  'eachStep' in rule ||
  'unmovedBy' in rule ||
  'everyOrderMakesSense' in rule ||
  'parksOn' in rule ||
  ('never' in rule && !('after' in rule));

/** Properties that are asked together; `open` are those that are not broken. */
type Group<Mask> = {
  readonly findings: readonly Finding[];
  open: number;
  readonly asked: Mask;
  readonly wanted: Mask;
};

const stateGroup = (system: System, group: readonly Asked<OnState>[]): Group<StateMask> => ({
  ...opened(group),
  asked: stateMask(
    system,
    group.map(({ asked }) => asked),
  ),
  wanted: stateMask(
    system,
    group.map(({ wanted }) => wanted),
  ),
});

const stepGroup = (system: System, group: readonly Asked<OnStep>[]): Group<StepMask> => ({
  ...opened(group),
  asked: stepMask(
    system,
    group.map(({ asked }) => asked ?? ANY_STEP),
  ),
  wanted: stepMask(
    system,
    group.map(({ wanted }) => wanted),
  ),
});

const ANY_STEP: OnStep = { label: () => true, from: null, to: null };

const opened = (group: readonly { readonly finding: Finding }[]) => ({
  findings: group.map(({ finding }) => finding),
  open: group.reduce(
    (mask, { finding }, place) => (finding.broken === null ? mask : mask & ~(1 << place)),
    allOf(group),
  ),
});

const count = ({ findings }: Group<unknown>, asked: number): void => {
  for (let left = asked; left !== 0; left &= left - 1) {
    const finding = findings[lowest(left)];
    if (finding !== undefined) finding.checks += 1;
  }
};

const breaks = (group: Group<unknown>, broken: number, state: number, by: Event | null): void => {
  for (let left = broken; left !== 0; left &= left - 1) {
    const finding = group.findings[lowest(left)];
    if (finding !== undefined) finding.broken = { state, by };
  }
  group.open &= ~broken;
};

const unmoved = ({ chart, chartState }: System, facts: readonly string[]): OnState => {
  const events = facts.map(type => chart.tables.eventNumber({ type }));
  return {
    holds: state => events.every(event => chart.outcomeOf(chartState(state), event) === 0),
    ofWorld: false,
  };
};

const ordersMakeSense = ({ labelAt }: System): { readonly asked: OnStep; readonly wanted: OnStep } => ({
  asked: { label: label => labelAt(label).asked.length > 0, from: null, to: null },
  wanted: { label: label => labelAt(label).refused.length === 0, from: null, to: null },
});
