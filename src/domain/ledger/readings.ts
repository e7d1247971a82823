import type { Intent } from '../commands.ts';
import type { Channel } from '../facts.ts';
import { type Instant, profileAt, rateAt, type TempBasal } from '../profile.ts';
import { insulinIn, PULSE } from '../pulses.ts';
import { pulses } from '../units.ts';
import { lastDay, lastHour, onBoard, pulsesCounted } from './doses.ts';
import { dayHasRoom, hourHasRoom } from './due.ts';
import type { Flight } from './flightState.ts';
import { isHeld } from './lowSuspendState.ts';
import { requestedInHour } from './request.ts';
import { type BolusRecord, type EndedBolus, type ExtendedRecord, type Ledger, uncounted } from './state.ts';
import { overrideOf } from './steering.ts';

export type Admission =
  | { readonly open: true }
  | { readonly open: false; readonly reasons: readonly string[] };

/** The ledger's half of the gate, asked before the motor moves the pulse in flight (SR-001). */
export const admitsPulse = (ledger: Ledger, channel: Channel, at: Instant): Admission => {
  const reasons: string[] = [];
  const flight = uncounted(ledger);
  if (flight?.intent.channel !== channel) reasons.push(`no ${channel} pulse is in flight.`);
  if (channel === 'prime') {
    if (ledger.prime.running === 'nothing') reasons.push('nothing is being primed.');
    if (ledger.supply.prepared) reasons.push('the set is primed and connected.');
    if (ledger.prime.into === 'cannula' && ledger.prime.leftUu < PULSE)
      reasons.push('the cannula has taken what was asked.');
  } else {
    if (!ledger.delivering) reasons.push('delivery is stopped.');
    if (!ledger.supply.prepared) reasons.push('the cartridge is not ready.');
    if (!hourHasRoom(ledger, at.monoMs))
      reasons.push('one pulse more would break the limit of the rolling hour.');
    if (channel !== 'basal' && !dayHasRoom(ledger, at.monoMs))
      reasons.push('one pulse more would break the limit of the rolling day.');
  }
  if (ledger.reservoir.volumeUu < PULSE) reasons.push('the reservoir holds less than one pulse.');
  if (channel === 'bolus' && !bolusHasRoom(ledger)) reasons.push('no active bolus wants another pulse.');
  if (channel === 'extended' && !extendedHasRoom(ledger))
    reasons.push('no active extended bolus wants another pulse.');
  return reasons.length === 0 ? { open: true } : { open: false, reasons };
};

const bolusHasRoom = ({ bolus: { current }, flight }: Ledger): boolean =>
  current?.phase === 'active' &&
  current.bolus === flight?.intent.bolus &&
  current.deliveredUu + PULSE <= current.requestedUu;

const extendedHasRoom = ({ bolus: { extended }, flight }: Ledger): boolean =>
  extended !== null &&
  extended.bolus === flight?.intent.bolus &&
  extended.deliveredUu + PULSE <= extended.requestedUu;

/** The pulse in flight; throws without one. */
export const intentOf = ({ flight }: Ledger): Intent => {
  if (flight === null) throw new Error('no pulse is in flight');
  return flight.intent;
};

/** The pulse under way and what became of it; null when the motor is free. */
export const flightOf = ({ flight }: Ledger): Flight | null => flight;

/** The pulse in flight that is neither counted nor void; null when there is none. */
export const pulseInFlight = (ledger: Ledger): Intent | null => uncounted(ledger)?.intent ?? null;

/** The pending or active bolus; throws without one. */
export const bolusOf = ({ bolus }: Ledger): BolusRecord => {
  if (bolus.current === null) throw new Error('no bolus is pending or active');
  return bolus.current;
};

/** The extended part that ended last, with what it came to and why; throws without one. */
export const lastExtended = ({ bolus }: Ledger): EndedBolus => {
  if (bolus.lastExtended === null) throw new Error('no extended bolus has ended');
  return bolus.lastExtended;
};

/** The bolus that ended last, with what it came to and why; throws without one. */
export const lastBolus = ({ bolus }: Ledger): EndedBolus => {
  if (bolus.last === null) throw new Error('no bolus has ended');
  return bolus.last;
};

/** What basal is given at now, in µU/h: nothing while delivery is stopped, or basal off because of low glucose. */
export const basalRate = (ledger: Ledger, at: Instant): number => {
  const { settings, delivering } = ledger;
  return settings === null || !delivering || isHeld(ledger)
    ? 0
    : rateAt(settings, overrideOf(ledger), at).rate;
};

