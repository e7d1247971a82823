import { match, P } from 'ts-pattern';
import type { Envelope, Fact } from '../facts.ts';
import { TIMING } from '../limits.ts';
import type { Instant } from '../profile.ts';
import { after, type MonoMs, milliseconds } from '../units.ts';
import { judgeClock, trustFrom } from '../wallClock.ts';
import { heedReading, holdToCaps, takeAnswer, takeFailure } from './answer.ts';
import { attend, isByHand, watchAttendance } from './attendance.ts';
import { enableAutomation, endActivity, passAutomation, sayFooting, startActivity } from './automation.ts';
import { accumulateBasal, watchBasal } from './basal.ts';
import {
  noteAgreement,
  noteBattery,
  noteBeat,
  notePressure,
  noteTemperature,
  noteWatchdog,
} from './conditions.ts';
import { announceDue } from './due.ts';
import { accumulateExtended, lapse } from './extended.ts';
import { noteArrival, noteEncoder, noteFailure, noteForce, noteIntent, noteOutcome } from './flight.ts';
import { enterGlucose, passGlucose, takeGlucose, takeReport } from './glucose.ts';
import { answerLow, passHold, sayPolicy } from './lowSuspend.ts';
import { rememberCarbs } from './past.ts';
import { wantFill } from './prime.ts';
import { activate, importSettings, judgeConfirmation, loseSettings, proposeSettings } from './programming.ts';
import { loseRecords, recover, stopDelivery } from './recovery.ts';
import { dismiss, passReminders, remindOfLevels, settleCheck, snooze } from './reminders.ts';
import { pairRemote, requestPermission, unpairRemote, withPermission } from './remote.ts';
import { requestBolus } from './request.ts';
import { announceAgain } from './reservoir.ts';
import { forgetLeft, judgeRestart, leave } from './restart.ts';
import { andThen, type Ledger, type Step, step } from './state.ts';
import { findSupply, insertCartridge, removeCartridge, seatPlunger, stateCartridge } from './supply.ts';
import { expireTempBasal, requestTempBasal } from './temp.ts';

/**
 * Takes the time and one fact, of any kind; answers what follows from the quantities, in order.
 * Throws when the monotonic clock runs backwards, which it cannot.
 */
export const absorb = (ledger: Ledger, { monoMs, wallMs, fact }: Envelope): Step => {
  const at: Instant = { monoMs, wallMs };
  if (ledger.at !== null && monoMs < ledger.at.monoMs) {
    throw new RangeError(`the monotonic clock went back from ${ledger.at.monoMs} ms to ${monoMs} ms`);
  }
  // The time around a loss of power is nobody's: nothing ripened in it, and recovery ends what ran.
  const isPower = fact.type === 'power.applied' || fact.type === 'power.lost';
  const passed = isPower ? step(ledger) : passTime(ledger, at, fact);
  const moved = { ledger: { ...passed.ledger, at, offered: null }, derived: passed.derived };
  const attended = isByHand(ledger, fact) ? andThen(moved, before => attend(before, monoMs)) : moved;
  return andThen(
    andThen(attended, before => take(before, fact, at)),
    before => andThen(andThen(sayFooting(before, at.monoMs), sayPolicy), said => announceDue(said, at)),
  );
};

const passTime = (ledger: Ledger, at: Instant, fact: Fact): Step =>
  [
    (before: Ledger) => expireTempBasal(accumulateExtended(accumulateBasal(before, at), at), at),
    (before: Ledger) => watchBasal(before, at.monoMs),
    (before: Ledger) => lapse(before, at),
    // A clock that a person sets leaps for a reason.
    (before: Ledger) => (fact.type === 'clock.set' ? step(before) : watchClock(before, at)),
    (before: Ledger) => passGlucose(before, at.monoMs),
    (before: Ledger) => passHold(before, at.monoMs),
    (before: Ledger) => passReminders(before, ledger.at, at),
    (before: Ledger) => passAutomation(before, at.monoMs),
    (before: Ledger) => remind(before, at.monoMs),
    (before: Ledger) => watchAttendance(before, at.monoMs),
  ].reduce(andThen, tellStall(ledger, at));

/**
 * The ledger is woken every half minute, and with each pulse of a bolus: a longer silence was a stall, and
 * basal is missing or a bolus late (SR-020).
 */
const tellStall = (ledger: Ledger, { monoMs }: Instant): Step => {
  const longest = ledger.bolus.current?.phase === 'active' ? TIMING.bolusLate : TIMING.absorbMost;
  const stalled = ledger.delivering && ledger.at !== null && monoMs - ledger.at.monoMs > longest;
  return stalled ? step(ledger, { type: 'delivery.interrupted' }) : step(ledger);
};

