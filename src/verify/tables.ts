import { type Event, nameOf } from './automaton.ts';
import { type Dissected, dissector } from './dissect.ts';
import { type Footprint, type Part, partsOf } from './footprint.ts';
import { type Outcome, outcomesOf } from './outcomes.ts';
import type { Shape } from './shape.ts';
import { flat, hashed, type Situations } from './situations.ts';

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
  /**
   * Takes an event in the state whose leaves and context number stand in `values` from `base` on. Says
   * which outcome that has, and leaves what changed in `changed`. Outcome 0 is: nothing answered.
   */
  readonly take: (values: Uint16Array, base: number, event: number) => number;
  /** Slot and new value, slot and new value, … of the last step; `count` of them. */
  readonly changed: { readonly slots: Int32Array; readonly values: Int32Array; count: number };
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
/** As many as most charts have, to guess the size of a table by. */
const FEW_CONTEXTS = 16;
/** Tables up to this many situations lie flat in memory; larger ones are hashed. */
const FLAT = 1 << 22;

/** What one part does in one situation: numbers of its doings, and what changes. */
type Answer = {
  readonly doings: number;
  readonly slots: readonly number[];
  readonly values: readonly number[];
};

type TablePart = {
  /** Slots that it may change. */
  readonly own: readonly number[];
  /** Slots of regions that it reads. */
  readonly slots: Int32Array;
  /** What the value of each slot adds to the key of a situation. */
  readonly weights: readonly Int32Array[];
  /** The region that answers alone, and its leaves without an answer; -1 where several answer together. */
  readonly alone: number;
  readonly deaf: readonly boolean[];
  /** What each context adds. */
  readonly perContext: number;
  readonly situations: Situations;
  known: number;
};

