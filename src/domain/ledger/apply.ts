import { match, P } from 'ts-pattern';
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

const carryOut = (ledger: Ledger, order: LedgerOrder, at: Instant): Step =>
  match(order)
    .with({ type: 'startDelivery' }, () => {
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
    })
    .with({ type: 'stopDelivery' }, () => tellStop(ledger))
    .with({ type: 'claimPulse' }, ({ channel }) => step(claimPulse(ledger, channel, at)))
    .with({ type: 'skipPulse' }, ({ channel }) => step(consume(ledger, channel, at)))
    .with({ type: 'noteResume' }, ({ alarms }) => noteResume(ledger, alarms, at.monoMs))
    .with({ type: 'voidPulse' }, () => voidPulse(ledger))
    .with({ type: 'countVerified' }, () => countPulse(ledger, true, at.monoMs))
    .with({ type: 'countInDoubt' }, () => countPulse(ledger, false, at.monoMs))
    .with({ type: 'noteStall' }, () => noteStall(ledger, at.monoMs))
    .with({ type: P.union('startBolus', 'startExtended', 'startCombo') }, ({ type }) =>
      announceDue(startPending(ledger, type, at), at),
    )
    .with({ type: 'endBolus' }, ({ reason }) => andThen(endBolus(ledger, reason), announceLevel))
    .with({ type: 'endExtended' }, ({ reason }) => endExtended(ledger, reason))
    .with({ type: 'discardBolus' }, () => step(discardBolus(ledger)))
    .with({ type: 'acceptCartridge' }, () => acceptCartridge(ledger))
    .with({ type: 'finishChange' }, () => finishChange(ledger))
    .with({ type: 'startPrime' }, () => andThen(startPrime(ledger, at), before => announceDue(before, at)))
    // Whoever fills a cannula has put in a site.
    .with({ type: 'startFill' }, () =>
      andThen(noteSite(startFill(ledger, at), at.monoMs), before => announceDue(before, at)),
    )
    .with({ type: 'stopPrime' }, () => andThen(step(stopPrime(ledger)), announceLevel))
    .with({ type: 'withholdBoluses' }, ({ by }) => step(withBolus(ledger, { withheldBy: by })))
    .with({ type: 'grantPermission' }, ({ principal, bolus }) =>
      step(grantPermission(ledger, { principal, bolus })),
    )
    .with({ type: 'revokePermission' }, () => step(revokePermission(ledger)))
    .with({ type: 'clearQuick' }, () => step(clearQuick(ledger)))
    .with({ type: 'addQuickStep' }, () => step(addQuickStep(ledger)))
    .with({ type: 'requestQuick' }, () => requestQuick(ledger, at))
    .with({ type: 'confirmQuick' }, () => confirmQuick(ledger))
    .with({ type: 'trustButton' }, () => step(trustButton(ledger, true)))
    .with({ type: 'distrustButton' }, () => step(trustButton(ledger, false)))
    .with({ type: 'applySettings' }, () => andThen(applySettings(ledger), before => holdToCaps(before, at)))
    .with({ type: 'discardProposal' }, () => step(discardProposal(ledger)))
    .with({ type: 'startTempBasal' }, () => startTempBasal(ledger, at))
    .with({ type: 'reduceBasal' }, () => step(reduceBasal(ledger)))
    .with({ type: 'endTempBasal' }, () => step(endTempBasal(ledger)))
    .with({ type: 'holdBasal' }, () => holdBasal(ledger, at))
    .with({ type: 'releaseBasal' }, () => step(releaseBasal(ledger, at.monoMs)))
    .with({ type: 'judgeGlucose' }, () => judgeLow(ledger, at.monoMs))
    .with({ type: P.union('followProfile', 'followController', 'onlyLower', 'limitBasal') }, ({ type }) =>
      step(steer(ledger, STEERS[type], at.monoMs)),
    )
    .with({ type: 'endMicrobolus' }, () => endMicrobolus(ledger))
    .with({ type: 'openQuestion' }, ({ question }) => step(openQuestion(ledger, question, at)))
    .with({ type: 'closeQuestion' }, () => step(closeQuestion(ledger)))
    .with({ type: 'endAutomation' }, () => endAutomation(ledger))
    .exhaustive();

const STEERS = {
  followProfile: 'profile',
  followController: 'controller',
  onlyLower: 'onlyLower',
  limitBasal: 'limited',
} as const;