const watchClock = (ledger: Ledger, at: Instant): Step => {
  const { clock, found } = judgeClock(ledger.clock, at);
  if (clock === ledger.clock) return step(ledger);
  return found === null ? step({ ...ledger, clock }) : step({ ...ledger, clock }, found);
};

/** SR-042: the time of a suspension is over. Nothing resumes. */
const remind = (ledger: Ledger, now: MonoMs): Step =>
  ledger.remindAt !== null && now >= ledger.remindAt
    ? step({ ...ledger, remindAt: null }, { type: 'suspension.expired' })
    : step(ledger);

const suspendFor = (ledger: Ledger, durationMs: number | undefined, now: MonoMs): Ledger =>
  durationMs === undefined ? ledger : { ...ledger, remindAt: after(now, milliseconds(durationMs)) };

const noteOrigin = (ledger: Ledger, origin: 'user' | 'remote' | undefined): Step =>
  origin === 'remote' ? step(ledger, { type: 'remote.commanded' }) : step(ledger);

/** SR-079: the profile is read at another local time from now on. What has ripened stays as it is. */
const changeZone = (ledger: Ledger, utcOffsetMinutes: number): Ledger =>
  ledger.settings === null ? ledger : activate(ledger, { ...ledger.settings, utcOffsetMinutes });

/** Charts that have just started know nothing of a clock that nothing vouches for. */
const announceClock = (ledger: Ledger): Step =>
  ledger.clock.phase === 'lost' ? step(ledger, { type: 'clock.lost' }) : step(ledger);

/** Charts that have just started know nothing of a line that was blocked before. */
const announceOcclusion = (ledger: Ledger): Step =>
  ledger.occlusion.phase === 'detected'
    ? step(ledger, { type: 'occlusion.detected', heldUu: ledger.occlusion.heldUu })
    : step(ledger);

