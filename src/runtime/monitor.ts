import type { CommandOf } from '../domain/commands.ts';
import { INVARIANTS, type Invariant } from './invariants.ts';
import type { Observed } from './run.ts';
import type { PumpState } from './state.ts';

/** What the monitor remembers of earlier steps: just enough to see that a pulse is not told twice. */
export type Memory = {
  /** The last pulse whose intent, movement and outcome were asked for. */
  readonly intent: number;
  readonly moved: number;
  readonly outcome: number;
};

export type Violation = { readonly invariant: Invariant['id']; readonly says: string };

/** What is known of a pump that starts here: every pulse it ever claimed is in the past. */
export const memoryOf = ({ ledger: { claims } }: PumpState): Memory => ({
  intent: claims,
  moved: claims,
  outcome: claims,
});

/**
 * Holds one step of the pump against the invariants of the pump domain, without trusting the charts
 * that made it. Pure: give it the memory that the step before gave back.
 */
export const inspect = (
  memory: Memory,
  step: Observed,
): { readonly memory: Memory; readonly violations: readonly Violation[] } => ({
  memory: remember(memory, step),
  violations: INVARIANTS.flatMap(({ id, breaks }) => {
    const says = breaks(step, memory);
    return says === null ? [] : [{ invariant: id, says }];
  }),
});

const remember = (memory: Memory, { commands }: Observed): Memory => {
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
  };
};
