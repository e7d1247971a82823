import type { AlarmName } from '../alarms.ts';
import type { BolusEnd } from '../commands.ts';
import type { Channel } from '../facts.ts';

/**
 * What the charts tell the ledger. The charts decide, the ledger counts: each order is a chart action
 * addressed to it, applied at once, within the same step.
 */
export type LedgerOrder =
  /** Therapy may be given from now on: accumulators start from zero (SR-012, SR-019). */
  | { readonly type: 'startDelivery' }
  /** Therapy may not be given: what basal was owed is forgotten, never caught up. */
  | { readonly type: 'stopDelivery' }
  /** The gate was open: this channel's pulse is now the one in flight. It counts until proved otherwise. */
  | { readonly type: 'claimPulse'; readonly channel: Channel }
  /** The gate was closed: the pulse that was due is forgotten. */
  | { readonly type: 'skipPulse'; readonly channel: Channel }
  /** A person has resumed, and by that ended these alarms that had stopped therapy. */
  | { readonly type: 'noteResume'; readonly alarms: readonly AlarmName[] }
  /** The pulse in flight was never commanded: it is certain that it did not move. */
  | { readonly type: 'voidPulse' }
  /** The pulse in flight was seen by the encoder. */
  | { readonly type: 'countVerified' }
  /** Nobody knows what the pulse in flight did: it counts as delivered (SR-006). */
  | { readonly type: 'countInDoubt' }
  /** The drive did not follow, or nobody knows whether it did. */
  | { readonly type: 'noteStall' }
  /** The admitted bolus was confirmed: all of it now, all of it over time, or a part of each. */
  | { readonly type: 'startBolus' | 'startExtended' | 'startCombo' }
  /** No further pulse of the part that is given now, ever (SR-023). */
  | { readonly type: 'endBolus'; readonly reason: BolusEnd }
  /** No further pulse of the part that is spread over time, ever (SR-023, SR-033). */
  | { readonly type: 'endExtended'; readonly reason: BolusEnd }
  /** The admitted bolus was never confirmed, or was not permitted: forgotten, nothing delivered. */
  | { readonly type: 'discardBolus' }
  /** The user's word on the seated cartridge holds: so much is in the reservoir now. */
  | { readonly type: 'acceptCartridge' }
  /** The cartridge is seated, primed and connected: from now on it may give doses. */
  | { readonly type: 'finishChange' }
  /** The key is held: prime pulses fall due until it is let go. */
  | { readonly type: 'startPrime' }
  /** The site is in: so many prime pulses fall due as its cannula takes. */
  | { readonly type: 'startFill' }
  /** No further prime pulse. */
  | { readonly type: 'stopPrime' }
  /** As long as these alarms are not dealt with, no bolus is admitted. */
  | { readonly type: 'withholdBoluses'; readonly by: readonly AlarmName[] }
  /** Alarms stop therapy no longer: what was running before they did goes on by itself no more (SR-038). */
  | { readonly type: 'doubtRestart' }
  /** This remote may request this bolus, once. */
  | { readonly type: 'grantPermission'; readonly principal: string; readonly bolus: string }
  | { readonly type: 'revokePermission' }
  /** The quick bolus: begin to count, count one step more, request what was counted, and confirm that. */
  | { readonly type: 'clearQuick' | 'addQuickStep' | 'requestQuick' | 'confirmQuick' }
  /** Whether the button is believed: not while it may be stuck (SR-035). */
  | { readonly type: 'trustButton' | 'distrustButton' }
  /** The proposal that waits comes into use as a whole, or is forgotten (SR-105). */
  | { readonly type: 'applySettings' | 'discardProposal' }
  | { readonly type: 'startTempBasal' }
  /** Nobody knows the time of day: the lowest rate of the profile (SR-078). */
  | { readonly type: 'reduceBasal' }
  | { readonly type: 'endTempBasal' }
  /** Basal goes off because of low glucose, and on again; and what the policy makes of glucose is said anew. */
  | { readonly type: 'holdBasal' | 'releaseBasal' | 'judgeGlucose' }
  /** Whose rate basal follows, as far as no person has set one. */
  | { readonly type: 'followProfile' | 'followController' | 'onlyLower' | 'limitBasal' }
  /** A bolus of automation ends, if one is pending or active. */
  | { readonly type: 'endMicrobolus' }
  /** A controller is asked by this number, or its answer counts no longer. */
  | { readonly type: 'openQuestion'; readonly question: number }
  | { readonly type: 'closeQuestion' }
  /** No algorithm has a say any longer. */
  | { readonly type: 'endAutomation' };
