const TWO_DELAYS =
  'two delays run at once, and which is over first is time, of which properties know nothing: the other one reminds, and ends this state';

/** Faults that can be told and that no property can find, with the reason: by the id of the fault. */
export const UNSPOKEN: ReadonlyMap<string, string> = new Map([
  [
    'delayRemoved: suspension.reminder.overdue.low.telling timer.suspensionElapsed: nothing is waited for',
    TWO_DELAYS,
  ],
  [
    'delayRemoved: suspension.reminder.overdue.medium.telling timer.insistenceElapsed: nothing is waited for',
    TWO_DELAYS,
  ],
]);