/**
 * The quantities that a person follows; all whole numbers. Insulin on board is null while it is
 * unknown (SR-072): the part that the journal accounts for would pass for the whole.
 */
export const readings = (ledger: Ledger, at: Instant) => {
  const { settings, glucose, bolus, doses } = ledger;
  const insulin = onBoard(ledger, at.monoMs);
  return {
    glucoseMgDl: glucose.latest?.mgPerDl ?? null,
    glucoseAtMonoMs: glucose.latest?.atMonoMs ?? null,
    onBoardUu: insulin === 'unknown' ? null : insulin,
    reservoirUu: ledger.reservoir.volumeUu,
    basalRateUuPerHour: basalRate(ledger, at),
    profileRateUuPerHour: settings === null ? 0 : profileAt(settings, at.wallMs).rate,
    deliveredBasalUu: insulinIn(pulses(doses.basal)),
    deliveredBolusUu: insulinIn(pulses(doses.bolus)),
    deliveredExtendedUu: insulinIn(pulses(doses.extended)),
    lastHourUu: lastHour(ledger, at.monoMs),
    lastDayUu: lastDay(ledger, at.monoMs),
    bolus: bolus.current === null ? null : progressOf(bolus.current),
    primedUu: insulinIn(pulses(doses.prime)),
    extended:
      bolus.extended === null ? null : { ...progressOf(bolus.extended), endsAtMonoMs: bolus.extended.endsAt },
    requestedHourUu: requestedInHour(ledger, at),
    pulsesCounted: pulsesCounted(doses),
    encoderCounts: ledger.encoder.travelled,
    forceMn: ledger.force,
  };
};

const progressOf = ({ bolus, requestedUu, deliveredUu }: BolusRecord | ExtendedRecord) => ({
  bolus,
  requestedUu,
  deliveredUu,
});

/** What identifies a ledger, in scalars: two ledgers that agree here have lived the same life. */
export type Summary = Readonly<Record<string, string | number | boolean | null>>;

