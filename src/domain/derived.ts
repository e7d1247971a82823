import type { Doubt } from './detect/reading.ts';
import type { SessionFinding } from './detect/session.ts';
import type { Channel, Found, ReminderName } from './facts.ts';
import type { SuspendPolicy } from './lowSuspend/policy.ts';

/** What the ledger concludes from quantities; the charts see these beside the facts. */
export type Derived =
  | { readonly type: 'pulse.due'; readonly channel: Channel }
  | { readonly type: 'pulse.verified'; readonly pulse: number }
  /** The encoder saw less than 80 % of the pulse. It counts as delivered all the same. */
  | { readonly type: 'pulse.unverified'; readonly pulse: number; readonly reason: string }
  /** An answer about a pulse that is no longer awaited: logged, never counted again. */
  | { readonly type: 'pulse.stray'; readonly pulse: number }
  /** The plunger moved without a command, or less than its pulses, each good enough, add up to. */
  | { readonly type: 'motor.strayed'; readonly counts: number }
  /** More was delivered than was commanded, or than an hour may have. */
  | { readonly type: 'delivery.exceeded'; readonly reason: string }
  /** The second stall within 24 h. */
  | { readonly type: 'stall.repeated' }
  | { readonly type: 'bolus.admitted'; readonly bolus: string; readonly amountUu: number }
  | { readonly type: 'bolus.refused'; readonly bolus: string; readonly reasons: readonly string[] }
  /** Every pulse of it is counted. */
  | { readonly type: 'bolus.completed'; readonly bolus: string }
  /** It was ended, and none of its pulses is in flight any more: what was delivered is final. */
  | { readonly type: 'bolus.settled'; readonly bolus: string }
  /** The second hold of a quick bolus, or a bolus of automation that the envelope lets through: as good as the fact of that name. */
  | { readonly type: 'bolus.confirmed'; readonly bolus: string }
  /** A bolus that a controller has asked for ends: what it was meant for is not so any more (SR-090). */
  | { readonly type: 'bolus.cancelled'; readonly part: 'normal' }
  /** Every pulse of the extended part is counted. */
  | { readonly type: 'extended.completed'; readonly bolus: string }
  /** It ends with not all of it given: its time is over, or basal is off because of low glucose (SR-090). */
  | { readonly type: 'extended.lapsed'; readonly bolus: string }
  /** It was ended, and none of its pulses is in flight any more. */
  | { readonly type: 'extended.settled'; readonly bolus: string }
  /** Therapy is permitted from now on, or not any more; said by whatever started or stopped it. */
  | { readonly type: 'delivery.started' }
  | { readonly type: 'delivery.stopped' }
  /** The time of a suspension for a chosen time is over. */
  | { readonly type: 'suspension.expired' }
  /** Auto-off counts; 15 min are left; the time is over; somebody has acted; it does not count any more. */
  | { readonly type: 'autoOff.armed' }
  | { readonly type: 'autoOff.near' }
  | { readonly type: 'autoOff.reached' }
  | { readonly type: 'autoOff.answered' }
  | { readonly type: 'autoOff.disarmed' }
  /** A proposal waits for confirmation; it, or its confirmation, cannot be; what waited cannot be any more. */
  | { readonly type: 'settings.admitted' }
  | { readonly type: 'settings.refused'; readonly reasons: readonly string[] }
  | { readonly type: 'settings.withdrawn' }
  /** The second step was taken, and nothing speaks against it: it is the chart's to apply. */
  | { readonly type: 'settings.agreed' }
  /** Whole settings are in use from now on. */
  | { readonly type: 'settings.accepted' }
  | { readonly type: 'tempBasal.admitted'; readonly durationMs: number }
  | { readonly type: 'tempBasal.refused'; readonly reasons: readonly string[] }
  | { readonly type: 'tempBasal.ended' }
  /** Nothing that is counted speaks against a bolus from afar: the chart may permit it. */
  | { readonly type: 'remote.admitted'; readonly principal: string; readonly bolus: string }
  | {
      readonly type: 'remote.refused';
      readonly principal: string;
      readonly bolus: string;
      readonly reasons: readonly string[];
    }
  /** The permission was used, or has lost its holder. */
  | { readonly type: 'remote.spent' }
  /** The last remote was unpaired. */
  | { readonly type: 'remote.forgotten' }
  /** A command from afar was accepted that changes what the pump does. */
  | { readonly type: 'remote.commanded' }
  | { readonly type: 'occlusion.suspected' }
  /** The line is blocked, and holds at least so much: as much may be released when it opens. */
  | { readonly type: 'occlusion.detected'; readonly heldUu: number }
  | { readonly type: 'occlusion.relieved' }
  | { readonly type: 'reservoir.low' }
  | { readonly type: 'reservoir.veryLow' }
  | { readonly type: 'reservoir.emptied' }
  | { readonly type: 'reservoir.refilled' }
  /** What the bay holds, as far as the journal, the switch and the encoder can tell after a boot. */
  | { readonly type: 'supply.found'; readonly found: Found }
  /** After an orderly end: basal may go on as it was, or all that speaks against it. */
  | { readonly type: 'restart.verified'; readonly gapMs: number }
  | { readonly type: 'restart.doubted'; readonly reasons: readonly string[] }
  /** Force and travel are those of a plunger that has met a cartridge. */
  | { readonly type: 'seat.verified' }
  | { readonly type: 'seat.doubted'; readonly reason: string }
  /** What the user says of the cartridge can be; whether it is asked for, the charts decide. */
  | { readonly type: 'cartridge.accepted' }
  | { readonly type: 'cartridge.refused'; readonly reasons: readonly string[] }
  /** The tubing has taken as much as it holds. */
  | { readonly type: 'prime.sufficed' }
  /** As much as one step allows has gone: the user must look, and ask again. */
  | { readonly type: 'prime.exhausted' }
  | { readonly type: 'fill.completed' }
  /** The plunger meets nothing any more. */
  | { readonly type: 'force.lost' }
  | { readonly type: 'limit.hourlyReached' }
  /** Not even basal has room in the hour, so that none is given; and it has room again. */
  | { readonly type: 'basal.withheld' | 'basal.restored' }
  /** One pulse more of any bolus would break the rolling day (SR-016). Basal goes on. */
  | { readonly type: 'limit.dailyReached' }
  /** The maximum lowers a basal rate that was asked for, or it is below half of the profile's lowest. */
  | { readonly type: 'limit.basalReached' }
  /** Nobody looked for more than a minute while delivering: basal is missing, and stays missing. */
  | { readonly type: 'delivery.interrupted' }
  /** Of the basal of the last hour so much is missing, or little again. */
  | { readonly type: 'basal.short' | 'basal.farShort' | 'basal.sufficient' }
  /** It is plausible when nothing about it is in doubt. */
  | { readonly type: 'glucose.accepted'; readonly mgPerDl: number; readonly doubts: readonly Doubt[] }
  | { readonly type: 'glucose.rejected'; readonly reasons: readonly string[] }
  /** How old the newest reading is now: at most 6, 12, 20 min, or more. */
  | { readonly type: 'glucose.fresh' | 'glucose.late' | 'glucose.stale' | 'glucose.lost' }
  /** Where glucose is now, and where it goes. */
  | { readonly type: 'glucose.notLow' | 'glucose.low' | 'glucose.urgentlyLow' }
  | { readonly type: 'glucose.notHigh' | 'glucose.high' | 'glucose.highLasting' | 'glucose.highUndelivered' }
  | { readonly type: 'glucose.notVeryHigh' | 'glucose.veryHigh' }
  | { readonly type: 'glucose.steady' | 'glucose.falling' | 'glucose.rising' }
  | SessionFinding
  /** The sensor is noisy or seems stuck, or is so no more. */
  | { readonly type: 'sensor.doubted' | 'sensor.trusted' }
  | { readonly type: 'battery.recovered' }
  | { readonly type: 'battery.low' }
  | { readonly type: 'battery.critical' }
  /** Critical, and ten minutes or less are left. */
  | { readonly type: 'battery.ending' }
  | { readonly type: 'battery.depleted' }
  | { readonly type: 'temperature.settled' }
  | { readonly type: 'temperature.warned' }
  | { readonly type: 'temperature.exceeded' }
  | { readonly type: 'temperature.overheated' }
  | { readonly type: 'pressure.settled' }
  | { readonly type: 'pressure.exceeded' }
  | { readonly type: 'pressure.leapt' }
  /** The second channel counts otherwise than we do, or is configured otherwise. */
  | { readonly type: 'supervisor.disagreed' }
  /** The second reset within 24 h that nobody ordered. */
  | { readonly type: 'resets.repeated' }
  /** The wall clock has leapt against monotonic time, and no person has set it. */
  | { readonly type: 'clock.suspected' }
  | { readonly type: 'clock.lost' }
  | { readonly type: 'clock.trusted' }
  /** A meter and the sensor differ by 35 % of the meter's value or more. */
  | { readonly type: 'glucose.contradicted' }
  /** Where automation stands, as far as a person wants it: excluded, waiting for readings, or free to start. */
  | {
      readonly type: 'automation.obstructed' | 'automation.unready' | 'automation.ready';
      readonly reasons: readonly string[];
    }
  /** The answer of a controller holds from now on, as far as the envelope has left it; each reduction in a sentence. */
  | {
      readonly type: 'automation.accepted';
      /** Null: what runs is left. */
      readonly rateUuPerHour: number | null;
      readonly bolusUu: number;
      readonly reductions: readonly string[];
    }
  /** Nothing follows from the answer, or from the lack of one. */
  | { readonly type: 'automation.refused'; readonly reasons: readonly string[] }
  /** What a controller has at work was held against the caps again, and is less from now on. */
  | {
      readonly type: 'automation.lowered';
      readonly rateUuPerHour: number;
      readonly reductions: readonly string[];
    }
  /** An answer to a question that is not open any more. */
  | { readonly type: 'answer.strayed'; readonly question: number }
  /** The last command holds no longer, or the controller has been silent for 20 min. */
  | { readonly type: 'automation.lapsed' }
  /** Too long at its highest rate, or at none. */
  | { readonly type: 'automation.saturated' }
  /** The settings name no controller any more. */
  | { readonly type: 'automation.disabled' }
  | { readonly type: 'automation.ended' }
  /** Sleep or exercise is over by itself. */
  | { readonly type: 'activity.expired' }
  /** So is a temporary target. */
  | { readonly type: 'target.expired' }
  /** A temporary target is over before its time. */
  | { readonly type: 'target.ended'; readonly reason: 'powerLost' }
  /** Which policy low glucose stops basal by, as the settings say it; a person has seen that it did. */
  | { readonly type: 'lowSuspend.armed'; readonly policy: SuspendPolicy }
  | { readonly type: 'lowSuspend.disarmed' | 'lowSuspend.answered' }
  /** Its policy wants basal off, and the 150 min have no room for it any more (SR-089). */
  | { readonly type: 'lowSuspend.exhausted' }
  /** What that policy makes of the newest reading: basal off; or on again, if it is off. */
  | { readonly type: 'glucose.predictedLow' | 'glucose.recovering' }
  /** While basal is off: no reading for 10 min, and the last was 70 mg/dL or more, or below; there is one again. */
  | { readonly type: 'glucose.unseen' | 'glucose.unseenLow' | 'glucose.seen' }
  /** A reminder is wanted, or no longer. */
  | { readonly type: `${ReminderName}.due` | `${ReminderName}.settled` }
  /** A small machine has found something broken for good, and raised the alarm that names it. */
  | { readonly type: 'fault.detected' }
  /** The same alarm has stopped delivery and was resumed for the third time in ten minutes. */
  | { readonly type: 'storm.detected' }
  /** The cartridge or the site was changed after that. */
  | { readonly type: 'storm.ended' }
  // From the alarm machines to the pump.
  | { readonly type: 'alarm.stopRaised' }
  /** An alarm that ends boluses only: basal goes on. */
  | { readonly type: 'alarm.bolusStopRaised' }
  | { readonly type: 'alarm.stopsCleared' };
