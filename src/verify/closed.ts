import { AT_ONCE, MEANWHILE } from '../../machines/plant/vocabulary.ts';
import type { Asked, Automaton, Edge, Event } from './automaton.ts';
import type { Move, System } from './system.ts';

/** Orders that the ledger or the drive could not make sense of at the wrong moment. */
const MUST_BE_ANSWERED: ReadonlySet<string> = new Set([
  'recordIntent',
  'recordOutcome',
  'moveMotor',
  'claimPulse',
  'voidPulse',
  'countVerified',
  'countInDoubt',
  'startBolus',
  'discardBolus',
  'endBolus',
]);

type Offer = { readonly event: Event; readonly heard: Edge };

const atOnce: ReadonlySet<string> = new Set(AT_ONCE);
const sameStep: ReadonlySet<string> = new Set([...AT_ONCE, ...MEANWHILE]);

/**
 * The pump in its world. A step: the world offers a fact, pump and world both take it, and what the
 * pump asks is told to the world as `asked.<action>`, in order. Timers are the pump's own: they fire
 * while they run. A mishap happens to the world alone.
 */
export const closedSystem = (
  pump: Automaton,
  plant: Automaton,
  facts: readonly Event[],
  mishaps: readonly Event[],
): System => {
  const known: ReadonlySet<string> = new Set(plant.machine.events.map(String));
  const timers = facts.filter(({ type }) => type.startsWith('timer.'));
  const offers = facts.filter(({ type }) => known.has(type));
  const pumps: number[] = [];
  const plants: number[] = [];
  const numbers = new Map<string, number>();
  const offersIn = new Map<number, readonly Offer[]>();

  const numberOf = (pumpState: number, plantState: number): number => {
    const key = `${pumpState}/${plantState}`;
    const number = numbers.get(key) ?? pumps.length;
    if (number === pumps.length) {
      pumps.push(pumpState);
      plants.push(plantState);
      numbers.set(key, number);
    }
    return number;
  };

  const half = (list: readonly number[], state: number): number => {
    const found = list[state];
    if (found === undefined) throw new Error(`the pump in its world has no state number ${state}`);
    return found;
  };

  const offersOf = (plantState: number): readonly Offer[] => {
    const known = offersIn.get(plantState);
    if (known !== undefined) return known;
    const offered = offers.flatMap(event => {
      const heard = plant.answer(plantState, event);
      return heard === null ? [] : [{ event, heard }];
    });
    offersIn.set(plantState, offered);
    return offered;
  };

  const take = (plantState: number, event: Event, edge: Edge, heard: Edge | null): Move => {
    let now = heard?.target ?? plantState;
    const taken = [...edge.taken, ...(heard?.taken ?? [])];
    const refused: string[] = [];
    for (const asked of edge.asked) {
      const told = tell(asked);
      if (!known.has(told.type)) continue;
      const answer = plant.answer(now, told);
      if (answer !== null) {
        now = answer.target;
        taken.push(...answer.taken);
      } else if (MUST_BE_ANSWERED.has(asked.type)) refused.push(asked.type);
    }
    return { event, target: numberOf(edge.target, now), asked: edge.asked, taken, refused };
  };

  return {
    initial: numberOf(pump.initial, plant.initial),
    size: () => pumps.length,
    chart: pump,
    chartState: state => half(pumps, state),
    world: plant,
    worldState: state => half(plants, state),
    moves: state => {
      const pumpState = half(pumps, state);
      const plantState = half(plants, state);
      const offered = offersOf(plantState);
      const unfinished = offered.some(({ event }) => atOnce.has(event.type));
      const next = unfinished ? offered.filter(({ event }) => sameStep.has(event.type)) : offered;
      const taken = next.map(({ event, heard }) =>
        take(plantState, event, pump.step(pumpState, event), heard),
      );
      if (unfinished) return taken;
      const elapsed = timers.flatMap(event => {
        const edge = pump.answer(pumpState, event);
        return edge === null ? [] : [take(plantState, event, edge, null)];
      });
      const mishap = mishaps.flatMap(event => {
        const heard = plant.answer(plantState, event);
        return heard === null
          ? []
          : [take(plantState, event, { target: pumpState, asked: [], taken: [] }, heard)];
      });
      return [...taken, ...elapsed, ...mishap];
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
