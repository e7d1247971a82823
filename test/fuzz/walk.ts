import { cartridgeOf } from '../../src/domain/change.ts';
import type { Command } from '../../src/domain/commands.ts';
import type { Envelope, Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { deadlineOf, dueFacts } from '../../src/runtime/deadlines.ts';
import { inspect, type Memory, memoryOf, type Violation } from '../../src/runtime/monitor.ts';
import { blankState, type PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { AUTOMATED } from '../support/automated.ts';
import { anyFact, kindsNamed } from './anyFact.ts';
import { wishOf } from './person.ts';
import { random } from './random.ts';
import { type Mark, marksOf, type Tally } from './tally.ts';
import { worldOf } from './world.ts';

/** One thing on a walk: time that passes, then a fact. */
export type Stride = { readonly waitMs: number; readonly fact: Fact };

export type Walked = {
  readonly strides: readonly Stride[];
  /** Facts that the edge refused, which therefore never reached the pump. */
  readonly refused: number;
  readonly tally: Tally;
  /** How the walk ended early: an invariant broken, or a defect thrown. */
  readonly broken: { readonly at: number; readonly says: string } | null;
};

const MIDNIGHT = Date.UTC(2026, 0, 2);

/** What is wrong with a step, in words, what it asked for, and what it counts as. */
type Taken = {
  readonly says: string | null;
  readonly commands: readonly Command[];
  readonly marks: readonly Mark[];
};

/** A pump that can be led, and that is watched at every step. */
const watchedPump = () => {
  let state: PumpState = blankState();
  let memory: Memory = memoryOf(state);
  let now = 0;
  let seq = 0;
  return {
    state: () => state,
    now: () => now,
    take: ({ waitMs, fact }: Stride): Taken => {
      now += waitMs;
      seq += 1;
      const before = state;
      try {
        const envelope: Envelope = { seq, monoMs: monoMs(now), wallMs: wallMs(MIDNIGHT + now), fact };
        const stepped = step(before, envelope);
        state = stepped.state;
        const seen = inspect(memory, { ...stepped, envelope, before });
        memory = seen.memory;
        return {
          says: inWords(seen.violations),
          commands: stepped.commands,
          marks: marksOf({ ...stepped, before }),
        };
      } catch (defect) {
        return {
          says: `it threw: ${defect instanceof Error ? defect.message : String(defect)}`,
          commands: [],
          marks: [],
        };
      }
    },
  };
};

const inWords = (violations: readonly Violation[]): string | null =>
  violations.length === 0
    ? null
    : violations.map(({ invariant, says }) => `${invariant}: ${says}`).join('; ');

const OPENING: readonly Fact[] = [
  { type: 'settings.changed', settings: { ...AUTOMATED, resumesAfterRestart: true } },
  cartridgeOf(200_000_000),
  { type: 'power.applied', boot: 'the first', gapMs: 0 },
];

/** Of eight walks one is through a world where anything breaks; the others live long enough to be treated. */
const CALM_OF_EIGHT = 7;

/**
 * Walks so many facts from a seed. Devices answer, time passes to the next deadline, a person wants
 * something, and now and then comes anything at all: rarely in a calm world, often in a wild one.
 */
export const walk = (seed: number, length: number, focus: ReadonlySet<string> | null = null): Walked => {
  const choose = random(seed);
  const pump = watchedPump();
  const strides: Stride[] = [];
  const tally = new Map<Mark, number>();
  const calm = choose.below(8) < CALM_OF_EIGHT;
  const world = worldOf(choose, calm);
  const focused = focus === null ? [] : kindsNamed(focus);
  let pending: Fact[] = [];
  let refused = 0;

  // Some pumps are switched on before anybody has given them settings.
  const opening = choose.oneIn(25) ? OPENING.slice(1) : OPENING;

  /** How wild this walk is: between a quiet life and mere noise. */
  const wildness = calm ? 400 : 2 + choose.below(40);

  const next = (): Stride | null => {
    const first = opening[strides.length];
    if (first !== undefined) return { waitMs: 0, fact: first };
    if (focused.length > 0 && choose.oneIn(3)) return seldomFatal(anything(focused));
    if (choose.oneIn(wildness)) return anything();
    if (pending.length > 0) return answer();
    const deadline = deadlineOf(pump.state());
    if (deadline !== null && !choose.oneIn(6)) {
      const late = choose.oneIn(calm ? 500 : 30) ? choose.below(120_000) : 0;
      const waitMs = Math.max(0, deadline - pump.now()) + late;
      const [due] = dueFacts(pump.state(), monoMs(pump.now() + waitMs));
      if (due !== undefined) return { waitMs, fact: due };
    }
    if (!calm && choose.oneIn(2)) return anything();
    const fact = wishOf(pump.state(), choose, world.isOpen(), `walk ${strides.length}`);
    return { waitMs: choose.below(calm ? 500 : 5_000), fact };
  };

  /** What waits, mostly in its order and once; in a wild world it may be lost or said twice. */
  const answer = (): Stride | null => {
    const index = !calm && choose.oneIn(20) ? choose.below(pending.length) : 0;
    const [fact] = pending.splice(index, 1);
    if (fact !== undefined && !calm && choose.oneIn(50)) pending.push(fact);
    if (fact === undefined || choose.oneIn(calm ? 5_000 : 200)) return null;
    return { waitMs: choose.oneIn(4) ? choose.below(90) : 0, fact };
  };

  const anything = (kinds?: ReturnType<typeof kindsNamed>): Stride | null => {
    const { fact } = anyFact(choose, kinds);
    if (fact === null) refused += 1;
    return fact === null ? null : { waitMs: choose.below(2_000), fact };
  };

  /** Nothing but a power switch helps after a latched fault. */
  const seldomFatal = (stride: Stride | null): Stride | null =>
    stride?.fact.type === 'fault.latched' && !choose.oneIn(8) ? null : stride;

  while (strides.length < length) {
    const stride = next();
    if (stride === null) continue;
    strides.push(stride);
    const { says, commands, marks } = pump.take(stride);
    for (const mark of marks) tally.set(mark, (tally.get(mark) ?? 0) + 1);
    if (says !== null) return { strides, refused, tally, broken: { at: strides.length, says } };
    world.note(stride.fact);
    pending.push(...commands.flatMap(world.answersTo));
    if (stride.fact.type === 'power.lost') {
      const gapMs = choose.oneIn(calm ? 10 : 3) ? null : 60_000;
      pending = [{ type: 'power.applied', boot: `boot ${strides.length}`, gapMs }];
    }
    if (pump.state().pump.matches({ life: 'failSafe' }) && choose.oneIn(20))
      pending.push({ type: 'power.lost', cause: 'operator' });
  }
  return { strides, refused, tally, broken: null };
};

/** Takes the same strides again; what breaks first. */
export const retrace = (strides: readonly Stride[]): Walked['broken'] => {
  const pump = watchedPump();
  for (const [index, stride] of strides.entries()) {
    const { says } = pump.take(stride);
    if (says !== null) return { at: index + 1, says };
  }
  return null;
};

/** What kind of failure it is, whatever the numbers in it. */
const kindOf = (broken: Walked['broken']): string | undefined => broken?.says.replace(/\d+/g, 'N');

/** Leaves out whatever this failure does not need: halves first, then single strides. Ends by itself. */
export const shrink = (strides: readonly Stride[]): readonly Stride[] => {
  const first = retrace(strides);
  const kind = kindOf(first);
  let kept = strides.slice(0, first?.at);
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)];
      const broken = retrace(fewer);
      if (broken === null || kindOf(broken) !== kind) from += size;
      else kept = fewer.slice(0, broken.at);
    }
  }
  return kept;
};