export const summary = (ledger: Ledger): Summary => {
  const {
    at,
    flight,
    bolus,
    basal,
    temp,
    encoder,
    doses,
    reservoir,
    supply,
    prime,
    occlusion,
    glucose,
    remote,
  } = ledger;
  return {
    atMonoMs: at?.monoMs ?? null,
    hasSettings: ledger.settings !== null,
    delivering: ledger.delivering,
    claims: ledger.claims,
    basalPulses: doses.basal,
    bolusPulses: doses.bolus,
    extendedPulses: doses.extended,
    primePulses: doses.prime,
    inDoubtPulses: doses.inDoubt,
    dosesHeld: doses.history.length,
    accumulated: basal.accumulated,
    owed: basal.owed,
    offered: ledger.offered,
    hourIsFull: ledger.hourIsFull,
    basalIsWithheld: ledger.basalIsWithheld,
    dayIsFull: ledger.dayIsFull,
    flight: flight?.intent.pulse ?? null,
    flightChannel: flight?.intent.channel ?? null,
    flightPhase: flight?.phase ?? null,
    bolus: bolus.current?.bolus ?? null,
    bolusPhase: bolus.current?.phase ?? null,
    bolusRequestedUu: bolus.current?.requestedUu ?? null,
    bolusDeliveredUu: bolus.current?.deliveredUu ?? null,
    bolusNextAtMonoMs: bolus.nextAt,
    bolusSpreadUu: bolus.current?.spread?.amountUu ?? null,
    extended: bolus.extended?.bolus ?? null,
    extendedDeliveredUu: bolus.extended?.deliveredUu ?? null,
    extendedAccumulated: bolus.extended?.accumulated ?? null,
    extendedOwed: bolus.extended?.owed ?? null,
    extendedNextAtMonoMs: bolus.extended?.nextAt ?? null,
    extendedEndsAtMonoMs: bolus.extended?.endsAt ?? null,
    lastExtended: bolus.lastExtended?.bolus ?? null,
    lastExtendedDeliveredUu: bolus.lastExtended?.deliveredUu ?? null,
    lastExtendedReason: bolus.lastExtended?.reason ?? null,
    quickSteps: ledger.quick.steps,
    buttonIsTrusted: ledger.quick.isTrusted,
    bolusesConfirmed: bolus.confirmed.length,
    bolusesAdmitted: bolus.used.size,
    remotes: Object.entries(remote.partners).flat().join(' '),
    remotePermission: remote.permission?.bolus ?? null,
    lastBolus: bolus.last?.bolus ?? null,
    lastBolusDeliveredUu: bolus.last?.deliveredUu ?? null,
    lastBolusReason: bolus.last?.reason ?? null,
    tempLevel: levelOf(temp.running),
    tempBy: temp.running?.by ?? null,
    tempEndsAtMonoMs: temp.running?.endsAt ?? null,
    reservoirUu: reservoir.volumeUu,
    reservoirLevel: reservoir.announced,
    bay: supply.bay,
    isNew: supply.isNew,
    prepared: supply.prepared,
    coupled: supply.coupled,
    statedUu: supply.statedUu,
    restCounts: supply.rest?.counts ?? null,
    restSlack: supply.rest?.slack ?? null,
    priming: prime.running,
    primeNextAtMonoMs: prime.nextAt,
    tubingUu: prime.tubingUu,
    tubingSufficed: prime.sufficed,
    fillWantedUu: prime.wantedUu,
    primeInto: prime.into,
    fillLeftUu: prime.leftUu,
    cannulaUu: prime.cannulaUu,
    encoderReference: encoder.reference,
    encoderSlack: encoder.slack,
    encoderOrigin: encoder.origin,
    encoderCounted: encoder.counted,
    encoderTravelled: encoder.travelled,
    occlusion: occlusion.phase,
    heldUu: occlusion.heldUu,
    tightUntilMonoMs: occlusion.tightUntil,
    forceMn: ledger.force,
    glucoseMgDl: glucose.latest?.mgPerDl ?? null,
    glucoseSequence: glucose.sequence,
    lowSuspend: ledger.lowSuspend.told,
    heldSinceMonoMs: ledger.lowSuspend.hold?.since ?? null,
    heldUntilMonoMs: ledger.lowSuspend.hold?.until ?? null,
    ...automationSummary(ledger),
    temporaryTargetLowMgDl: ledger.temporaryTarget?.target.lowMgPerDl ?? null,
    temporaryTargetHighMgDl: ledger.temporaryTarget?.target.highMgPerDl ?? null,
    temporaryTargetEndsAtMonoMs: ledger.temporaryTarget?.endsAt ?? null,
    stormPhase: ledger.storm.phase,
    stormResumes: ledger.storm.resumes.length,
    clock: ledger.clock.phase,
    clockAheadMs: ledger.clock.aheadMs,
    attendedAtMonoMs: ledger.attendance.since,
    attendance: ledger.attendance.told,
    remindAtMonoMs: ledger.remindAt,
    profile: ledger.settings?.profileName ?? null,
    settingsVersion: ledger.programming.version,
    proposals: ledger.programming.proposals,
    proposalWaits: ledger.programming.waiting !== null,
    utcOffsetMinutes: ledger.settings?.utcOffsetMinutes ?? null,
    unknownUntilMonoMs: ledger.unknownUntil,
    left: ledger.left === null ? null : ledger.left.delivering && !ledger.left.bolusing,
    leftGapMs: ledger.left?.gapMs ?? null,
  };
};

const automationSummary = ({
  automation: { isEnabled, said, steering, since, question, heardUntil, command, rate, extreme, doing },
}: Ledger): Summary => ({
  automationIsEnabled: isEnabled,
  automationSaid: said,
  steering,
  steersSinceMonoMs: since,
  question: question?.number ?? null,
  askedAtMonoMs: question?.askedAt ?? null,
  heardUntilMonoMs: heardUntil,
  commandedUuPerHour: command?.rate ?? null,
  commandEndsAtMonoMs: command?.endsAt ?? null,
  automaticRate: levelOf(rate),
  automaticRateBy: rate?.by ?? null,
  automaticRateEndsAtMonoMs: rate?.endsAt ?? null,
  automaticRateAfter: levelOf(rate?.next ?? null),
  extreme: extreme?.which ?? null,
  extremeSinceMonoMs: extreme?.since ?? null,
  doing: doing?.activity ?? null,
  doingEndsAtMonoMs: doing?.endsAt ?? null,
});

const levelOf = (temp: TempBasal | null): number | null =>
  temp === null ? null : (Object.values(temp.level)[0] ?? null);
