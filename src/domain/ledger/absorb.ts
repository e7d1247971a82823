import type { Envelope, Fact, FactOf, FactType } from '../facts.ts';
import { TIMING } from '../limits.ts';
import type { Instant } from '../profile.ts';
import { after, type MonoMs, milliseconds } from '../units.ts';
import { judgeClock, trustFrom } from '../wallClock.ts';
import { heedAim } from './aim.ts';
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
import { endLeftTemp, forgetLeft, judgeRestart, leave } from './restart.ts';
import { andThen, join, type Ledger, type Step, step } from './state.ts';
import { findSupply, insertCartridge, removeCartridge, seatPlunger, stateCartridge } from './supply.ts';
import { cancelTarget, passTarget, startTarget } from './target.ts';
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
  const reached = { ledger: { ...passed.ledger, at, offered: null }, derived: passed.derived };
  const moved = join(reached, heedAim(ledger, reached.ledger, at));
  const attended = isByHand(ledger, fact) ? andThen(moved, before => attend(before, monoMs)) : moved;
  let so = join(attended, take(attended.ledger, fact, at));
  so = join(so, heedAim(attended.ledger, so.ledger, at));
  so = join(so, sayFooting(so.ledger, monoMs));
  so = join(so, sayPolicy(so.ledger));
  return join(so, announceDue(so.ledger, at));
};

/** One after the other, spelt out: closures in a list would be made anew at every step. */
const passTime = (ledger: Ledger, at: Instant, fact: Fact): Step => {
  const { monoMs } = at;
  let so = tellStall(ledger, at);
  so = join(so, expireTempBasal(accumulateExtended(accumulateBasal(so.ledger, at), at), at));
  so = join(so, watchBasal(so.ledger, monoMs));
  so = join(so, lapse(so.ledger, at));
  // A clock that a person sets leaps for a reason.
  if (fact.type !== 'clock.set') so = join(so, watchClock(so.ledger, at));
  so = join(so, passGlucose(so.ledger, monoMs));
  so = join(so, passHold(so.ledger, monoMs));
  so = join(so, passReminders(so.ledger, ledger.at, at));
  so = join(so, passAutomation(so.ledger, monoMs));
  so = join(so, passTarget(so.ledger, monoMs));
  so = join(so, remind(so.ledger, monoMs));
  return join(so, watchAttendance(so.ledger, monoMs));
};

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

/** Of facts without a quantity: they concern the charts alone. */
const nothing = (ledger: Ledger): Step => step(ledger);

type Takes<Type extends FactType> = (ledger: Ledger, fact: FactOf<Type>, at: Instant) => Step;

