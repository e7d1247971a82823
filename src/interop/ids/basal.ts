import { basalRate, type Ledger, overrideOf } from '../../domain/ledger/ledger.ts';
import type { TempBasal } from '../../domain/profile.ts';
import type { MonoMs } from '../../domain/units.ts';
import type { Observed } from '../../runtime/run.ts';
import type { IddEvent, TbrLevel } from './record.ts';
import { minutesIn, minutesPassed, type Telling } from './tell.ts';
import type { BasalContext, EndReason } from './words.ts';

/** A rate other than that of the profile: until when, and who wanted it. */
export type Tbr = {
  readonly level: TbrLevel;
  readonly since: MonoMs;
  readonly until: MonoMs;
  readonly context: BasalContext;
};

/** What was told last. */
export type BasalMemory = { readonly tbr: Tbr | null; readonly rateUuPerHour: number };
export const noBasal: BasalMemory = { tbr: null, rateUuPerHour: 0 };

const CONTEXT: Readonly<Record<TempBasal['by'], BasalContext>> = {
  person: 'device',
  restart: 'device',
  lostClock: 'device',
  controller: 'controller',
  limited: 'controller',
};

/** Basal that is off because of low glucose is a temporary rate of 0 U/h: the standard has no other word for it. */
const tbrIn = (ledger: Ledger, now: MonoMs): Tbr | null => {
  const { hold } = ledger.lowSuspend;
  if (hold !== null)
    return {
      level: { type: 'absolute', rateUuPerHour: 0 },
      since: hold.since,
      until: hold.until,
      context: 'device',
    };
  const running = overrideOf(ledger);
  if (running === null || running.endsAt <= now) return null;
  const { level, endsAt, by } = running;
  return {
    level:
      'percent' in level
        ? { type: 'relative', percent: level.percent }
        : { type: 'absolute', rateUuPerHour: level.rate },
    since: now,
    until: endsAt,
    context: CONTEXT[by],
  };
};

const isSame = (a: Tbr, b: Tbr): boolean =>
  a.until === b.until &&
  a.context === b.context &&
  a.level.type === b.level.type &&
  (a.level.type === 'absolute' && b.level.type === 'absolute'
    ? a.level.rateUuPerHour === b.level.rateUuPerHour
    : a.level.type === 'relative' && b.level.type === 'relative' && a.level.percent === b.level.percent);

/** Facts by which somebody ends what runs, or puts something else in its place. */
const WANTED = new Set([
  'tempBasal.cancelled',
  'tempBasal.requested',
  'suspend.requested',
  'change.requested',
  'automation.disabled',
  'lowSuspend.overruled',
  'settings.confirmed',
]);

const endOf = ({ until }: Tbr, { envelope, state }: Observed): EndReason => {
  if (envelope.monoMs >= until) return 'programmedOver';
  if (WANTED.has(envelope.fact.type)) return 'canceled';
  return state.ledger.delivering ? 'canceled' : 'error';
};

const eventsOf = (before: Tbr | null, after: Tbr | null, heard: Observed): readonly IddEvent[] => {
  const elapsedMinutes = before === null ? 0 : minutesPassed(heard.envelope.monoMs - before.since);
  if (after === null) {
    if (before === null) return [];
    const reason = endOf(before, heard);
    return [
      { event: 'tbrEnded', type: before.level.type, elapsedMinutes, reason, template: null, instance: null },
    ];
  }
  const minutes = minutesIn(after.until - after.since);
  if (before === null) return [{ event: 'tbrStarted', level: after.level, minutes, template: null }];
  return [{ event: 'tbrChanged', level: after.level, minutes, elapsedMinutes, template: null }];
};

/** Temporary rates, and the rate that basal is given at. Whatever happens to the former is followed by the latter. */
export const tellBasal: Telling<BasalMemory> = ({ tbr: before, rateUuPerHour }, heard) => {
  const { envelope, state } = heard;
  const found = tbrIn(state.ledger, envelope.monoMs);
  const isOther = before === null ? found !== null : found === null || !isSame(before, found);
  const tbr = isOther ? found : before;
  const rate = basalRate(state.ledger, envelope);
  if (!isOther && rate === rateUuPerHour) return { memory: { tbr, rateUuPerHour }, events: [] };
  return {
    memory: { tbr, rateUuPerHour: rate },
    events: [
      ...(isOther ? eventsOf(before, tbr, heard) : []),
      {
        event: 'basalRateChanged',
        before: rateUuPerHour,
        after: rate,
        context: tbr?.context ?? 'device',
      },
    ],
  };
};

/** How long it is planned for, and how much of that is left, in minutes; one without an end says the most there is. */
export const minutesOf = (
  { since, until }: Tbr,
  now: MonoMs,
): { readonly minutes: number; readonly remainingMinutes: number } => ({
  minutes: minutesIn(until - since),
  remainingMinutes: minutesIn(until - now),
});
