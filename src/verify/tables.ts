import { type Event, nameOf } from './automaton.ts';
import { ChartRefusal } from './chartRefusal.ts';
import { FINITE, fieldsOf } from './contextFields.ts';
import { type Dissected, dissector } from './dissect.ts';
import { type Footprint, partsOf } from './footprint.ts';
import { type Outcome, outcomesOf } from './outcomes.ts';
import type { Packing } from './packing.ts';
import type { Shape } from './shape.ts';
import { answerTo, heardAmong, keep, keyOf, type TablePart, tablePart } from './situations.ts';

/**
 * What a chart does on each event, as tables. XState answers once for each distinct situation of a part:
 * the leaves and the context that its answer can depend on. From then on the table answers for every
 * state that shares the situation, and nothing is computed by rules of our own but the order in which
 * independent regions act, and the queue of what they raise.
 */
export type Tables = {
  /** The number of an event; events that look the same have the same. */
  readonly eventNumber: (event: Event) => number;
  readonly eventOf: (number: number) => Event;
  /** Every event that was asked about so far. */
  readonly events: () => readonly Event[];
  /** The number of a context; equal ones have the same. */
  readonly contextNumber: (context: unknown) => number;
  readonly contextOf: (number: number) => unknown;
  /** Every context met so far, by number. */
  readonly contexts: () => readonly unknown[];
  /**
   * Takes an event in the state whose leaves and context number stand in `values`. Says which outcome
   * that has, and leaves in `change` what the step adds to each word of the packed state. Outcome 0 is:
   * nothing answered.
   */
  readonly take: (values: Uint16Array, event: number) => number;
  readonly change: { low: number; high: number };
  /**
   * Which of these events some region has an answer to, guards aside: a bit for each, in their order. It
   * is written anew at each call; events without a bit have outcome 0.
   */
  readonly heard: (events: readonly number[]) => (values: Uint16Array) => Int32Array;
  readonly outcomeAt: (number: number) => Outcome;
  /** Distinct situations in which an event was answered, or looked at. */
  readonly situationsOf: (event: number) => number;
  /** How often XState was asked. */
  readonly calls: () => number;
  /** Tells of each event that is taken because it was raised, in the state as it is then. */
  readonly whenRaised: (listener: Raised) => void;
};

/** The state stands in `values`; it is another one after the call. */
type Raised = (values: Uint16Array, event: number) => void;

/** A chain of events that raise each other is a defect, not a step. */
const MOST_RAISED = 100;
/** Contexts beyond this are a quantity, not an enumeration. */
const MOST_CONTEXTS = 10_000;
/** What one part does in one situation: the number of its doings, what changes, and what that adds to the words. */
type Answer = {
  readonly doings: number;
  readonly slots: readonly number[];
  readonly values: readonly number[];
  readonly low: number;
  readonly high: number;
};

const NO_PARTS: readonly TablePart[] = [];

