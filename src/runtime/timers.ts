import { after, type MonoMs, milliseconds } from '../domain/units.ts';
import type { Effect } from './charts.ts';
import type { MachineId, Timer } from './state.ts';

/** The running timers after a chart has started or cancelled one; cancelling one that has just ended is harmless. */
export const timersAfter = (
  timers: readonly Timer[],
  machine: MachineId,
  effect: Effect,
  now: MonoMs,
): readonly Timer[] => {
  if (effect.type === 'asked') return timers;
  const others = timers.filter(timer => timer.machine !== machine || timer.event !== effect.event);
  if (effect.type === 'timerCancelled') return others;
  const { delay, event, lengthMs } = effect;
  return [...others, { machine, delay, event, at: after(now, milliseconds(lengthMs)) }];
};
