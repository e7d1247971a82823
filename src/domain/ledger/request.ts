import { bolusObjections, type Parts } from '../admission.ts';
import { ALARMS, type AlarmName } from '../alarms.ts';
import { energyObjections } from '../detect/battery.ts';
import type { BolusKind, Channel, FactOf } from '../facts.ts';
import { HARD, TIMING } from '../limits.ts';
import type { Instant } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { countAfter, ROLLING_HOUR_MS } from '../rolling.ts';
import { type Microunits, microunits, monoMs } from '../units.ts';
import { startNormal, withBolus } from './bolus.ts';
import { startSpread } from './extended.ts';
import { forbidsExtended } from './lowSuspendState.ts';
import { NO_SETTINGS, standingOf } from './standing.ts';
import { type BolusRecord, type Confirmed, type Ledger, type Step, step, uncounted } from './state.ts';

/** Admits a bolus as the pending one, or says why not. */
export const requestBolus = (ledger: Ledger, request: FactOf<'bolus.requested'>, at: Instant): Step => {
  const { bolus, amountUu, createdMonoMs } = request;
  const asked = partsOf(request);
  if ('contradiction' in asked)
    return step(ledger, { type: 'bolus.refused', bolus, reasons: [asked.contradiction] });
  const current: BolusRecord = {
    bolus,
    automatic: false,
    requestedUu: microunits(asked.nowUu),
    deliveredUu: microunits(0),
    phase: 'pending',
    spread: asked.spread,
    createdMonoMs: createdMonoMs === undefined ? null : monoMs(createdMonoMs),
  };
  const reasons = objectionsTo(ledger, current, at);
  if (reasons.length > 0) return step(ledger, { type: 'bolus.refused', bolus, reasons });
  const admitted = withBolus(ledger, { current, used: new Set(ledger.bolus.used).add(bolus) });
  return step(admitted, { type: 'bolus.admitted', bolus, amountUu });
};

/** Why this bolus cannot be the pending one; empty when it can. */
export const objectionsTo = (ledger: Ledger, record: BolusRecord, at: Instant): readonly string[] => [
  ...placeObjections(ledger, record),
  ...objections(ledger, record, at),
];

/** The parts that a request means, or which of its fields contradict each other. */
const partsOf = ({
  kind = 'normal',
  amountUu,
  extendedUu,
  durationMs,
}: FactOf<'bolus.requested'>): Parts | { readonly contradiction: string } => {
  if (kind === 'normal') {
    return extendedUu === undefined && durationMs === undefined
      ? { nowUu: amountUu, spread: null }
      : { contradiction: 'a normal bolus has no extended part and no duration; leave them out.' };
  }
  if (durationMs === undefined)
    return { contradiction: 'the duration is missing; say over how long the extended part is given.' };
  if (kind === 'extended') {
    return extendedUu === undefined
      ? { nowUu: 0, spread: { amountUu, durationMs } }
      : { contradiction: 'an extended bolus is extended as a whole; leave the extended part out.' };
  }
  return extendedUu === undefined || extendedUu >= amountUu
    ? {
        contradiction:
          'the extended part of a combo bolus is missing or the whole of it; ask for less than the whole.',
      }
    : { nowUu: amountUu - extendedUu, spread: { amountUu: extendedUu, durationMs } };
};

/** SR-022, SR-032: whether there is a place for it, and whether it is the first of its name. */
const placeObjections = (ledger: Ledger, { bolus, spread }: BolusRecord): readonly string[] => {
  const { current, extended, used } = ledger.bolus;
  const flying = uncounted(ledger)?.intent;
  const reasons: string[] = [];
  if (used.has(bolus)) reasons.push(`the request ${bolus} was used before; make a new request.`);
  if (current !== null)
    reasons.push(`the bolus ${current.bolus} is ${current.phase}; wait for its end or cancel it.`);
  if (spread !== null && extended !== null)
    reasons.push(`the extended bolus ${extended.bolus} is active; wait for its end or cancel it.`);
  // The charts take no new bolus before the last one is settled; one admitted now would wait for ever.
  const isUnsettled =
    (flying?.channel === 'bolus' && current === null) ||
    (flying?.channel === 'extended' && extended === null && spread !== null);
  if (isUnsettled)
    reasons.push(`the last pulse of the bolus ${flying.bolus} is under way; ask again in a second.`);
  return reasons;
};

/** What is held against it when it is requested, and again when it is confirmed. */
const objections = (ledger: Ledger, record: BolusRecord, at: Instant): readonly string[] => {
  const standing = standingOf(ledger, at);
  return standing === null
    ? [NO_SETTINGS]
    : [
        ...bolusObjections(standing, { nowUu: record.requestedUu, spread: record.spread }),
        ...repetitionObjections(ledger, record, at),
        ...batteryObjections(ledger, record),
        ...alarmObjections(ledger),
        ...lowObjections(ledger, record),
      ];
};

/** SR-029: it must last to the end of the bolus. */
const batteryObjections = (
  { conditions: { battery } }: Ledger,
  { requestedUu, spread }: BolusRecord,
): readonly string[] => {
  const ms = spread?.durationMs ?? (requestedUu / PULSE) * TIMING.bolusInterval;
  return battery === null ? [] : energyObjections(battery, Math.ceil(ms / 60_000));
};

