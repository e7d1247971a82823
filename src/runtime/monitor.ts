import type { CommandOf } from '../domain/commands.ts';
import type { Fact } from '../domain/facts.ts';
import type { MonoMs } from '../domain/units.ts';
import { INVARIANTS, type Invariant } from './invariants.ts';
import type { Observed } from './run.ts';
import type { PumpState } from './state.ts';

/** What the monitor remembers of earlier steps: that a pulse is not told twice, and since when a day has one limit. */
export type Memory = {
  /** The last pulse whose intent, movement and outcome were asked for. */
  readonly intent: number;
  readonly moved: number;
  readonly outcome: number;
  /**
   * Since when settings and time of day are what they are, with insulin given before; null when none was: what
   * was given under another limit is not held against this one.
   */
  readonly dayFrom: MonoMs | null;
};

export type Violation = { readonly invariant: Invariant['id']; readonly says: string };

/** What is known of a pump that starts here: every pulse it ever claimed is in the past. */
export const memoryOf = ({ ledger: { claims, doses, at } }: PumpState): Memory => ({
  intent: claims,
  moved: claims,
  outcome: claims,
  dayFrom: doses.history.length === 0 || at === null ? null : at.monoMs,
});

type Inspect = (
  memory: Memory,
  step: Observed,
) => { readonly memory: Memory; readonly violations: readonly Violation[] };

/**
 * Holds one step of the pump against these invariants of the pump domain, without trusting the charts
 * that made it. Pure: give it the memory that the step before gave back.
 */
export const inspectBy =
  (invariants: readonly Invariant[]): Inspect =>
  (memory, step) => {
    const violations: Violation[] = [];
    for (const { id, breaks } of invariants) {
      const says = breaks(step, memory);
      if (says !== null) violations.push({ invariant: id, says });
    }
    return { memory: remember(memory, step), violations };
  };

/** By all of them. */
export const inspect: Inspect = inspectBy(INVARIANTS);

const remember = (memory: Memory, step: Observed): Memory => {
  const { commands, before, envelope } = step;
  if (commands.length === 0 && !startsDay(step)) return memory;
  const last = (of: 'recordIntent' | 'moveMotor'): number | undefined =>
    commands.findLast((each): each is CommandOf<'recordIntent' | 'moveMotor'> => each.type === of)?.pulse
      .pulse;
  const outcome = commands.findLast(
    (each): each is CommandOf<'recordOutcome'> => each.type === 'recordOutcome',
  );
  return {
    intent: last('recordIntent') ?? memory.intent,
    moved: last('moveMotor') ?? memory.moved,
    outcome: outcome?.pulse ?? memory.outcome,
    dayFrom: startsDay(step) ? dayFrom(before, envelope) : memory.dayFrom,
  };
};

const CHANGES_OF_TIME: ReadonlySet<Fact['type']> = new Set(['clock.set', 'zone.changed', 'power.applied']);

/** The limit of a day, the profile, or the time that it follows is another one from now on. */
const startsDay = ({ before, state, envelope: { fact } }: Observed): boolean =>
  CHANGES_OF_TIME.has(fact.type) || before.ledger.programming.version !== state.ledger.programming.version;

const dayFrom = ({ ledger: { doses } }: PumpState, { monoMs }: Observed['envelope']): MonoMs | null =>
  doses.history.length === 0 ? null : monoMs;
