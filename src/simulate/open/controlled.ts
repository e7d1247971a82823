import type { Controller, Delivered, History, Therapy } from '../../automation/controller.ts';
import { mgPerDl, microunits, type WallMs, wallMs } from '../../domain/units.ts';
import { bolusByHand, type Hand } from './baseline.ts';
import type { Decide, Moment } from './replay.ts';

/** Local midnight at which a replay begins, if the zone of the therapy is UTC. */
const BEGINNING_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;
/** What a controller is told of the past: longer than any insulin acts and any meal is absorbed. */
const TOLD_MIN = 24 * 60;
/** Pieces in which basal insulin is told. */
const PIECE_MIN = 5;

/** The end of a list in order of time that still counts: a year is not looked through for the last day. */
const since = <T>(all: readonly T[], counts: (each: T) => boolean): readonly T[] =>
  all.slice(all.findLastIndex(each => !counts(each)) + 1);

/** Basal of each five minutes and boluses of each minute, oldest first. */
const deliveredIn = (
  { minute, deliveredUu, bolusUu }: Moment,
  at: (minute: number) => WallMs,
): readonly Delivered[] => {
  const from = Math.max(0, Math.floor((minute - TOLD_MIN) / PIECE_MIN) * PIECE_MIN);
  const out: Delivered[] = [];
  for (let start = from; start < minute; start += PIECE_MIN) {
    const end = Math.min(minute, start + PIECE_MIN);
    let basal = 0;
    for (let each = start; each < end; each += 1) {
      const bolus = bolusUu[each] ?? 0;
      basal += (deliveredUu[each] ?? 0) - bolus;
      if (bolus > 0)
        out.push({ kind: 'bolus', startMs: at(each), endMs: at(each), amountUu: microunits(bolus) });
    }
    out.push({ kind: 'basal', startMs: at(start), endMs: at(end), amountUu: microunits(basal) });
  }
  return out;
};

/** All that a controller is told at a minute; a bolus that a person begins in it is known before the controller is asked. */
export const historyOf = (moment: Moment, at: (minute: number) => WallMs, byHandUu: number): History => {
  const { minute, readings, told } = moment;
  const begun: readonly Delivered[] =
    byHandUu > 0
      ? [{ kind: 'bolus', startMs: at(minute), endMs: at(minute), amountUu: microunits(byHandUu) }]
      : [];
  return {
    readings: since(readings, each => each.minute >= minute - TOLD_MIN).map(each => ({
      atMs: at(each.minute),
      mgPerDl: mgPerDl(each.mgPerDl),
    })),
    delivered: [...deliveredIn(moment, at), ...begun],
    carbs: since(told, each => each.atMin >= minute - TOLD_MIN).map(each => ({
      atMs: at(each.atMin),
      grams: each.carbsG,
    })),
  };
};

/** The wall clock of a replay, which begins at a local midnight. */
export const clockOf = (therapy: Therapy): ((minute: number) => WallMs) => {
  const midnight = BEGINNING_MS - therapy.utcOffsetMinutes * MINUTE_MS;
  return minute => wallMs(midnight + minute * MINUTE_MS);
};

/** The profile's rate at a minute of a replay, µU/h. */
export const profileRateIn = ({ basalProfile }: Therapy, minute: number): number =>
  basalProfile.findLast(({ fromMinute }) => fromMinute <= minute % 1_440)?.rateUuPerHour ?? 0;

/**
 * A controller in the open replay: it is asked at each reading, and a person gives the boluses for meals that are told
 * (`hand`; null: nobody does). Of the safety envelope only the two caps of the therapy bind here, the highest basal and the
 * largest automatic bolus; what a controller asks for beyond the validity of its request is not given.
 */
export const controlled = (controller: Controller, therapy: Therapy, hand: Hand | null): Decide => {
  const at = clockOf(therapy);
  /** What the controller asked for last, and until which minute it holds. */
  let running: { readonly rate: number; readonly until: number } | null = null;
  return moment => {
    const { minute, readings } = moment;
    const byHand = hand === null ? 0 : bolusByHand(hand, moment);
    let microbolus = 0;
    if (readings.at(-1)?.minute === minute) {
      const history = historyOf(moment, at, byHand);
      const request = controller(history, therapy, at(minute));
      if (request.basal !== null) {
        const rate = Math.min(request.basal.rate, therapy.maxBasal);
        running = { rate, until: minute + request.basal.lengthMs / MINUTE_MS };
      }
      microbolus = Math.min(request.microbolus ?? 0, therapy.maxBolus);
    }
    const isRunning = running !== null && minute < running.until;
    return {
      basalUuPerHour: isRunning && running !== null ? running.rate : profileRateIn(therapy, minute),
      bolusUu: byHand + microbolus,
      ...(isRunning && running !== null ? { basalMin: running.until - minute } : {}),
    };
  };
};