const take = (ledger: Ledger, fact: Fact, at: Instant): Step =>
  match(fact)
    .with({ type: CHART_ONLY }, () => step(ledger))
    .with({ type: P.string.startsWith('timer.') }, () => step(ledger))
    .with({ type: 'encoder.counted' }, ({ counts }) => noteEncoder(ledger, counts))
    .with({ type: 'force.measured' }, ({ forceMn }) => noteForce(ledger, forceMn, at.monoMs))
    .with({ type: 'intent.recorded' }, ({ pulse }) => noteIntent(ledger, pulse))
    .with({ type: 'motor.arrived' }, ({ pulse }) => noteArrival(ledger, pulse))
    .with({ type: 'outcome.recorded' }, ({ pulse }) => noteOutcome(ledger, pulse))
    .with({ type: 'motor.failed' }, ({ pulse }) => noteFailure(ledger, pulse))
    .with({ type: 'cgm.measured' }, reading =>
      andThen(remindOfLevels(takeGlucose(ledger, reading, at.monoMs), ledger, at.monoMs), before =>
        before.glucose.sequence === ledger.glucose.sequence ? step(before) : heedReading(before, at),
      ),
    )
    .with({ type: 'cgm.reported' }, report => takeReport(ledger, report, at.monoMs))
    .with({ type: 'glucose.entered' }, entered =>
      andThen(settleCheck(ledger), before =>
        remindOfLevels(enterGlucose(before, entered, at.monoMs), before, at.monoMs),
      ),
    )
    .with({ type: 'automation.enabled' }, () => enableAutomation(ledger, at.monoMs))
    .with({ type: 'controller.answered' }, answer => takeAnswer(ledger, answer, at))
    .with({ type: 'controller.failed' }, failed => takeFailure(ledger, failed, at))
    .with({ type: 'carbs.entered' }, ({ grams }) => step(rememberCarbs(ledger, at.monoMs, grams)))
    .with({ type: P.union('sleep.started', 'exercise.started') }, begun =>
      step(startActivity(ledger, begun, at.monoMs)),
    )
    .with({ type: 'activity.ended' }, () => step(endActivity(ledger)))
    .with({ type: 'reminder.snoozed' }, put => snooze(ledger, put, at.monoMs))
    .with({ type: 'alarm.acknowledged' }, acknowledged =>
      andThen(dismiss(ledger, acknowledged), before => answerLow(before, acknowledged)),
    )
    .with({ type: 'bolus.requested' }, request =>
      withPermission(ledger, request, before => requestBolus(before, request, at)),
    )
    .with({ type: 'suspend.requested' }, ({ origin, durationMs }) =>
      noteOrigin(suspendFor(ledger, durationMs, at.monoMs), origin),
    )
    .with({ type: 'resume.requested' }, ({ origin }) => noteOrigin(ledger, origin))
    .with({ type: 'remote.paired' }, paired => pairRemote(ledger, paired))
    .with({ type: 'remote.unpaired' }, unpaired => unpairRemote(ledger, unpaired))
    .with({ type: 'remote.permissionRequested' }, request => requestPermission(ledger, request))
    .with({ type: 'battery.measured' }, reading => noteBattery(ledger, reading))
    .with({ type: 'temperature.measured' }, reading => noteTemperature(ledger, reading))
    .with({ type: 'pressure.measured' }, reading => notePressure(ledger, reading, at.monoMs))
    .with({ type: 'supervisor.agreed' }, beat => noteAgreement(ledger, beat))
    .with({ type: 'supervisor.beat' }, beat => noteBeat(ledger, beat))
    .with({ type: 'watchdog.fired' }, () => noteWatchdog(forgetLeft(ledger), at.monoMs))
    .with({ type: 'tempBasal.requested' }, request => requestTempBasal(ledger, request, at))
    .with({ type: 'cartridge.replaced' }, stated => stateCartridge(forgetLeft(ledger), stated, at.monoMs))
    .with({ type: 'cartridge.removed' }, () => step(removeCartridge(forgetLeft(ledger))))
    .with({ type: 'cartridge.inserted' }, () => step(insertCartridge(ledger)))
    .with({ type: 'plunger.seated' }, seat => seatPlunger(ledger, seat))
    .with({ type: 'fill.requested' }, ({ amountUu }) => step(wantFill(ledger, amountUu)))
    .with({ type: 'settings.changed' }, ({ settings }) => importSettings(forgetLeft(ledger), settings))
    .with({ type: 'settings.lost' }, () => step(loseSettings(forgetLeft(ledger))))
    .with({ type: 'settings.proposed' }, proposed => proposeSettings(ledger, proposed, at))
    .with({ type: 'settings.confirmed' }, confirmed => judgeConfirmation(forgetLeft(ledger), confirmed, at))
    .with({ type: 'clock.set' }, () =>
      andThen(step({ ...ledger, clock: trustFrom(at) }, { type: 'clock.trusted' }), before =>
        holdToCaps(before, at),
      ),
    )
    .with({ type: 'zone.changed' }, ({ utcOffsetMinutes }) =>
      holdToCaps(changeZone(ledger, utcOffsetMinutes), at),
    )
    .with({ type: 'journal.read' }, read => {
      const told = andThen(andThen(announceAgain(ledger), announceOcclusion), announceClock);
      // What is in the bay is said before anything is concluded from it.
      const judged = judgeRestart(told.ledger, read, at);
      const found = findSupply(judged.ledger);
      return step(found.ledger, ...told.derived, ...found.derived, ...judged.derived);
    })
    .with({ type: 'journal.setAside' }, () => step(loseRecords(ledger, at)))
    .with({ type: 'power.applied' }, boot => recover(ledger, boot, at))
    .with({ type: 'power.lost' }, lost => step(stopDelivery(leave(ledger, lost))))
    .with({ type: 'fault.latched' }, () => step(stopDelivery(ledger)))
    .exhaustive();

/** With the timers, the facts without a quantity: they concern the charts alone. */
const CHART_ONLY = P.union(
  'clock.reached',
  'selfTest.passed',
  'selfTest.failed',
  'journal.failed',
  'bolus.confirmed',
  'bolus.confirmedAgain',
  'bolus.cancelled',
  'settings.discarded',
  'change.requested',
  'change.cancelled',
  'set.disconnected',
  'rewind.requested',
  'prime.started',
  'prime.held',
  'prime.stopped',
  'prime.skipped',
  'fill.cancelled',
  'fill.skipped',
  'tempBasal.cancelled',
  'automation.disabled',
  'lowSuspend.overruled',
  'alarm.paused',
  'pairing.opened',
  'pairing.failed',
  'remote.heard',
  'remote.rejected',
  'screen.touched',
  'screen.unlocked',
  'screen.locked',
  'entry.opened',
  'entry.closed',
  'motor.halted',
  'plunger.homed',
  'rewind.failed',
  'seating.failed',
  'encoder.failed',
  'force.failed',
  'check.passed',
  'check.failed',
  'sounder.tested',
  'supervisor.missed',
  'supervisor.vetoed',
  'motor.cut',
  'power.failing',
  'button.pressed',
  'button.released',
);
