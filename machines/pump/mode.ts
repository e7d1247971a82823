/** The words users know. Several may hold at once; the page, the README and the path tests use these. */
export type Mode =
  | 'off'
  | 'self-test'
  | 'recovering'
  | 'fail-safe'
  | 'delivering'
  | 'temporary basal'
  | 'reduced basal'
  | 'basal off: low glucose'
  | 'automation starting'
  | 'automation'
  | 'automation limited'
  | 'confirming a bolus'
  | 'bolusing'
  | 'extended bolus'
  | 'suspended'
  | 'changing the cartridge'
  | 'priming the tubing'
  | 'filling the cannula'
  | 'occlusion alarm'
  | 'motor alarm'
  | 'reservoir low'
  | 'reservoir empty';

/** Anything that can say which of its states are active, by id: an XState snapshot, or a journal frame. */
export type Active = { readonly isIn: (stateId: string) => boolean };

/** Each mode with the state that means it, in the order people read them. */
const MEANING: readonly (readonly [Mode, string])[] = [
  ['off', 'pump.life.off'],
  ['self-test', 'pump.life.selfTest'],
  ['recovering', 'pump.life.recovering'],
  ['fail-safe', 'pump.life.failSafe'],
  ['delivering', 'pump.permission.delivering'],
  ['temporary basal', 'pump.basal.temporary'],
  ['reduced basal', 'pump.basal.reduced'],
  ['basal off: low glucose', 'lowSuspend.basal.withheld'],
  ['automation starting', 'therapy.mode.closedLoop.attempting'],
  ['automation', 'therapy.mode.closedLoop.active'],
  ['automation', 'therapy.mode.closedLoop.late'],
  ['automation limited', 'therapy.mode.closedLoop.limited'],
  ['automation limited', 'therapy.mode.closedLoop.safeBasal'],
  ['confirming a bolus', 'pump.bolus.confirming'],
  ['bolusing', 'pump.bolus.delivering'],
  ['extended bolus', 'pump.extended.delivering'],
  ['suspended', 'pump.permission.suspendedByUser'],
  ['suspended', 'pump.permission.suspendedRemotely'],
  ['suspended', 'pump.permission.suspendedByAlarm'],
  ['suspended', 'pump.permission.suspendedForChange'],
  ['suspended', 'pump.permission.suspendedAfterRecovery'],
  ['changing the cartridge', 'pump.supply.changing'],
  ['priming the tubing', 'pump.supply.changing.primingTubing'],
  ['filling the cannula', 'pump.supply.changing.fillingCannula'],
  ['occlusion alarm', 'pump.occlusion.occluded'],
  ['motor alarm', 'pump.motor.uncertain'],
  ['reservoir low', 'pump.reservoir.low'],
  ['reservoir low', 'pump.reservoir.veryLow'],
  ['reservoir empty', 'pump.reservoir.empty'],
];

/** What the pump is doing, in users' words. `suspended` is said only of a pump that is operating. */
export const mode = (state: Active): readonly Mode[] =>
  MEANING.filter(
    ([word, id]) => state.isIn(id) && (word !== 'suspended' || state.isIn('pump.life.operating')),
  ).map(([word]) => word);
