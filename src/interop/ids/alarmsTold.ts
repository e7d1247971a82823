import type { AlarmName } from '../../domain/alarms.ts';
import type { Annunciation } from '../../domain/commands.ts';
import { alarmNumber, annunciationTypeOf, PRIORITY, SIGNAL_STATUS } from './annunciations.ts';
import type { AnnunciationTold, IddEvent } from './record.ts';
import { numberAfter, type Telling } from './tell.ts';
import type { AnnunciationStatus } from './words.ts';

/** The number of the last occurrence, and those of the alarms that are on. */
export type AlarmMemory = {
  readonly last: number;
  readonly instances: Readonly<Partial<Record<AlarmName, number>>>;
};
export const noAlarms: AlarmMemory = { last: 0, instances: {} };

const toldOf = (
  { alarm, priority }: Annunciation,
  instance: number,
  status: AnnunciationStatus,
): AnnunciationTold => ({
  instance,
  type: annunciationTypeOf(alarm),
  status,
  alarm: alarmNumber(alarm),
  priority: PRIORITY[priority],
});

const eventsOf = (told: AnnunciationTold): readonly IddEvent[] => [
  { event: 'annunciationChanged', ...told },
  { event: 'annunciationChangedMore', aux3: null, aux4: null, aux5: null },
];

/** Alarms as they come, are silenced or acknowledged, sound again, change their priority, and go. */
export const tellAlarms: Telling<AlarmMemory> = (memory, { before, state }) => {
  if (before.annunciation === state.annunciation) return { memory, events: [] };
  let { last } = memory;
  const instances: Partial<Record<AlarmName, number>> = {};
  const events: IddEvent[] = [];
  for (const each of state.annunciation) {
    const was = before.annunciation.find(({ alarm }) => alarm === each.alarm);
    const known = memory.instances[each.alarm];
    if (known === undefined) last = numberAfter(last);
    const instance = known ?? last;
    instances[each.alarm] = instance;
    const isOther =
      known === undefined ||
      was === undefined ||
      SIGNAL_STATUS[was.signal] !== SIGNAL_STATUS[each.signal] ||
      was.priority !== each.priority;
    if (isOther) events.push(...eventsOf(toldOf(each, instance, SIGNAL_STATUS[each.signal])));
  }
  for (const was of before.annunciation) {
    const instance = memory.instances[was.alarm];
    if (instance !== undefined && instances[was.alarm] === undefined)
      events.push(...eventsOf(toldOf(was, instance, 'confirmed')));
  }
  return { memory: { last, instances }, events };
};

/** The one annunciation that the standard lets a client read: the first that nobody has answered, or else the first of all. */
export const foremost = (
  { instances }: AlarmMemory,
  annunciation: readonly Annunciation[],
): AnnunciationTold | null => {
  const first = annunciation.find(({ signal }) => signal === 'sounding') ?? annunciation[0];
  const instance = first === undefined ? undefined : instances[first.alarm];
  return first === undefined || instance === undefined
    ? null
    : toldOf(first, instance, SIGNAL_STATUS[first.signal]);
};
