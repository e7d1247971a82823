import type { Derived } from '../domain/facts.ts';

export const inU = (microunits: number): string => `${microunits / 1_000_000} U`;

const tellAccepted = ({
  rateUuPerHour: rate,
  bolusUu,
  reductions,
}: Extract<Derived, { type: 'automation.accepted' }>): string =>
  [
    `automation: ${rate === null ? 'as it runs' : `${inU(rate)}/h`}${bolusUu === 0 ? '' : ` and ${inU(bolusUu)} now`}`,
    ...reductions,
  ].join('; ');

/** What the ledger has found, where a person would notice it: a line, or none. */
export const tellDerived = (derived: Derived): readonly string[] => {
  switch (derived.type) {
    case 'pulse.unverified':
      return [`pulse ${derived.pulse} counted in doubt: ${derived.reason}`];
    case 'pulse.stray':
      return [`an answer about pulse ${derived.pulse} came too late: logged, not counted again`];
    case 'delivery.exceeded':
      return [`delivery.exceeded: ${derived.reason}`];
    case 'automation.refused':
      return [`automation: nothing follows. ${derived.reasons.join(' ')}`];
    case 'automation.accepted':
      return [tellAccepted(derived)];
    case 'automation.lowered':
      return [`automation lowered to ${inU(derived.rateUuPerHour)}/h: ${derived.reductions.join('; ')}`];
    case 'answer.strayed':
      return ['an answer of the controller came too late: nothing follows'];
    case 'glucose.rejected':
      return [`reading refused: ${derived.reasons.join(' ')}`];
    case 'target.ended':
      return ['the temporary target is over: the power was gone; start it again if it is wanted'];
    case 'seat.doubted':
      return [`cartridge not seated: ${derived.reason}`];
    case 'supply.found':
      return derived.found === 'ready' ? [] : [`supply.found: ${derived.found}`];
    case 'restart.doubted':
      return [`delivery does not go on by itself: ${derived.reasons.join(' ')}`];
    case 'prime.sufficed':
    case 'prime.exhausted':
    case 'fill.completed':
    case 'force.lost':
    case 'occlusion.suspected':
    case 'occlusion.detected':
    case 'occlusion.relieved':
    case 'glucose.predictedLow':
    case 'glucose.recovering':
    case 'glucose.unseen':
    case 'glucose.unseenLow':
    case 'lowSuspend.exhausted':
    case 'limit.hourlyReached':
    case 'limit.dailyReached':
    case 'basal.withheld':
    case 'basal.restored':
    case 'limit.basalReached':
    case 'suspension.expired':
    case 'clock.suspected':
    case 'clock.lost':
    case 'clock.trusted':
    case 'delivery.interrupted':
    case 'basal.short':
    case 'basal.farShort':
    case 'basal.sufficient':
    case 'motor.strayed':
    case 'stall.repeated':
    case 'storm.detected':
    case 'storm.ended':
    case 'fault.detected':
      return [derived.type];
    // The command that follows from it tells it.
    case 'restart.verified':
    case 'pulse.due':
    case 'pulse.verified':
    case 'bolus.admitted':
    case 'bolus.refused':
    case 'bolus.completed':
    case 'bolus.settled':
    case 'bolus.confirmed':
    case 'bolus.cancelled':
    case 'extended.completed':
    case 'extended.lapsed':
    case 'extended.settled':
    case 'delivery.started':
    case 'delivery.stopped':
    case 'autoOff.armed':
    case 'autoOff.near':
    case 'autoOff.reached':
    case 'autoOff.answered':
    case 'autoOff.disarmed':
    case 'tempBasal.admitted':
    case 'tempBasal.refused':
    case 'tempBasal.ended':
    case 'reservoir.low':
    case 'reservoir.veryLow':
    case 'reservoir.emptied':
    case 'reservoir.refilled':
    case 'seat.verified':
    case 'cartridge.accepted':
    case 'cartridge.refused':
    case 'glucose.accepted':
    case 'glucose.fresh':
    case 'glucose.late':
    case 'glucose.stale':
    case 'glucose.lost':
    case 'glucose.notLow':
    case 'glucose.low':
    case 'glucose.urgentlyLow':
    case 'glucose.notHigh':
    case 'glucose.high':
    case 'glucose.highLasting':
    case 'glucose.highUndelivered':
    case 'glucose.notVeryHigh':
    case 'glucose.veryHigh':
    case 'glucose.steady':
    case 'glucose.falling':
    case 'glucose.rising':
    case 'sensor.removed':
    case 'sensor.warming':
    case 'sensor.started':
    case 'sensor.failed':
    case 'sensor.expiring':
    case 'sensor.expired':
    case 'sensor.doubted':
    case 'sensor.trusted':
    case 'glucose.contradicted':
    case 'automation.obstructed':
    case 'automation.unready':
    case 'automation.ready':
    case 'automation.lapsed':
    case 'automation.disabled':
    case 'automation.saturated':
    case 'automation.ended':
    case 'activity.expired':
    case 'target.expired':
    case 'lowSuspend.armed':
    case 'lowSuspend.disarmed':
    case 'lowSuspend.answered':
    case 'glucose.seen':
    case 'missedBolus.due':
    case 'missedBolus.settled':
    case 'glucoseCheck.due':
    case 'glucoseCheck.settled':
    case 'siteChange.due':
    case 'siteChange.settled':
    case 'settings.admitted':
    case 'settings.refused':
    case 'settings.withdrawn':
    case 'settings.agreed':
    case 'settings.accepted':
    case 'remote.admitted':
    case 'remote.refused':
    case 'remote.spent':
    case 'remote.forgotten':
    case 'remote.commanded':
    case 'alarm.stopRaised':
    case 'alarm.bolusStopRaised':
    case 'alarm.stopsCleared':
    // The regions that hear of these tell them.
    case 'battery.recovered':
    case 'battery.low':
    case 'battery.critical':
    case 'battery.ending':
    case 'battery.depleted':
    case 'temperature.settled':
    case 'temperature.warned':
    case 'temperature.exceeded':
    case 'temperature.overheated':
    case 'pressure.settled':
    case 'pressure.exceeded':
    case 'pressure.leapt':
    case 'supervisor.disagreed':
    case 'resets.repeated':
      return [];
    default:
      return derived satisfies never;
  }
};