/** What each kind of fact does to the quantities: looked up and not matched, because this is asked at every step. */
const TAKES: { readonly [Type in Exclude<FactType, `timer.${string}`>]: Takes<Type> } = {
  'encoder.counted': (ledger, { counts }) => noteEncoder(ledger, counts),
  'force.measured': (ledger, { forceMn }, at) => noteForce(ledger, forceMn, at.monoMs),
  'intent.recorded': (ledger, { pulse }) => noteIntent(ledger, pulse),
  'motor.arrived': (ledger, { pulse }) => noteArrival(ledger, pulse),
  'outcome.recorded': (ledger, { pulse }) => noteOutcome(ledger, pulse),
  'motor.failed': (ledger, { pulse }) => noteFailure(ledger, pulse),
  'cgm.measured': (ledger, reading, at) =>
    andThen(remindOfLevels(takeGlucose(ledger, reading, at.monoMs), ledger, at.monoMs), before =>
      heedReading(before, at),
    ),
  'cgm.reported': (ledger, report, at) => takeReport(ledger, report, at.monoMs),
  'glucose.entered': (ledger, entered, at) =>
    andThen(settleCheck(ledger), before =>
      remindOfLevels(enterGlucose(before, entered, at.monoMs), before, at.monoMs),
    ),
  'automation.enabled': (ledger, _fact, at) => enableAutomation(ledger, at.monoMs),
  'controller.answered': (ledger, answer, at) => takeAnswer(ledger, answer, at),
  'controller.failed': (ledger, failed, at) => takeFailure(ledger, failed, at),
  'carbs.entered': (ledger, { grams }, at) => step(rememberCarbs(ledger, at.monoMs, grams)),
  'sleep.started': (ledger, begun, at) => holdToCaps(startActivity(ledger, begun, at.monoMs), at),
  'exercise.started': (ledger, begun, at) => holdToCaps(startActivity(ledger, begun, at.monoMs), at),
  'activity.ended': ledger => step(endActivity(ledger)),
  'target.started': (ledger, started, at) => step(startTarget(ledger, started, at.monoMs)),
  'target.cancelled': ledger => step(cancelTarget(ledger)),
  'reminder.snoozed': (ledger, put, at) => snooze(ledger, put, at.monoMs),
  'alarm.acknowledged': (ledger, acknowledged) =>
    andThen(dismiss(ledger, acknowledged), before => answerLow(before, acknowledged)),
  'bolus.requested': (ledger, request, at) =>
    withPermission(ledger, request, before => requestBolus(before, request, at)),
  'suspend.requested': (ledger, { origin, durationMs }, at) =>
    // Whoever suspends while the pump starts has suspended: a short restart does not go on over it.
    noteOrigin(suspendFor(forgetLeft(ledger), durationMs, at.monoMs), origin),
  'resume.requested': (ledger, { origin }) => noteOrigin(ledger, origin),
  'remote.paired': (ledger, paired) => pairRemote(ledger, paired),
  'remote.unpaired': (ledger, unpaired) => unpairRemote(ledger, unpaired),
  'remote.permissionRequested': (ledger, request) => requestPermission(ledger, request),
  'battery.measured': (ledger, reading) => noteBattery(ledger, reading),
  'temperature.measured': (ledger, reading) => noteTemperature(ledger, reading),
  'pressure.measured': (ledger, reading, at) => notePressure(ledger, reading, at.monoMs),
  'supervisor.agreed': (ledger, beat) => noteAgreement(ledger, beat),
  'supervisor.beat': (ledger, beat) => noteBeat(ledger, beat),
  'watchdog.fired': (ledger, _fact, at) => noteWatchdog(forgetLeft(ledger), at.monoMs),
  'tempBasal.requested': (ledger, request, at) => requestTempBasal(ledger, request, at),
  'cartridge.replaced': (ledger, stated, at) => stateCartridge(forgetLeft(ledger), stated, at.monoMs),
  'cartridge.removed': ledger => step(removeCartridge(forgetLeft(ledger))),
  'cartridge.inserted': ledger => step(insertCartridge(ledger)),
  'plunger.seated': (ledger, seat) => seatPlunger(ledger, seat),
  'fill.requested': (ledger, { amountUu }) => step(wantFill(ledger, amountUu)),
  'settings.changed': (ledger, { settings }) => importSettings(forgetLeft(ledger), settings),
  'settings.lost': ledger => step(loseSettings(forgetLeft(ledger))),
  'settings.proposed': (ledger, proposed, at) => proposeSettings(ledger, proposed, at),
  'settings.confirmed': (ledger, confirmed, at) => judgeConfirmation(forgetLeft(ledger), confirmed, at),
  'clock.set': (ledger, _fact, at) =>
    andThen(
      step({ ...ledger, clock: trustFrom(at), profileSince: at.monoMs }, { type: 'clock.trusted' }),
      before => holdToCaps(before, at),
    ),
  'zone.changed': (ledger, { utcOffsetMinutes }, at) => holdToCaps(changeZone(ledger, utcOffsetMinutes), at),
  'journal.read': (ledger, read, at) => {
    const told = andThen(andThen(announceAgain(ledger), announceOcclusion), announceClock);
    // What is in the bay is said before anything is concluded from it.
    const judged = judgeRestart(told.ledger, read, at);
    const found = findSupply(judged.ledger);
    return step(found.ledger, ...told.derived, ...found.derived, ...judged.derived);
  },
  'journal.setAside': (ledger, _fact, at) => step(loseRecords(ledger, at)),
  'power.applied': (ledger, boot, at) => recover(ledger, boot, at),
  'power.lost': (ledger, lost) => step(stopDelivery(leave(ledger, lost))),
  'fault.latched': ledger => step(stopDelivery(ledger)),
  'clock.reached': nothing,
  'selfTest.passed': nothing,
  'selfTest.failed': nothing,
  'journal.failed': nothing,
  'bolus.confirmed': nothing,
  'bolus.confirmedAgain': nothing,
  'bolus.cancelled': nothing,
  'settings.discarded': nothing,
  'change.requested': nothing,
  'change.cancelled': nothing,
  'set.disconnected': nothing,
  'rewind.requested': nothing,
  'prime.started': nothing,
  'prime.held': nothing,
  'prime.stopped': nothing,
  'prime.skipped': nothing,
  'fill.cancelled': nothing,
  'fill.skipped': nothing,
  'tempBasal.cancelled': ledger => step(endLeftTemp(ledger)),
  'automation.disabled': nothing,
  'lowSuspend.overruled': nothing,
  'alarm.paused': nothing,
  'pairing.opened': nothing,
  'pairing.failed': nothing,
  'remote.heard': nothing,
  'remote.rejected': nothing,
  'screen.touched': nothing,
  'screen.unlocked': nothing,
  'screen.locked': nothing,
  'entry.opened': nothing,
  'entry.closed': nothing,
  'motor.halted': nothing,
  'plunger.homed': nothing,
  'rewind.failed': nothing,
  'seating.failed': nothing,
  'encoder.failed': nothing,
  'force.failed': nothing,
  'check.passed': nothing,
  'check.failed': nothing,
  'sounder.tested': nothing,
  'supervisor.missed': nothing,
  'supervisor.vetoed': nothing,
  'motor.cut': nothing,
  'power.failing': nothing,
  'button.pressed': nothing,
  'button.released': nothing,
};

const isTimed = (fact: Fact): fact is Extract<Fact, { type: `timer.${string}` }> =>
  fact.type.startsWith('timer.');

/** The entry of a fact's type takes that fact; the compiler cannot see that the two go together. */
const take = (ledger: Ledger, fact: Fact, at: Instant): Step =>
  isTimed(fact) ? step(ledger) : (TAKES[fact.type] as Takes<FactType>)(ledger, fact, at);