/** What ends a running bolus admits no other. */
const alarmObjections = (ledger: Ledger): readonly string[] =>
  withholders(ledger).map(
    name => `${ALARMS[name].title} (${ALARMS[name].id}) permits no bolus. ${ALARMS[name].remedy}`,
  );

/** SR-090: while low glucose holds basal, nothing is begun that would be ended at once. */
const lowObjections = (ledger: Ledger, { spread }: BolusRecord): readonly string[] =>
  spread !== null && forbidsExtended(ledger)
    ? ['basal is off because of low glucose: nothing can be spread over time; ask for a bolus now, or wait.']
    : [];

/** A clock that is lost in this very step has raised no alarm yet, and permits no bolus either (SR-078). */
const withholders = ({ bolus: { withheldBy }, clock }: Ledger): readonly AlarmName[] =>
  clock.phase !== 'lost' || withheldBy.includes('clockLost') ? withheldBy : [...withheldBy, 'clockLost'];

/**
 * SR-032: a request from afar that was late, while boluses of a fifth of its amount were delivered since it
 * was made, may be its own repetition.
 */
const repetitionObjections = (ledger: Ledger, record: BolusRecord, at: Instant): readonly string[] => {
  const { createdMonoMs } = record;
  if (createdMonoMs === null) return [];
  if (createdMonoMs > at.monoMs)
    return ['the request was made in the future; set the clocks and make a new one.'];
  const { history } = ledger.doses;
  const since = countAfter(history, createdMonoMs - 1, isOfBolus);
  const flying = uncounted(ledger)?.intent;
  const delivered = (since + (flying !== undefined && isOfBolus(flying) ? 1 : 0)) * PULSE;
  return delivered * 100 >= wholeOf(record) * HARD.repeatedPercent
    ? [
        `boluses of ${delivered / 1_000_000} U were delivered since the request was made; make a new one if it is still wanted.`,
      ]
    : [];
};

const isOfBolus = ({ channel }: { readonly channel: Channel }): boolean =>
  channel === 'bolus' || channel === 'extended';

const wholeOf = ({ requestedUu, spread }: BolusRecord): number => requestedUu + (spread?.amountUu ?? 0);

/**
 * Why a confirmation must not be taken: it names another bolus than the one that waits (SR-026), or
 * what was admissible when it was requested is not any more. Empty when it may be taken.
 */
export const confirmationObjections = (ledger: Ledger, bolus: string, at: Instant): readonly string[] => {
  const { current, extended } = ledger.bolus;
  if (current?.bolus !== bolus)
    return [`The bolus ${bolus} does not wait for confirmation: request it again.`];
  if (current.phase === 'active') return [];
  return current.spread !== null && extended !== null
    ? [`The extended bolus ${extended.bolus} is active: wait for its end or cancel it.`]
    : objections(ledger, current, at);
};

/** What of the pending bolus is given now and what over time, in one word. */
export const kindOf = ({ requestedUu, spread }: BolusRecord): BolusKind => {
  if (spread === null) return 'normal';
  return requestedUu === 0 ? 'extended' : 'combo';
};

/** What was confirmed within the hour, with the bolus that is pending; µU. */
export const requestedInHour = ({ bolus }: Ledger, at: Instant): Microunits => {
  const pending = bolus.current?.phase === 'pending' ? wholeOf(bolus.current) : 0;
  return microunits(recent(bolus.confirmed, at).reduce((sum, { amountUu }) => sum + amountUu, pending));
};

/** SR-027: more than 1.5 times the largest bolus within an hour is confirmed twice. */
export const isMuch = (ledger: Ledger, at: Instant): boolean =>
  ledger.settings !== null && requestedInHour(ledger, at) * 2 > ledger.settings.maxBolusUu * 3;

const recent = (confirmed: readonly Confirmed[], { monoMs: now }: Instant): readonly Confirmed[] =>
  confirmed.filter(({ atMonoMs }) => now - atMonoMs < ROLLING_HOUR_MS);

/** The pending bolus was confirmed. The chart names what it starts, and must mean what is pending. */
export const startPending = (
  ledger: Ledger,
  order: 'startBolus' | 'startExtended' | 'startCombo',
  at: Instant,
): Ledger => {
  const { current } = ledger.bolus;
  if (current?.phase !== 'pending') throw new Error('a bolus was started that is not pending');
  const kind = kindOf(current);
  if (STARTS[order] !== kind) throw new Error(`the ${kind} bolus ${current.bolus} was started by ${order}`);
  const noted = withBolus(ledger, {
    confirmed: [
      ...recent(ledger.bolus.confirmed, at),
      { atMonoMs: at.monoMs, amountUu: microunits(wholeOf(current)) },
    ],
  });
  const begun = kind === 'extended' ? withBolus(noted, { current: null }) : startNormal(noted, at);
  return current.spread === null ? begun : startSpread(begun, current.bolus, current.spread, at);
};

const STARTS = { startBolus: 'normal', startExtended: 'extended', startCombo: 'combo' } as const;
