import type { AnyMachineSnapshot } from 'xstate';
import { once } from '../../../runtime/once.ts';
import type { Merge } from './merged.ts';
import { facedBy } from './outside.ts';

/**
 * Of these states the runtime asks one thing: whether a HIGH alarm tells of a stop by an alarm. A pump that is not in one of them is held to
 * nothing by it.
 */
export const ONLY_HELD_AGAINST: readonly object[] = [{ permission: 'suspendedByAlarm' }];

/**
 * All that the runtime asks of the pump's own chart at rest, besides the words for what it is doing: a test finds every
 * question that is asked in `src/runtime` among these.
 */
export const ASKED_OF_PUMP: readonly object[] = [
  { life: 'off' },
  { life: 'recovering' },
  { life: 'operating' },
  { life: 'failSafe' },
  { conditions: 'clear' },
  { conditions: 'stopped' },
  { supply: 'ready' },
  { supply: 'unknown' },
  { supply: { changing: 'rewinding' } },
  { supply: { changing: 'seating' } },
  { supply: { changing: 'primed' } },
  { supply: { changing: 'primingTubing' } },
  { supply: { changing: 'fillingCannula' } },
  { permission: 'delivering' },
  { permission: 'suspendedRemotely' },
  ...ONLY_HELD_AGAINST,
  { motor: 'still' },
  { motor: 'uncertain' },
  { motor: { underway: 'moving' } },
  { occlusion: 'occluded' },
  { reservoir: 'empty' },
  { bolus: 'idle' },
  { bolus: 'delivering' },
  { extended: 'idle' },
  { extended: 'delivering' },
];

/** What the rest of the pump sees of its own chart between two steps; which step of a change comes next is told to a person. */
const facePump = once((chart: AnyMachineSnapshot): string => {
  const { value, context }: { value: unknown; context: { readonly owner?: unknown } } = chart;
  const supply = typeof value === 'object' && value !== null && 'supply' in value ? value.supply : null;
  return JSON.stringify([
    facedBy(chart),
    ASKED_OF_PUMP.filter(asked => !ONLY_HELD_AGAINST.includes(asked)).map(asked => isIn(chart, asked)),
    supply,
    context.owner,
  ]);
});

const isIn = (chart: AnyMachineSnapshot, asked: object): boolean =>
  chart.matches(asked as Parameters<typeof chart.matches>[0]);

/** Whether the rest of the pump sees the same of two states, or is held to less by the other one. */
export const isPumpAlike = (own: AnyMachineSnapshot, its: AnyMachineSnapshot): boolean =>
  facePump(own) === facePump(its) && ONLY_HELD_AGAINST.every(asked => isIn(own, asked) || !isIn(its, asked));

/**
 * Who has stopped a pump that operates is remembered, and nobody asks: whatever comes, it is answered alike, until somebody resumes. Only
 * from afar is another matter. That an alarm tells of a stop by an alarm as long as it lasts, a test holds against recorded runs.
 */
export const STOPPED_BY: Merge = {
  region: 'permission',
  leaves: ['suspendedByUser', 'suspendedByAlarm', 'suspendedForChange', 'suspendedAfterRecovery'],
  holds: chart => isIn(chart, { life: 'operating' }),
  looksAlike: (one, other) => facePump(one) === facePump(other),
};
