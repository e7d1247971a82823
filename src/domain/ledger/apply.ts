import type { Instant } from '../profile.ts';
import { closeQuestion, endMicrobolus, holdToCaps, openQuestion } from './answer.ts';
import { endAutomation, sayFooting } from './automation.ts';
import { nothingOwed } from './basal.ts';
import { discardBolus, endBolus, withBolus } from './bolus.ts';
import { announceDue } from './due.ts';
import { endExtended } from './extended.ts';
import { claimPulse, consume, countPulse, noteStall, voidPulse } from './flight.ts';
import { holdBasal, judgeLow, releaseBasal, sayPolicy } from './lowSuspend.ts';
import type { LedgerOrder } from './orders.ts';
import { startFill, startPrime, stopPrime } from './prime.ts';
import { applySettings, discardProposal } from './programming.ts';
import { addQuickStep, clearQuick, confirmQuick, requestQuick, trustButton } from './quick.ts';
import { tellStop } from './recovery.ts';
import { noteSite } from './reminders.ts';
import { grantPermission, revokePermission } from './remote.ts';
import { startPending } from './request.ts';
import { announceLevel } from './reservoir.ts';
import { forgetLeft } from './restart.ts';
import { andThen, type Ledger, type Step, step } from './state.ts';
import { steer } from './steering.ts';
import { noteResume } from './storm.ts';
import { acceptCartridge, finishChange } from './supply.ts';
import { endTempBasal, reduceBasal, startTempBasal } from './temp.ts';

/**
 * Carries out one order of the charts, at the moment of the step it belongs to. An order that makes
 * no sense (a claim while a pulse is in flight, a count without one) is our defect and throws; one
 * whose wish is fulfilled already (an end of what has ended) is harmless.
 */
export const apply = (ledger: Ledger, order: LedgerOrder, at: Instant): Step =>
  andThen(
    andThen(carryOut(ledger, order, at), before => sayFooting(before, at.monoMs)),
    sayPolicy,
  );

type OrderOf<Type extends LedgerOrder['type']> = LedgerOrder & { readonly type: Type };
type Carries<Type extends LedgerOrder['type']> = (ledger: Ledger, order: OrderOf<Type>, at: Instant) => Step;

const STEERS = {
  followProfile: 'profile',
  followController: 'controller',
  onlyLower: 'onlyLower',
  limitBasal: 'limited',
} as const;

/** What each order does: looked up and not matched, because each pulse asks for some. */
const CARRIES: { readonly [Type in LedgerOrder['type']]: Carries<Type> } = {
  startDelivery: (ledger, _order, at) => {
    // Delivering nothing while saying so would be silence (SR-073).
    if (ledger.settings === null) throw new Error('delivery was started without settings');
    const started = {
      ...ledger,
      delivering: true,
      basal: nothingOwed,
      basalIsWithheld: false,
      remindAt: null,
    };
    return step(
      { ...started, attendance: { since: at.monoMs, told: 'nothing' } },
      { type: 'delivery.started' },
    );
  },
  stopDelivery: ledger => tellStop(ledger),
  claimPulse: (ledger, { channel }, at) => step(claimPulse(ledger, channel, at)),
  skipPulse: (ledger, { channel }, at) => step(consume(ledger, channel, at)),
  noteResume: (ledger, { alarms }, at) => noteResume(ledger, alarms, at.monoMs),
  voidPulse: ledger => voidPulse(ledger),
  countVerified: (ledger, _order, at) => countPulse(ledger, true, at.monoMs),
  countInDoubt: (ledger, _order, at) => countPulse(ledger, false, at.monoMs),
  noteStall: (ledger, _order, at) => noteStall(ledger, at.monoMs),
  startBolus: (ledger, { type }, at) => startAndHold(ledger, type, at),
  startExtended: (ledger, { type }, at) => startAndHold(ledger, type, at),
  startCombo: (ledger, { type }, at) => startAndHold(ledger, type, at),
  endBolus: (ledger, { reason }) => andThen(endBolus(ledger, reason), announceLevel),
  endExtended: (ledger, { reason }) => endExtended(ledger, reason),
  discardBolus: ledger => step(discardBolus(ledger)),
  acceptCartridge: ledger => acceptCartridge(ledger),
  finishChange: ledger => finishChange(ledger),
  startPrime: (ledger, _order, at) => andThen(startPrime(ledger, at), before => announceDue(before, at)),
  startFill: (ledger, _order, at) =>
    andThen(noteSite(startFill(ledger, at), at.monoMs), before => announceDue(before, at)),
  stopPrime: ledger => andThen(step(stopPrime(ledger)), announceLevel),
  doubtRestart: ledger => step(forgetLeft(ledger)),
  withholdBoluses: (ledger, { by }) => step(withBolus(ledger, { withheldBy: by })),
  grantPermission: (ledger, { principal, bolus }) => step(grantPermission(ledger, { principal, bolus })),
  revokePermission: ledger => step(revokePermission(ledger)),
  clearQuick: ledger => step(clearQuick(ledger)),
  addQuickStep: ledger => step(addQuickStep(ledger)),
  requestQuick: (ledger, _order, at) => requestQuick(ledger, at),
  confirmQuick: ledger => confirmQuick(ledger),
  trustButton: ledger => step(trustButton(ledger, true)),
  distrustButton: ledger => step(trustButton(ledger, false)),
  applySettings: (ledger, _order, at) => andThen(applySettings(ledger), before => holdToCaps(before, at)),
  discardProposal: ledger => step(discardProposal(ledger)),
  startTempBasal: (ledger, _order, at) => startTempBasal(ledger, at),
  reduceBasal: ledger => step(reduceBasal(ledger)),
  endTempBasal: ledger => step(endTempBasal(ledger)),
  holdBasal: (ledger, _order, at) => holdBasal(ledger, at),
  releaseBasal: (ledger, _order, at) => step(releaseBasal(ledger, at.monoMs)),
  judgeGlucose: (ledger, _order, at) => judgeLow(ledger, at.monoMs),
  followProfile: (ledger, { type }, at) => step(steer(ledger, STEERS[type], at.monoMs)),
  followController: (ledger, { type }, at) => step(steer(ledger, STEERS[type], at.monoMs)),
  onlyLower: (ledger, { type }, at) => step(steer(ledger, STEERS[type], at.monoMs)),
  limitBasal: (ledger, { type }, at) => step(steer(ledger, STEERS[type], at.monoMs)),
  endMicrobolus: ledger => endMicrobolus(ledger),
  openQuestion: (ledger, { question }, at) => step(openQuestion(ledger, question, at)),
  closeQuestion: ledger => step(closeQuestion(ledger)),
  endAutomation: ledger => endAutomation(ledger),
};

/** What a person takes counts at once: a rate of automation beside it is held against the caps anew. */
const startAndHold = (
  ledger: Ledger,
  type: 'startBolus' | 'startExtended' | 'startCombo',
  at: Instant,
): Step => andThen(holdToCaps(startPending(ledger, type, at), at), before => announceDue(before, at));

/** The entry of an order's type carries out that order; the compiler cannot see that the two go together. */
const carryOut = (ledger: Ledger, order: LedgerOrder, at: Instant): Step =>
  (CARRIES[order.type] as Carries<LedgerOrder['type']>)(ledger, order, at);
