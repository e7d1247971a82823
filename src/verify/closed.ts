import { AT_ONCE, MEANWHILE } from '../../machines/plant/vocabulary.ts';
import type { Event } from './automaton.ts';
import type { Chart } from './chart.ts';
import { type Pairs, pairs, slotIn } from './packed.ts';
import { reactionsOf } from './reactions.ts';
import { type Composed, ownLabels } from './system.ts';

const atOnce: ReadonlySet<string> = new Set(AT_ONCE);
const sameStep: ReadonlySet<string> = new Set([...AT_ONCE, ...MEANWHILE]);

/**
 * The pump in its world. A step: the world offers a fact, pump and world both take it, and what the
 * pump asks is told to the world as `asked.<action>`, in order. Timers are the pump's own: they fire
 * while they run. A mishap happens to the world alone. What the pump does is remembered by its state,
 * and what the world makes of it by the world's: the many pairs of them only look both up. They are
 * numbered by `both`.
 */
export const closedSystem = (
  pump: Chart,
  plant: Chart,
  facts: readonly Event[],
  mishaps: readonly Event[],
  both: Pairs = pairs(),
): Composed => {
  const known: ReadonlySet<string> = new Set(plant.machine.events.map(String));
  const steps = stepsOf(pump, facts);
  const reactions = reactionsOf(plant, known, steps.labels);
  const indexOf = new Map(facts.map((event, index) => [event, index]));
  const timers = facts.filter(({ type }) => type.startsWith('timer.')).map(event => indexOf.get(event) ?? 0);
  const offersIn: Offers[] = [];
  /** The steps of one state, in order: their labels, whether they lead anywhere, and for those that do, the pair that they lead to. */
  const most = facts.length + mishaps.length;
  const [labels, firsts, seconds] = [new Int32Array(most), new Int32Array(most), new Int32Array(most)];
  const isStill = new Uint8Array(most);

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

  /** Timers that run in each state of the pump. */
  const runningIn: (readonly number[])[] = [];
  const running = (pumpState: number): readonly number[] => {
    const found =
      runningIn[pumpState] ?? timers.filter(timer => !steps.isQuiet(steps.label(pumpState, timer)));
    runningIn[pumpState] = found;
    return found;
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
      const row = steps.rowOf(pumpState);
      let world = reactions.rowOf(plantState);
      let count = 0;
      let moved = 0;
      const take = (target: number, label: number): void => {
        let slot = slotIn(world, label);
        if (world[slot] === 0) {
          world = reactions.learn(plantState, label);
          slot = slotIn(world, label);
        }
        const led = world[slot + 1] ?? 0;
        const isMoved = target !== pumpState || led !== plantState;
        if (isMoved) {
          firsts[moved] = target;
          seconds[moved] = led;
          moved += 1;
        }
        isStill[count] = isMoved ? 0 : 1;
        labels[count] = world[slot + 2] ?? 0;
        count += 1;
      };
      for (let index = 0; index < offers.facts.length; index += 1) {
        const fact = offers.facts[index] ?? 0;
        const known = row[fact * 2] ?? 0;
        const label = known > 0 ? known - 1 : steps.label(pumpState, fact);
        take(row[fact * 2 + 1] ?? 0, label);
      }
      if (!offers.unfinished) {
        for (const timer of running(pumpState)) take(row[timer * 2 + 1] ?? 0, steps.label(pumpState, timer));
        for (const mishap of offers.mishaps) take(pumpState, mishap);
      }
      both.numbersOf(moved, firsts, seconds);
      moved = 0;
      for (let index = 0; index < count; index += 1) {
        if (isStill[index] === 1) tell(state, labels[index] ?? 0);
        else {
          tell(firsts[moved] ?? 0, labels[index] ?? 0);
          moved += 1;
        }
      }
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
  /** It stays the same array, and is filled by and by. */
  const rowOf = (state: number): Int32Array => {
    const row = rows[state] ?? new Int32Array(facts.length * 2);
    rows[state] = row;
    return row;
  };
  const label = (state: number, fact: number): number => {
    const row = rowOf(state);
    const known = row[fact * 2] ?? 0;
    return known > 0 ? known - 1 : compute(row, state, fact);
  };
  return {
    labels,
    label,
    rowOf,
    target: (state: number, fact: number): number => {
      label(state, fact);
      return rows[state]?.[fact * 2 + 1] ?? 0;
    },
    isQuiet: labels.isQuiet,
  };
};
