import { AT_ONCE, MEANWHILE } from '../../machines/plant/vocabulary.ts';
import type { Asked, Event } from './automaton.ts';
import type { Chart } from './chart.ts';
import { grown, numbers, pairs } from './packed.ts';
import { type Label, type OwnLabels, ownLabels, type System } from './system.ts';

/** Orders that the ledger or the drive could not make sense of at the wrong moment. */
export const MUST_BE_ANSWERED: ReadonlySet<string> = new Set([
  'recordIntent',
  'recordOutcome',
  'moveMotor',
  'rewindDrive',
  'seatPlunger',
  'startPrime',
  'startFill',
  'claimPulse',
  'voidPulse',
  'countVerified',
  'countInDoubt',
  'startBolus',
  'startExtended',
  'startCombo',
  'discardBolus',
  'endBolus',
  'endExtended',
]);

const atOnce: ReadonlySet<string> = new Set(AT_ONCE);
const sameStep: ReadonlySet<string> = new Set([...AT_ONCE, ...MEANWHILE]);

/** What the world makes of a step: where it comes to, and the whole step's label, by numbers. */
type Reactions = {
  readonly to: (plantState: number, pumpLabel: number) => number;
  readonly target: (reaction: number) => number;
  readonly label: (reaction: number) => number;
  readonly labelAt: (label: number) => Label;
};

/**
 * The pump in its world. A step: the world offers a fact, pump and world both take it, and what the
 * pump asks is told to the world as `asked.<action>`, in order. Timers are the pump's own: they fire
 * while they run. A mishap happens to the world alone. What the pump does is remembered by its state,
 * and what the world makes of it by the world's: the many pairs of them only look both up.
 */
export const closedSystem = (
  pump: Chart,
  plant: Chart,
  facts: readonly Event[],
  mishaps: readonly Event[],
): System => {
  const known: ReadonlySet<string> = new Set(plant.machine.events.map(String));
  const steps = stepsOf(pump, facts);
  const reactions = reactionsOf(plant, known, steps.labels);
  const indexOf = new Map(facts.map((event, index) => [event, index]));
  const timers = facts.filter(({ type }) => type.startsWith('timer.')).map(event => indexOf.get(event) ?? 0);
  const both = pairs();
  const offersIn: Offers[] = [];

  /** What the world offers in one of its states. */
  const offersOf = (plantState: number): Offers => {
    const found = offersIn[plantState];
    if (found !== undefined) return found;
    const answers = (event: Event): boolean =>
      known.has(event.type) && plant.take(plantState, plant.tables.eventNumber(event)) !== 0;
    const offered = facts.filter(answers);
    const unfinished = offered.some(({ type }) => atOnce.has(type));
    const next = unfinished ? offered.filter(({ type }) => sameStep.has(type)) : offered;
    const offers: Offers = {
      unfinished,
      facts: Int32Array.from(next, event => indexOf.get(event) ?? 0),
      mishaps: mishaps.filter(answers).map(event => steps.labels.numberOf(pump.tables.eventNumber(event), 0)),
    };
    offersIn[plantState] = offers;
    return offers;
  };

  return {
    initial: both.numberOf(pump.initial, plant.initial),
    size: both.size,
    chart: pump,
    chartState: both.first,
    world: plant,
    worldState: both.second,
    labelAt: reactions.labelAt,
    expand: (state, tell) => {
      const pumpState = both.first(state);
      const plantState = both.second(state);
      const offers = offersOf(plantState);
      const take = (target: number, label: number): void => {
        const reaction = reactions.to(plantState, label);
        tell(both.numberOf(target, reactions.target(reaction)), reactions.label(reaction));
      };
      for (const fact of offers.facts) take(steps.target(pumpState, fact), steps.label(pumpState, fact));
      if (offers.unfinished) return;
      for (const timer of timers) {
        const label = steps.label(pumpState, timer);
        if (!steps.isQuiet(label)) take(steps.target(pumpState, timer), label);
      }
      for (const mishap of offers.mishaps) take(pumpState, mishap);
    },
  };
};

