import type { AnyStateMachine } from 'xstate';
import { plantMachine } from '../../../machines/plant/plant.ts';
import { AT_ONCE, MEANWHILE } from '../../../machines/plant/vocabulary.ts';
import type { AnyProperty } from '../../../specs/property.ts';
import { alphabetOf, MISHAPS } from '../alphabet.ts';
import { type Asked, type Event, nameOf } from '../automaton.ts';
import { ChartRefusal } from '../chartRefusal.ts';
import { timerView } from '../timerView.ts';
import { assembled, type Claimed, type Core } from './assemble.ts';
import type { Deed } from './deeds.ts';
import { type Flat, flatOf } from './flat.ts';
import type { Asking } from './liveness.ts';
import { answersTo, microstep, namesWith, settling } from './moves.ts';
import { FALSE, type Statement, type Test, TRUE } from './program.ts';
import type { Cast } from './wording.ts';

/** A chart in a world where any event may come at any time. Only timers that run can fire. */
export const openProgram = (
  machine: AnyStateMachine,
  properties: readonly AnyProperty[] = [],
  input?: unknown,
  events: readonly Event[] = alphabetOf(timerView(machine)),
  asking: Asking | null = null,
): Claimed => {
  const flat = flatOf(timerView(machine), [...events, ...unsent(events, properties)], input);
  const names = namesWith('p');
  return assembled(
    [{ flat, names }],
    properties,
    {
      events,
      queues: [names.raised],
      unfinished: FALSE,
      goesOnBy: new Set(),
      body: (_, noted) => ({
        between: [settling(flat, names, noted)],
        rules: events.map((event, number) => ({
          name: nameOf(event),
          when: event.type.startsWith('timer.') ? answersTo(flat, names, number) : TRUE,
          stages: [microstep(flat, names, number, noted)],
        })),
      }),
    },
    asking,
  );
};

/** Events that only a property speaks of: nothing sends them. */
const unsent = (sent: readonly Event[], properties: readonly AnyProperty[]): readonly Event[] =>
  properties
    .flatMap(({ rule }) => ('unmovedBy' in rule ? rule.unmovedBy : []))
    .filter(type => sent.every(event => event.type !== type))
    .map(type => ({ type }));

const TOLD = 'told';

/**
 * A pump in its plant. The plant offers a fact; pump and plant both take it, and the plant hears what the
 * pump asks, in order. While the plant has something to say that belongs to the same step, nothing else
 * comes first.
 */
export const closedProgram = (
  machine: AnyStateMachine,
  properties: readonly AnyProperty[] = [],
  asking: Asking | null = null,
): Claimed => {
  const view = timerView(machine);
  const facts = alphabetOf(view);
  const pump = flatOf(view, [...facts, ...unsent(facts, properties)]);
  const hears: ReadonlySet<string> = new Set(plantMachine.events.map(String));
  const told = orders(pump)
    .map(asked => ({ asked, event: { ...asked.params, type: `asked.${asked.type}` } }))
    .filter(({ event }) => hears.has(event.type));
  const heard = [...facts.filter(({ type }) => hears.has(type)), ...MISHAPS];
  const plant = flatOf(plantMachine, [...heard, ...told.map(({ event }) => event)]);
  if (plant.raised.length > 0) throw new ChartRefusal('cannot export a plant that raises events for itself');
  const numberOf = (event: Event): number => plant.events.findIndex(each => nameOf(each) === nameOf(event));
  const [ours, theirs] = [namesWith('p'), namesWith('w')];
  const cast: Cast = [
    { flat: pump, names: ours },
    { flat: plant, names: theirs },
  ];
  const offers = (event: Event): Test => answersTo(plant, theirs, numberOf(event));
  const unfinished: Test = {
    any: AT_ONCE.map(type => ({ any: facts.filter(each => each.type === type).map(offers) })),
  };
  const sameStep: ReadonlySet<string> = new Set([...AT_ONCE, ...MEANWHILE]);
  const silent = (): readonly Statement[] => [];

  const taken = facts.filter(({ type }) => type.startsWith('timer.') || hears.has(type));
  const body: Core['body'] = (claims, noted) => {
    const onAsk = (asked: Asked): readonly Statement[] => {
      const order = told.find(
        each => nameOf(each.event) === nameOf({ ...asked.params, type: `asked.${asked.type}` }),
      );
      return [
        ...noted(asked),
        ...(order === undefined ? [] : [{ enqueue: numberOf(order.event), into: TOLD }]),
      ];
    };
    const listen: Statement = {
      drain: TOLD,
      each: told.map(({ asked, event }) => ({
        number: numberOf(event),
        body: [
          ...claims.flatMap(({ atOrder }) => atOrder(asked, offers(event))),
          ...microstep(plant, theirs, numberOf(event), silent),
        ],
      })),
    };
    const mayCome = (event: Event): Test => {
      if (event.type.startsWith('timer.'))
        return { all: [{ not: unfinished }, answersTo(pump, ours, facts.indexOf(event))] };
      return { all: [sameStep.has(event.type) ? TRUE : { not: unfinished }, offers(event)] };
    };
    return {
      between: [settling(pump, ours, onAsk), [listen]],
      rules: [
        ...taken.map(event => ({
          name: nameOf(event),
          when: mayCome(event),
          stages: [
            microstep(pump, ours, facts.indexOf(event), onAsk),
            hears.has(event.type) ? microstep(plant, theirs, numberOf(event), silent) : [],
          ],
        })),
        ...MISHAPS.map(event => ({
          name: event.type,
          when: { all: [{ not: unfinished }, offers(event)] },
          stages: [[], microstep(plant, theirs, numberOf(event), silent)],
        })),
      ],
    };
  };
  return assembled(
    cast,
    properties,
    {
      events: [...taken, ...MISHAPS],
      queues: [ours.raised, TOLD],
      unfinished,
      goesOnBy: new Set(AT_ONCE),
      body,
    },
    asking,
  );
};

/** Everything that a chart could ask for, once each. */
const orders = (flat: Flat): readonly Asked[] => {
  const all = flat.regions.flatMap(({ answers }) =>
    answers
      .flat(2)
      .flatMap(({ exit, act, entry }) => [...exit, ...act, ...entry])
      .flatMap(askedIn),
  );
  return [...new Map(all.map(asked => [nameOf({ ...asked.params, type: asked.type }), asked])).values()];
};

const askedIn = (deed: Deed): readonly Asked[] => {
  if ('asked' in deed) return [deed.asked];
  return 'byContext' in deed ? deed.byContext.flatMap(askedIn) : [];
};
