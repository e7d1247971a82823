import type { AnyStateMachine } from 'xstate';
import { factSchema } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { blankState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { recorder, type Tape } from '../../src/verify/mutants/observed/tape.ts';
import { type Stride, walk } from '../fuzz/walk.ts';

export const WALKS = 'walks';
export const FOCUSED = 'walks of its own';

const MIDNIGHT = Date.UTC(2026, 0, 2);

/** A seeded walk of the pump that ships, in a world that answers it: a person who wants insulin, and now and then anything. */
export const tapeOfWalk = (seed: number, facts: number): Tape =>
  taped(walk(seed, facts).strides).tape(`seed ${seed}`, WALKS);

/** Such a walk, on which much of this comes. */
export const tapeOfFocused = (focus: Focus, seed: number, facts: number): Tape =>
  taped(walk(seed, facts, focus.facts).strides).tape(`${focus.name}, seed ${seed}`, FOCUSED);

/** Kinds of facts that a chart hears of, and its name. */
export type Focus = { readonly name: string; readonly facts: ReadonlySet<string> };

/** What a chart hears from outside, and what comes before what it hears of the ledger. Time comes by itself. */
export const focusOn = (chart: AnyStateMachine): Focus => {
  const heard = chart.events.map(String);
  const facts = new Set([...heard, ...heard.flatMap(type => [...(causes().get(type) ?? [])])]);
  return { name: chart.id, facts: new Set([...facts].filter(type => !isByItself(type))) };
};

/** By which kinds of facts the ledger comes to say something else: learnt from walks on which everything comes. */
const causes = (): ReadonlyMap<string, ReadonlySet<string>> => {
  learnt ??= learn();
  return learnt;
};
let learnt: ReadonlyMap<string, ReadonlySet<string>> | null = null;

const LEARNT_FROM = 12;
const EVERYTHING: Focus = {
  name: 'everything',
  facts: new Set(factSchema.options.map(({ shape }) => shape.type.value)),
};

const learn = (): ReadonlyMap<string, ReadonlySet<string>> => {
  const known = new Map<string, Set<string>>();
  for (let seed = 1; seed <= LEARNT_FROM; seed += 1)
    for (const { envelope, derived } of tapeOfFocused(EVERYTHING, seed, 1_000).steps)
      for (const { type } of derived)
        known.set(type, (known.get(type) ?? new Set<string>()).add(envelope.fact.type));
  return known;
};

const isByItself = (type: string): boolean => type.startsWith('timer.') || type === 'clock.reached';

const taped = (strides: readonly Stride[]) => {
  const recording = recorder();
  let state = blankState();
  let now = 0;
  for (const [index, { waitMs, fact }] of strides.entries()) {
    now += waitMs;
    const envelope = { seq: index + 1, monoMs: monoMs(now), wallMs: wallMs(MIDNIGHT + now), fact };
    const stepped = step(state, envelope);
    recording.watch({ ...stepped, envelope, before: state });
    state = stepped.state;
  }
  return recording;
};