type Offers = {
  /** The world still has to say what belongs to the same step: nothing else can come first. */
  readonly unfinished: boolean;
  readonly facts: Int32Array;
  /** Labels of the mishaps that may happen. */
  readonly mishaps: readonly number[];
};

/** The steps of the pump, a row of facts for each of its states, computed when first asked for. */
export const stepsOf = (pump: Chart, facts: readonly Event[]) => {
  const labels = ownLabels(pump);
  const events = facts.map(event => pump.tables.eventNumber(event));
  const width = facts.length;
  /** A label and one; 0 is not yet known. */
  let labelled = new Int32Array(width * 1_024);
  let targets = new Int32Array(width * 1_024);
  const label = (state: number, fact: number): number => {
    const at = state * width + fact;
    if (at >= labelled.length) {
      labelled = grown(labelled, Math.max(at + width, labelled.length * 2));
      targets = grown(targets, labelled.length);
    }
    const known = labelled[at] ?? 0;
    if (known > 0) return known - 1;
    const event = events[fact] ?? 0;
    const number = labels.numberOf(event, pump.take(state, event));
    labelled[at] = number + 1;
    targets[at] = pump.landed();
    return number;
  };
  return {
    labels,
    label,
    target: (state: number, fact: number): number => {
      label(state, fact);
      return targets[state * width + fact] ?? 0;
    },
    isQuiet: (number: number): boolean => labels.at(number).taken.length === 0,
  };
};

const reactionsOf = (plant: Chart, known: ReadonlySet<string>, own: OwnLabels): Reactions => {
  const targets = numbers();
  const labels = numbers();
  /** For each label of the pump, by the world's state: a reaction and one. */
  const rows: Int32Array<ArrayBuffer>[] = [];
  const all: Label[] = [];
  const labelNumbers = new Map<string, number>();
  const labelNumber = (pumpLabel: number, label: Label): number => {
    const text = JSON.stringify([pumpLabel, label.taken, label.refused]);
    const number = labelNumbers.get(text) ?? all.length;
    if (number === all.length) {
      labelNumbers.set(text, number);
      all.push(label);
    }
    return number;
  };

  const compute = (plantState: number, pumpLabel: number): number => {
    const label = own.at(pumpLabel);
    let now = plantState;
    const taken = [...label.taken];
    const refused: string[] = [];
    const hear = (event: Event): boolean => {
      const { target, taken: answered } = plant.step(now, event);
      now = target;
      taken.push(...answered);
      return answered.length > 0;
    };
    if (known.has(label.event.type)) hear(label.event);
    for (const asked of label.asked) {
      const told = tell(asked);
      if (known.has(told.type) && !hear(told) && MUST_BE_ANSWERED.has(asked.type)) refused.push(asked.type);
    }
    targets.push(now);
    labels.push(labelNumber(pumpLabel, { ...label, taken, refused }));
    return targets.size() - 1;
  };

  return {
    to: (plantState, pumpLabel) => {
      let row = rows[pumpLabel] ?? new Int32Array(64);
      if (plantState >= row.length) row = grown(row, Math.max(plantState + 1, row.length * 2));
      rows[pumpLabel] = row;
      const reaction = row[plantState] ?? 0;
      if (reaction > 0) return reaction - 1;
      const computed = compute(plantState, pumpLabel);
      row[plantState] = computed + 1;
      return computed;
    },
    target: targets.at,
    label: labels.at,
    labelAt: label => {
      const found = all[label];
      if (found === undefined) throw new Error(`the pump in its world has no label ${label}`);
      return found;
    },
  };
};

/** What the world hears of an action. */
const tell = (asked: Asked): Event => {
  const known = told.get(asked);
  if (known !== undefined) return known;
  const event = { ...asked.params, type: `asked.${asked.type}` };
  told.set(asked, event);
  return event;
};
const told = new WeakMap<Asked, Event>();
