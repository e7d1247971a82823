import type { AlarmName, GradeName } from '../../src/domain/alarms.ts';
import type { Channel } from '../../src/domain/facts.ts';
import type { PumpEvent } from '../pump/vocabulary.ts';

/** The pump's actions that some part of its world answers; the others leave no trace in the world. */
export type Ask =
  | 'runSelfTest'
  | 'recordIntent'
  | 'recordOutcome'
  | 'moveMotor'
  | 'rewindDrive'
  | 'seatPlunger'
  | 'stopMotor'
  | 'readEncoder'
  | 'askConfirmation'
  | 'askAgain'
  | 'startDelivery'
  | 'stopDelivery'
  | 'claimPulse'
  | 'skipPulse'
  | 'voidPulse'
  | 'countVerified'
  | 'countInDoubt'
  | 'noteStall'
  | 'startBolus'
  | 'startExtended'
  | 'startCombo'
  | 'discardBolus'
  | 'endBolus'
  | 'endExtended'
  | 'acceptCartridge'
  | 'startPrime'
  | 'startFill'
  | 'stopPrime'
  | 'startTempBasal'
  | 'reduceBasal'
  | 'endTempBasal'
  | 'resumeAlarms';

/** What happens in the world without the pump's knowledge: it only meets the consequences. */
export type Mishap = 'line.blocked' | 'line.opened';

/**
 * The world hears what the pump asked, and offers facts in return. A fact is offered in a state of the
 * plant when the plant has a transition for it; pump and plant then both take it.
 */
export type PlantEvent =
  | PumpEvent
  | { readonly type: Mishap }
  | { readonly type: `asked.${Ask}` }
  | { readonly type: 'asked.raiseAlarm'; readonly alarm: AlarmName; readonly grade?: GradeName };

/** Whether the journal was ever written, and whose pulse is in flight. */
export type PlantContext = {
  readonly records: 'none' | 'some';
  readonly channel: Channel | 'nobody';
};

export type PlantMoment = { readonly context: PlantContext; readonly event: PlantEvent };

/**
 * Facts that the ledger says in the same step as what caused them: while one of these is offered,
 * nothing from outside can happen first.
 */
export const AT_ONCE = [
  'bolus.settled',
  'extended.settled',
  'reservoir.refilled',
  'supply.found',
  'restart.verified',
  'restart.doubted',
] as const satisfies readonly PumpEvent['type'][];

/** What else the ledger may say in such a step, before those: it concluded them together. */
export const MEANWHILE = [
  'pulse.due',
  'pulse.verified',
  'pulse.unverified',
  'motor.strayed',
  'delivery.exceeded',
  'stall.repeated',
  'bolus.completed',
  'extended.completed',
  'extended.lapsed',
  'prime.sufficed',
  'prime.exhausted',
  'fill.completed',
  'tempBasal.ended',
  'limit.hourlyReached',
  'limit.dailyReached',
  'basal.withheld',
  'basal.restored',
  'limit.basalReached',
  'clock.suspected',
  'clock.lost',
  'clock.trusted',
  'delivery.interrupted',
  'occlusion.suspected',
  'occlusion.detected',
  'occlusion.relieved',
  'reservoir.low',
  'reservoir.veryLow',
  'reservoir.emptied',
  'fault.detected',
  'alarm.bolusStopRaised',
] as const satisfies readonly PumpEvent['type'][];
