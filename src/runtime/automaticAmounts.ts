import { nearest, OLDEST_MS } from '../domain/detect/reading.ts';
import { KIND_LIMITS } from '../domain/envelope/people.ts';
import type { BolusRecord, Ledger } from '../domain/ledger/ledger.ts';
import { HARD } from '../domain/limits.ts';
import { HOUR_MS, type Instant, later, profileAt } from '../domain/profile.ts';
import { dailyBasal } from '../domain/profiles.ts';
import { PULSE } from '../domain/pulses.ts';
import { indexAfter } from '../domain/rolling.ts';
import type { Settings } from '../domain/settings.ts';
import type { Invariant } from './invariants.ts';
import { onBoardAtLeast } from './onBoardAtLeast.ts';

const MINUTE_MS = 60_000;
/** The numbers of pump domain 6.8, written here a second time: no automatic bolus is larger, µU. */
const LARGEST_UU = 6_000_000;
/** From any bolus to one of automation, by each way of giving them. */
const APART_MS = { micro: 3 * MINUTE_MS, hourly: 60 * MINUTE_MS } as const;
/** What half a day's insulin is held against. */
const AUTOMATIC_MS = 120 * MINUTE_MS;
const NO_BOLUS_BELOW = 70;
const SOONEST_END_MS = 30 * MINUTE_MS;

/**
 * I15, of amounts: what automation adds with this step, a bolus of its own or a rate above the profile, is reckoned anew from
 * settings, pulses and readings, in whole numbers. Of the envelope it asks nothing; where the two round apart, this is the milder.
 */
export const automaticAmounts: Invariant = {
  id: 'I15',
  breaks: ({ before: { ledger: before }, state: { ledger }, envelope }) => {
    const { settings } = ledger;
    if (settings === null) return null;
    const bolus = newBolus(before, ledger);
    const raisedUu = newRaise(before, ledger, settings, envelope);
    if (bolus === null && raisedUu === 0) return null;
    const addedUu = (bolus?.requestedUu ?? 0) + raisedUu;
    return (
      tooMuch(ledger, settings, envelope, { addedUu, owedUu: bolus === null ? owedOf(ledger) : 0 }) ??
      (bolus === null
        ? null
        : (noBolus(before, ledger, settings, envelope) ?? largerThan(bolus, settings, envelope)))
    );
  },
};

/** A bolus that automation has brought about in this step. */
const newBolus = (before: Ledger, { bolus: { current } }: Ledger): BolusRecord | null =>
  current?.automatic === true && current.bolus !== before.bolus.current?.bolus ? current : null;

/** What a rate that is newly at work gives beyond the profile until it ends, µU, rounded down. */
const newRaise = (before: Ledger, { automation }: Ledger, settings: Settings, at: Instant): number => {
  const { command, steering } = automation;
  if (command === null || command === before.automation.command || steering !== 'controller') return 0;
  const beyond = command.rate - usualMost(settings, at);
  return beyond <= 0 ? 0 : Math.floor((beyond * Math.max(0, command.endsAt - at.monoMs)) / HOUR_MS);
};

/** The profile's rate while a command that begins now holds, the higher of two where it changes. */
const usualMost = (settings: Settings, at: Instant): number =>
  Math.max(profileAt(settings, at.wallMs).rate, profileAt(settings, later(at, SOONEST_END_MS).wallMs).rate);

/** What a bolus under way still has to give. */
const owedOf = ({ bolus: { current } }: Ledger): number =>
  current?.phase === 'active' ? Math.max(0, current.requestedUu - current.deliveredUu) : 0;

const tooMuch = (
  ledger: Ledger,
  settings: Settings,
  at: Instant,
  { addedUu, owedUu }: { readonly addedUu: number; readonly owedUu: number },
): string | null => {
  if (ledger.unknownUntil !== null && at.monoMs < ledger.unknownUntil)
    return `automation adds ${addedUu} µU, and nobody knows what is on board`;
  const most = Math.min(settings.maxOnBoardUu, KIND_LIMITS[settings.person].maxOnBoardUu);
  const onBoardUu = Math.max(0, onBoardAtLeast(ledger, settings, at) + owedUu);
  if (onBoardUu + addedUu > most)
    return `automation adds ${addedUu} µU to ${onBoardUu} µU on board, more than ${most}`;
  const { history } = ledger.doses;
  let automatic = 0;
  for (let index = indexAfter(history, at.monoMs - AUTOMATIC_MS); index < history.length; index += 1)
    if (history.at(index)?.automatic === true) automatic += 1;
  const ofDay =
    settings.dailyInsulinUu === 0 ? 2 * dailyBasal(settings.basalProfile) : settings.dailyInsulinUu;
  return 2 * (automatic * PULSE + addedUu) > ofDay
    ? `automation adds ${addedUu} µU to ${automatic} pulses of two hours, more than half of the ${ofDay} µU of a day`
    : null;
};

/** Why automation may give no bolus at all now. */
const noBolus = (before: Ledger, ledger: Ledger, settings: Settings, at: Instant): string | null => {
  const { automation, glucose, temp } = ledger;
  if (settings.automaticBolus === 'none') return 'automation gives a bolus, and the settings allow none';
  // What the charts make of the answer in this very step comes after it.
  if (before.automation.steering !== 'controller' || temp.running !== null)
    return 'automation gives a bolus and does not steer';
  const { doing } = automation;
  if (doing?.activity === 'sleep' && at.monoMs < doing.endsAt) return 'automation gives a bolus in sleep';
  const newest = glucose.trail.at(-1);
  if (newest === undefined || at.monoMs - newest.measuredAt > OLDEST_MS || glucose.doubts.length > 0)
    return 'automation gives a bolus on readings that are old or in doubt';
  const mgPerDl = nearest(newest.glucose);
  if (mgPerDl < NO_BOLUS_BELOW) return `automation gives a bolus at ${mgPerDl} mg/dL`;
  const apart = APART_MS[settings.automaticBolus];
  const { history } = ledger.doses;
  for (let index = indexAfter(history, at.monoMs - apart); index < history.length; index += 1)
    if (history.at(index)?.channel !== 'basal')
      return `automation gives a bolus within ${apart} ms of another`;
  return before.bolus.current !== null || before.bolus.extended !== null
    ? 'automation gives a bolus beside another'
    : null;
};

const largerThan = ({ requestedUu }: BolusRecord, settings: Settings, at: Instant): string | null => {
  const halfHour = Math.floor(profileAt(settings, at.wallMs).rate / 2);
  const most = Math.min(
    LARGEST_UU,
    settings.maxBolusUu,
    HARD.maxBolusUu,
    KIND_LIMITS[settings.person].maxBolusUu,
    settings.automaticBolus === 'micro' ? halfHour : LARGEST_UU,
  );
  return requestedUu > most ? `automation gives a bolus of ${requestedUu} µU, more than ${most}` : null;
};
