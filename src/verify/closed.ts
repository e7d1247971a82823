import { AT_ONCE, MEANWHILE } from '../../machines/plant/vocabulary.ts';
import type { Asked, Event } from './automaton.ts';
import type { Chart } from './chart.ts';
import { grid, pairs, pieces } from './packed.ts';
import { type Composed, type Label, type OwnLabels, ownLabels } from './system.ts';

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
): Composed => {
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
    bytes: both.bytes,
    chart: pump,
    chartState: both.first,
    stateOf: both.numberOf,
    world: plant,
    worldState: both.second,
    midStep: { isIn: state => offersOf(both.second(state)).unfinished, goesOnBy: atOnce },
    labelAt: reactions.labelAt,
    expand: (state, tell) => {
      const pumpState = both.first(state);
      const plantState = both.second(state);
      const offers = offersOf(plantState);
      const take = (target: number, label: number): void => {
        const reaction = reactions.to(plantState, label);
        const led = reactions.target(reaction);
        const isStill = target === pumpState && led === plantState;
        tell(isStill ? state : both.numberOf(target, led), reactions.label(label, reaction));
      };
      for (const fact of offers.facts) {
        const label = steps.label(pumpState, fact);
        take(steps.target(pumpState, fact), label);
      }
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
  /** For each state and fact: a label and one, then a target; 0 is not yet known. */
  const rows: Int32Array[] = [];
  const compute = (row: Int32Array, state: number, fact: number): number => {
    const event = events[fact] ?? 0;
    const number = labels.numberOf(event, pump.take(state, event));
    row[fact * 2] = number + 1;
    row[fact * 2 + 1] = pump.landed();
    return number;
  };
  const label = (state: number, fact: number): number => {
    const row = rows[state] ?? new Int32Array(facts.length * 2);
    rows[state] = row;
    const known = row[fact * 2] ?? 0;
    return known > 0 ? known - 1 : compute(row, state, fact);
  };
  return {
    labels,
    label,
    target: (state: number, fact: number): number => {
      label(state, fact);
      return rows[state]?.[fact * 2 + 1] ?? 0;
    },
    isQuiet: labels.isQuiet,
  };
};

/** What a step of the pump tells its world: events by their numbers, and the orders that they stand for. */
type Saying = {
  readonly events: readonly number[];
  /** Where the world must have an answer: the order; null elsewhere. */
  readonly orders: readonly (string | null)[];
};

/** What the world did on hearing a saying, apart from where it came to. */
type Deed = { readonly taken: readonly string[]; readonly refused: readonly string[] };

/**
 * What the world makes of the steps of the pump. Many steps tell it the same, and few of all sayings are
 * heard in one of its states, so that its reactions are remembered by state and saying.
 */
const reactionsOf = (plant: Chart, known: ReadonlySet<string>, own: OwnLabels) => {
  const { tables } = plant;
  const sayings = interned<Saying>();
  const deeds = interned<Deed>();
  const sayingOf: number[] = [];
  const reactions = grid();
  const targets = pieces();
  const deedOf = pieces();
  /** By label of the pump, and deed of its world: both as one label, and one. */
  const rows: number[][] = [];
  const all: Label[] = [];

  const sayingIn = (pumpLabel: number): number => {
    const { event, asked } = own.at(pumpLabel);
    const heard = [
      { event, order: null },
      ...asked.map(each => ({
        event: tell(each),
        order: MUST_BE_ANSWERED.has(each.type) ? each.type : null,
      })),
    ].filter(({ event: { type } }) => known.has(type));
    return sayings.numberOf({
      events: heard.map(({ event }) => tables.eventNumber(event)),
      orders: heard.map(({ order }) => order),
    });
  };

  const compute = (plantState: number, saying: number): number => {
    const { events, orders } = sayings.at(saying);
    let now = plantState;
    const taken: string[] = [];
    const refused: string[] = [];
    for (const [index, event] of events.entries()) {
      const outcome = plant.take(now, event);
      now = plant.landed();
      const order = orders[index] ?? null;
      if (outcome !== 0) taken.push(...tables.outcomeAt(outcome).taken);
      else if (order !== null) refused.push(order);
    }
    targets.push(now);
    deedOf.push(deeds.numberOf({ taken, refused }));
    reactions.set(plantState, saying, targets.size() - 1);
    return targets.size() - 1;
  };

  const labelled = (pumpLabel: number, deed: number): number => {
    const label = own.at(pumpLabel);
    const { taken, refused } = deeds.at(deed);
    all.push({ ...label, taken: [...label.taken, ...taken], refused });
    return all.length - 1;
  };

  return {
    /** The number of a reaction. */
    to: (plantState: number, pumpLabel: number): number => {
      const saying = sayingOf[pumpLabel] ?? sayingIn(pumpLabel);
      sayingOf[pumpLabel] = saying;
      const reaction = reactions.get(plantState, saying);
      return reaction >= 0 ? reaction : compute(plantState, saying);
    },
    target: targets.at,
    /** The label of the whole step. */
    label: (pumpLabel: number, reaction: number): number => {
      const row = rows[pumpLabel] ?? [];
      rows[pumpLabel] = row;
      const deed = deedOf.at(reaction);
      const label = row[deed] ?? labelled(pumpLabel, deed);
      row[deed] = label;
      return label;
    },
    labelAt: (label: number): Label => {
      const found = all[label];
      if (found === undefined) throw new Error(`the pump in its world has no label ${label}`);
      return found;
    },
  };
};

/** Things that are equal when their texts are, by numbers in the order of their first coming. */
const interned = <Thing>() => {
  const things: Thing[] = [];
  const numbers = new Map<string, number>();
  return {
    numberOf: (thing: Thing): number => {
      const text = JSON.stringify(thing);
      const number = numbers.get(text) ?? things.length;
      if (number === things.length) {
        numbers.set(text, number);
        things.push(thing);
      }
      return number;
    },
    at: (number: number): Thing => {
      const thing = things[number];
      if (thing === undefined) throw new Error(`there is no number ${number}`);
      return thing;
    },
  };
};

/** What the world hears of an action. */
const tell = ({ type, params }: Asked): Event => ({ ...params, type: `asked.${type}` });
