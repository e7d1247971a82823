import type { AnyMachineSnapshot } from 'xstate';
import { once } from '../../../runtime/once.ts';
import { facedBy } from './outside.ts';

/**
 * Of a pump that is neither starting nor operating, and moves nothing, nobody asks whether an alarm stops it: a fault or the power has. What is asked
 * then is answered by that alone; a test holds it against the runtime.
 */
export const ASKED_WHILE_UP: readonly object[] = [{ conditions: 'clear' }, { conditions: 'stopped' }];

/**
 * All that the runtime asks of the pump's own chart at rest, besides the words for what it is doing: a test finds every
 * question that is asked in `src/runtime` among these.
 */
export const ASKED_OF_PUMP: readonly object[] = [
  { life: 'off' },
  { life: 'recovering' },
  { life: 'operating' },
  { life: 'failSafe' },
  ...ASKED_WHILE_UP,
  { supply: 'ready' },
  { supply: 'unknown' },
  { supply: { changing: 'rewinding' } },
  { supply: { changing: 'seating' } },
  { supply: { changing: 'primed' } },
  { supply: { changing: 'primingTubing' } },
  { supply: { changing: 'fillingCannula' } },
  { permission: 'delivering' },
  { permission: 'suspendedRemotely' },
  { permission: 'suspendedByAlarm' },
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

/** In one of these a pump is up, or moves. */
export const UP: readonly object[] = [
  { life: 'recovering' },
  { life: 'operating' },
  { motor: { underway: 'moving' } },
];

/**
 * What the rest of the pump sees of its own chart between two steps; which step of a change comes next is told to a person, and who has
 * stopped it to a remote.
 */
const facePump = once((chart: AnyMachineSnapshot): string => {
  const { value, context }: { value: unknown; context: { readonly owner?: unknown } } = chart;
  const isUp = UP.some(state => isIn(chart, state));
  return JSON.stringify([
    facedBy(chart),
    ASKED_OF_PUMP.filter(asked => isUp || !ASKED_WHILE_UP.includes(asked)).map(asked => isIn(chart, asked)),
    leafOf(value, 'supply'),
    leafOf(value, 'permission'),
    context.owner,
  ]);
});

const leafOf = (value: unknown, region: 'supply' | 'permission'): unknown =>
  typeof value === 'object' && value !== null && region in value ? Object(value)[region] : null;

const isIn = (chart: AnyMachineSnapshot, asked: object): boolean =>
  chart.matches(asked as Parameters<typeof chart.matches>[0]);

/** Whether the rest of the pump sees the same of two states. */
export const isPumpAlike = (own: AnyMachineSnapshot, its: AnyMachineSnapshot): boolean =>
  facePump(own) === facePump(its);
