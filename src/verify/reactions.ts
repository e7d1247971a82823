import type { Asked, Event } from './automaton.ts';
import type { Chart } from './chart.ts';
import { rowsOfPairs, slotIn } from './packed.ts';
import type { Label, OwnLabels } from './system.ts';

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
 * heard in one of its states: what it does is worked out by state and saying, and remembered by state and label.
 */
export const reactionsOf = (plant: Chart, known: ReadonlySet<string>, own: OwnLabels) => {
  const { tables } = plant;
  const sayings = interned<Saying>();
  const deeds = interned<Deed>();
  const sayingOf: number[] = [];
  /** By state and saying: where the world came to, and its deed. */
  const heard = rowsOfPairs();
  /** By state and label of the pump: where the world came to, and the label of the whole step. */
  const reactions = rowsOfPairs();
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

  const hear = (plantState: number, saying: number): void => {
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
    heard.put(plantState, saying, now, deeds.numberOf({ taken, refused }));
  };

  const labelled = (pumpLabel: number, deed: number): number => {
    const label = own.at(pumpLabel);
    const { taken, refused } = deeds.at(deed);
    all.push({ ...label, taken: [...label.taken, ...taken], refused });
    return all.length - 1;
  };

  /** The label of the whole step. */
  const wholeLabel = (pumpLabel: number, deed: number): number => {
    const row = rows[pumpLabel] ?? [];
    rows[pumpLabel] = row;
    const label = row[deed] ?? labelled(pumpLabel, deed);
    row[deed] = label;
    return label;
  };

  return {
    /** What is known in a state of the world. */
    rowOf: reactions.of,
    /** Adds the reaction to a label of the pump: the row that has it. */
    learn: (plantState: number, pumpLabel: number): Int32Array => {
      const saying = sayingOf[pumpLabel] ?? sayingIn(pumpLabel);
      sayingOf[pumpLabel] = saying;
      if (heard.of(plantState)[slotIn(heard.of(plantState), saying)] === 0) hear(plantState, saying);
      const row = heard.of(plantState);
      const slot = slotIn(row, saying);
      reactions.put(plantState, pumpLabel, row[slot + 1] ?? 0, wholeLabel(pumpLabel, row[slot + 2] ?? 0));
      return reactions.of(plantState);
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