/** Tables of a chart. Its footprint is found from its config; a test gives a wrong one to see it caught. */
export const tablesOf = (shape: Shape, packing: Packing, footprint: Footprint = partsOf): Tables => {
  const ask = dissector(shape.machine);
  const { words, weights } = packing;
  const contextSlot = packing.slots - 1;

  const contexts: unknown[] = [];
  const contextNumbers = new Map<string, number>();
  const contextNumber = (context: unknown): number => {
    const text = JSON.stringify(context) ?? '';
    const known = contextNumbers.get(text);
    if (known !== undefined) return known;
    if (contexts.length === MOST_CONTEXTS)
      throw new ChartRefusal(
        `cannot tabulate "${shape.machine.id}": its context has no end of values: ${fieldsOf(contexts)}. ${FINITE}`,
      );
    if (contexts.length === packing.mostContexts)
      throw new ChartRefusal(
        `cannot pack a state of "${shape.machine.id}": its context has more than ${packing.mostContexts} values, and there is room for no more beside its regions: ${fieldsOf(contexts)}. ${FINITE}, or make a machine of its own of some regions`,
      );
    contextNumbers.set(text, contexts.length);
    contexts.push(context);
    return contexts.length - 1;
  };

  const events: Event[] = [];
  const eventParts: (readonly TablePart[])[] = [];
  const eventNumbers = new Map<string, number>();
  const eventNumber = (event: Event): number => {
    const name = nameOf(event);
    const known = eventNumbers.get(name);
    if (known !== undefined) return known;
    eventNumbers.set(name, events.length);
    events.push(event);
    eventParts.push(footprint(shape, event.type).map(part => tablePart(part, contextSlot)));
    return events.length - 1;
  };
  const outcomes = outcomesOf(eventNumber);
  const answers: Answer[] = [{ doings: 0, slots: [], values: [], low: 0, high: 0 }];
  const answerNumbers = new Map<string, number>();
  const quiet = 0;
  const answerNumber = (answer: Answer): number => {
    if (answer.doings === 0) return quiet;
    const text = JSON.stringify(answer);
    const known = answerNumbers.get(text);
    if (known !== undefined) return known;
    answerNumbers.set(text, answers.length);
    answers.push(answer);
    return answers.length - 1;
  };

  let calls = 0;
  /** Asks XState, and notes the answer of every part. */
  const learn = (values: Uint16Array, event: number): void => {
    calls += 1;
    const leaves = [...values.subarray(0, contextSlot)];
    const context = values[contextSlot] ?? 0;
    const fact = events[event];
    if (fact === undefined) throw new Error(`no event ${event}`);
    const found = ask(leaves, contexts[context], fact);
    const after = [...found.leaves, contextNumber(found.context)];
    const parts = eventParts[event] ?? [];
    for (const part of parts)
      note(part, keyOf(part, values, contextSlot), [...leaves, context], after, found);
    mustBeSeen(parts, found, after, [...leaves, context], fact);
  };
  const note = (
    part: TablePart,
    key: number,
    before: readonly number[],
    after: readonly number[],
    found: Dissected,
  ): void => {
    if (answerTo(part, key) >= 0) return;
    const slots = part.own.filter(slot => after[slot] !== before[slot]);
    const list = found.doings.filter(({ region }) => part.own.includes(region));
    /** What moves is part of the situation, so that the way it moves is the same in all its states. */
    const addedTo = (word: 0 | 1): number =>
      slots
        .filter(slot => words[slot] === word)
        .reduce((sum, slot) => sum + ((after[slot] ?? 0) - (before[slot] ?? 0)) * (weights[slot] ?? 0), 0);
    const doings = outcomes.doingsNumber(list);
    const values = slots.map(slot => after[slot] ?? 0);
    keep(part, key, answerNumber({ doings, slots, values, low: addedTo(0), high: addedTo(1) }));
    part.known += 1;
  };
  /** What moved must belong to a part: if not, the footprint is too small, and nothing may be believed. */
  const mustBeSeen = (
    parts: readonly TablePart[],
    found: Dissected,
    after: readonly number[],
    before: readonly number[],
    fact: Event,
  ): void => {
    const isOwned = (slot: number): boolean => parts.some(({ own }) => own.includes(slot));
    const moved = after.flatMap((value, slot) => (value === before[slot] ? [] : [slot]));
    const stray = [...moved, ...found.doings.map(({ region }) => region)].find(slot => !isOwned(slot));
    if (stray !== undefined)
      throw new Error(`"${shape.machine.id}": ${nameOf(fact)} moves what it should not reach`);
  };

  const change = { low: 0, high: 0 };
  /** Answers of the last microstep. */
  const given = new Int32Array(packing.slots);
  let count = 0;
  /** One microstep: the number of what is done, and what it adds to the words added to `change`. */
  const micro = (values: Uint16Array, event: number): number => {
    const parts = eventParts[event] ?? NO_PARTS;
    let done = 0;
    count = 0;
    for (let index = 0; index < parts.length; index += 1) {
      const part = parts[index];
      if (part === undefined) continue;
      if (part.alone >= 0 && part.deafAlone[values[part.alone] ?? 0] === 1) continue;
      const key = keyOf(part, values, contextSlot);
      let number = answerTo(part, key);
      if (number < 0) {
        learn(values, event);
        number = answerTo(part, key);
      }
      if (number === quiet) continue;
      const answer = answers[number];
      if (answer === undefined) throw new Error(`no answer ${number}`);
      done = done === 0 ? answer.doings : outcomes.join(done, answer.doings);
      change.low += answer.low;
      change.high += answer.high;
      given[count] = number;
      count += 1;
    }
    return done;
  };

  const scratch = new Uint16Array(packing.slots);
  const apply = (): void => {
    for (let index = 0; index < count; index += 1) {
      const answer = answers[given[index] ?? 0];
      if (answer === undefined) continue;
      for (let place = 0; place < answer.slots.length; place += 1)
        scratch[answer.slots[place] ?? 0] = answer.values[place] ?? 0;
    }
  };
  let tellRaised: Raised = () => {};
  /** Takes what was raised, first come first served, in the state as it has become. */
  const takeRaised = (values: Uint16Array, first: number): number => {
    scratch.set(values);
    apply();
    let queue = outcomes.raisedBy(first);
    let chain = outcomes.after(0, first);
    for (let head = 0; head < queue.length; head += 1) {
      if (head === MOST_RAISED) throw new ChartRefusal(`"${shape.machine.id}" raises events without end`);
      tellRaised(scratch, queue[head] ?? 0);
      const done = micro(scratch, queue[head] ?? 0);
      if (done === 0) continue;
      apply();
      chain = outcomes.after(chain, done);
      const more = outcomes.raisedBy(done);
      if (more.length > 0) queue = [...queue, ...more];
    }
    return outcomes.outcomeOf(chain);
  };

  return {
    eventNumber,
    eventOf: number => {
      const event = events[number];
      if (event === undefined) throw new Error(`no event ${number}`);
      return event;
    },
    events: () => events,
    contextNumber,
    contextOf: number => contexts[number],
    contexts: () => contexts,
    change,
    take: (values, event) => {
      change.low = 0;
      change.high = 0;
      const done = micro(values, event);
      if (done === 0) return 0;
      if (outcomes.raisedBy(done).length > 0) return takeRaised(values, done);
      return outcomes.outcomeAlone(done);
    },
    heard: list =>
      heardAmong(
        shape,
        list.map(event => eventParts[event] ?? NO_PARTS),
      ),
    outcomeAt: outcomes.at,
    situationsOf: event => Math.max(0, ...(eventParts[event] ?? []).map(({ known }) => known)),
    calls: () => calls,
    whenRaised: listener => {
      tellRaised = listener;
    },
  };
};
