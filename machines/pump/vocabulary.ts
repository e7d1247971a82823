import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName, GradeName } from '../../src/domain/alarms.ts';
import type { BolusEnd, BolusPart } from '../../src/domain/commands.ts';
import type { BolusKind, Channel, Found } from '../../src/domain/facts.ts';

/**
 * The words of the pump chart. Its events are facts without their quantities: an event may carry a
 * small enumeration, never a number, so that the chart is finite and can be walked exhaustively.
 */
export type PumpEvent =
  // From the journal of facts.
  | { readonly type: 'power.applied' }
  | { readonly type: 'power.lost' }
  | { readonly type: 'selfTest.passed' }
  | { readonly type: 'selfTest.failed' }
  | { readonly type: 'journal.read'; readonly verdict: 'new' | 'clean' | 'interrupted' }
  | { readonly type: 'journal.failed' }
  | { readonly type: 'intent.recorded' }
  | { readonly type: 'outcome.recorded' }
  | { readonly type: 'clock.reached' }
  | { readonly type: 'fault.latched' }
  /** What it starts, and whether so much was requested in the hour that one word is not enough. */
  | { readonly type: 'bolus.confirmed'; readonly kind: BolusKind; readonly hour: 'usual' | 'much' }
  | { readonly type: 'bolus.confirmedAgain'; readonly kind: BolusKind }
  | { readonly type: 'bolus.cancelled'; readonly part: BolusPart | 'both' }
  | { readonly type: 'suspend.requested'; readonly origin?: 'user' | 'remote' }
  | { readonly type: 'resume.requested'; readonly origin?: 'user' | 'remote' }
  | { readonly type: 'tempBasal.cancelled' }
  | { readonly type: 'change.requested' }
  | { readonly type: 'change.cancelled' }
  | { readonly type: 'cartridge.removed' }
  | { readonly type: 'cartridge.inserted' }
  | { readonly type: 'set.disconnected' }
  | { readonly type: 'rewind.requested' }
  | { readonly type: 'plunger.homed' }
  | { readonly type: 'rewind.failed' }
  | { readonly type: 'seating.failed' }
  | { readonly type: 'prime.started' }
  | { readonly type: 'prime.held' }
  | { readonly type: 'prime.stopped' }
  | { readonly type: 'prime.skipped' }
  | { readonly type: 'fill.requested' }
  | { readonly type: 'fill.cancelled' }
  | { readonly type: 'fill.skipped' }
  | { readonly type: 'motor.arrived' }
  | { readonly type: 'motor.halted' }
  | { readonly type: 'motor.failed' }
  // From the ledger.
  | { readonly type: 'pulse.due'; readonly channel: Channel }
  | { readonly type: 'pulse.verified' }
  | { readonly type: 'pulse.unverified' }
  | { readonly type: 'motor.strayed' }
  | { readonly type: 'delivery.exceeded' }
  | { readonly type: 'stall.repeated' }
  | { readonly type: 'bolus.admitted' }
  | { readonly type: 'bolus.refused' }
  | { readonly type: 'bolus.completed' }
  | { readonly type: 'bolus.settled' }
  | { readonly type: 'extended.completed' }
  | { readonly type: 'extended.lapsed' }
  | { readonly type: 'extended.settled' }
  | { readonly type: 'tempBasal.admitted' }
  | { readonly type: 'tempBasal.refused' }
  | { readonly type: 'tempBasal.ended' }
  | { readonly type: 'limit.hourlyReached' }
  | { readonly type: 'limit.dailyReached' }
  | { readonly type: 'basal.withheld' }
  | { readonly type: 'basal.restored' }
  | { readonly type: 'limit.basalReached' }
  | { readonly type: 'clock.suspected' }
  | { readonly type: 'clock.lost' }
  | { readonly type: 'clock.trusted' }
  | { readonly type: 'delivery.interrupted' }
  | { readonly type: 'occlusion.suspected' }
  | { readonly type: 'occlusion.detected' }
  | { readonly type: 'occlusion.relieved' }
  | { readonly type: 'reservoir.low' }
  | { readonly type: 'reservoir.veryLow' }
  | { readonly type: 'reservoir.emptied' }
  | { readonly type: 'reservoir.refilled' }
  | { readonly type: 'supply.found'; readonly found: Found }
  | { readonly type: 'restart.verified' }
  | { readonly type: 'restart.doubted' }
  | { readonly type: 'seat.verified' }
  | { readonly type: 'seat.doubted' }
  | { readonly type: 'cartridge.accepted' }
  | { readonly type: 'cartridge.refused' }
  | { readonly type: 'prime.sufficed' }
  | { readonly type: 'prime.exhausted' }
  | { readonly type: 'fill.completed' }
  | { readonly type: 'force.lost' }
  // From the small machines: one of them has raised an alarm that stops for good.
  | { readonly type: 'fault.detected' }
  // From the alarms, and raised by regions that stop delivery themselves.
  | { readonly type: 'alarm.stopRaised' }
  | { readonly type: 'alarm.stopsCleared' }
  /** Boluses end; basal goes on. */
  | { readonly type: 'alarm.bolusStopRaised' }
  // Raised within the chart.
  | { readonly type: 'extended.released' }
  | { readonly type: 'fault.tripped' };

/** Finite by design: who owns the pulse in flight, and whether the last one was missed. */
export type PumpContext = {
  readonly owner: Channel | 'nobody';
  readonly misses: 'none' | 'one';
};

export type Moment = { readonly context: PumpContext; readonly event: PumpEvent };

export type PumpTag = 'motorStill' | 'therapyPermitted' | 'bolusing' | 'extending' | 'stopped';

export type PumpMeta = { readonly req: readonly RequirementId[] };

export type NamesAlarm = { readonly alarm: AlarmName; readonly grade?: GradeName };
export type NamesEnd = { readonly reason: BolusEnd };