/** Tables of a chart. Its footprint is found from its config; a test gives a wrong one to see it caught. */
export const tablesOf = (shape: Shape, footprint: Footprint = partsOf): Tables => {
  const ask = dissector(shape.machine);
  const width = shape.regions.length + 1;
  const contextSlot = width - 1;

  const contexts: unknown[] = [];
  const contextNumbers = new Map<string, number>();
  const contextNumber = (context: unknown): number => {
    const text = JSON.stringify(context) ?? '';
    const known = contextNumbers.get(text);
    if (known !== undefined) return known;
    if (contexts.length === MOST_CONTEXTS)
      throw new Error(
        `cannot tabulate "${shape.machine.id}": its context has no end of values, such as ${text}; a quantity belongs in the ledger`,
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
    eventParts.push(footprint(shape, event.type).map(tablePart));
    return events.length - 1;
  };
  const tablePart = ({ own, reads, context, writes, deaf }: Part): TablePart => {
    let size = 1;
    const weights = reads.map(({ classes }) => {
      const stride = size;
      size *= Math.max(...classes) + 1;
      return Int32Array.from(classes, each => each * stride);
    });
    const [only, ...others] = own;
    const alone = only === undefined || others.length > 0 ? -1 : only;
    const isFlat = size * (context ? FEW_CONTEXTS : 1) <= FLAT;
    return {
      own: writes ? [...own, contextSlot] : own,
      slots: Int32Array.from(reads, ({ region }) => region),
      weights,
      alone,
      deaf: deaf[0] ?? [],
      perContext: context ? size : 0,
      situations: isFlat ? flat() : hashed(),
      known: 0,
    };
  };

  const outcomes = outcomesOf(eventNumber);
  const answers: Answer[] = [{ doings: 0, slots: [], values: [] }];
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
  const keyOf = (part: TablePart, values: Uint16Array, base: number): number => {
    const { slots, weights, perContext } = part;
    let key = (values[base + contextSlot] ?? 0) * perContext;
    for (let index = 0; index < slots.length; index += 1)
      key += weights[index]?.[values[base + (slots[index] ?? 0)] ?? 0] ?? 0;
    return key;
  };
  /** Asks XState, and notes the answer of every part. */
  const learn = (values: Uint16Array, base: number, event: number): void => {
    calls += 1;
    const leaves = [...values.subarray(base, base + contextSlot)];
    const context = values[base + contextSlot] ?? 0;
    const fact = events[event];
    if (fact === undefined) throw new Error(`no event ${event}`);
    const found = ask(leaves, contexts[context], fact);
    const after = [...found.leaves, contextNumber(found.context)];
    const parts = eventParts[event] ?? [];
    for (const part of parts) note(part, keyOf(part, values, base), [...leaves, context], after, found);
    mustBeSeen(parts, found, after, [...leaves, context], fact);
  };
  const note = (
    part: TablePart,
    key: number,
    before: readonly number[],
    after: readonly number[],
    found: Dissected,
  ): void => {
    if (part.situations.get(key) >= 0) return;
    const slots = part.own.filter(slot => after[slot] !== before[slot]);
    const list = found.doings.filter(({ region }) => part.own.includes(region));
    part.situations.set(
      key,
      answerNumber({
        doings: outcomes.doingsNumber(list),
        slots,
        values: slots.map(slot => after[slot] ?? 0),
      }),
    );
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

  const changed = { slots: new Int32Array(width), values: new Int32Array(width), count: 0 };
  /** One microstep: the number of what is done, changes added to `changed`. */
  const micro = (values: Uint16Array, base: number, event: number): number => {
    const parts = eventParts[event] ?? [];
    let done = 0;
    for (let index = 0; index < parts.length; index += 1) {
      const part = parts[index];
      if (part === undefined) continue;
      if (part.alone >= 0 && part.deaf[values[base + part.alone] ?? 0] === true) continue;
      const key = keyOf(part, values, base);
      let number = part.situations.get(key);
      if (number < 0) {
        learn(values, base, event);
        number = part.situations.get(key);
      }
      if (number === quiet) continue;
      const answer = answers[number];
      if (answer === undefined) throw new Error(`no answer ${number}`);
      done = outcomes.join(done, answer.doings);
      for (let change = 0; change < answer.slots.length; change += 1) {
        changed.slots[changed.count] = answer.slots[change] ?? 0;
        changed.values[changed.count] = answer.values[change] ?? 0;
        changed.count += 1;
      }
    }
    return done;
  };

  const scratch = new Uint16Array(width);
  let tellRaised: Raised = () => {};
  /** Takes what was raised, first come first served, in the state as it has become. */
  const takeRaised = (values: Uint16Array, base: number, first: number): number => {
    scratch.set(values.subarray(base, base + width));
    const apply = (): void => {
      for (let change = 0; change < changed.count; change += 1)
        scratch[changed.slots[change] ?? 0] = changed.values[change] ?? 0;
      changed.count = 0;
    };
    apply();
    const queue = [...outcomes.raisedBy(first)];
    let chain = outcomes.after(0, first);
    for (let head = 0; head < queue.length; head += 1) {
      if (head === MOST_RAISED) throw new Error(`"${shape.machine.id}" raises events without end`);
      tellRaised(scratch, queue[head] ?? 0);
      const done = micro(scratch, 0, queue[head] ?? 0);
      if (done === 0) continue;
      apply();
      chain = outcomes.after(chain, done);
      queue.push(...outcomes.raisedBy(done));
    }
    for (let slot = 0; slot < width; slot += 1) {
      const now = scratch[slot] ?? 0;
      if (now === values[base + slot]) continue;
      changed.slots[changed.count] = slot;
      changed.values[changed.count] = now;
      changed.count += 1;
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
    changed,
    take: (values, base, event) => {
      changed.count = 0;
      const done = micro(values, base, event);
      if (done === 0) return 0;
      if (outcomes.raisedBy(done).length > 0) return takeRaised(values, base, done);
      return outcomes.outcomeOf(outcomes.after(0, done));
    },
    outcomeAt: outcomes.at,
    situationsOf: event => Math.max(0, ...(eventParts[event] ?? []).map(({ known }) => known)),
    calls: () => calls,
    whenRaised: listener => {
      tellRaised = listener;
    },
  };
};
