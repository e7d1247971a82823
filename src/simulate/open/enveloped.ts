import { askController } from '../../automation/answer.ts';
import type { Controller, Therapy } from '../../automation/controller.ts';
import { evidenceOf } from '../../automation/evidence.ts';
import { nearest } from '../../domain/detect/reading.ts';
import { hear, type Stream, silence, toldOf } from '../../domain/detect/stream.ts';
import { admit } from '../../domain/envelope/admit.ts';
import type { Bounds, Evidence } from '../../domain/envelope/evidence.ts';
import { HARD } from '../../domain/limits.ts';
import { type MicrounitsPerHour, microunits, milliseconds, monoMs, wallMs } from '../../domain/units.ts';
import { bolusByHand, type Hand } from './baseline.ts';
import { clockOf, historyOf, profileRateIn } from './controlled.ts';
import type { Decide } from './replay.ts';

const MINUTE_MS = 60_000;
/** The pump was worn before the replay begins: instants of its own clock are not below zero. */
const WORN_MS = 48 * 60 * MINUTE_MS;
/** A sensor says 401 for whatever is above its range. */
const MOST_MG_PER_DL = 401;
const TWO_HOURS_MIN = 120;

/**
 * A controller in the open replay, in the safety envelope: readings are judged, what is asked for is held against every cap, and what runs
 * is held against them again at each reading. A person gives the boluses for meals that are told (`hand`; null: nobody does).
 */
export const enveloped = (
  controller: Controller,
  therapy: Therapy,
  hand: Hand | null,
  bounds: Bounds,
): Decide => {
  const at = clockOf(therapy);
  let stream: Stream = silence;
  let running: { readonly rate: MicrounitsPerHour; readonly until: number } | null = null;
  const automatic: { readonly minute: number; readonly uu: number }[] = [];
  return moment => {
    const { minute, readings } = moment;
    const byHand = hand === null ? 0 : bolusByHand(hand, moment);
    let bolusUu = 0;
    const latest = readings.at(-1);
    if (latest?.minute === minute) {
      const now = monoMs(WORN_MS + minute * MINUTE_MS);
      stream = hear(
        stream,
        { mgPerDl: Math.min(latest.mgPerDl, MOST_MG_PER_DL), sequence: minute, ageMs: 0, noise: 'clean' },
        now,
      ).stream;
      const history = {
        ...historyOf(moment, at, byHand),
        readings: toldOf(stream).map(({ glucose, measuredAt }) => ({
          atMs: wallMs(at(minute) - (now - measuredAt)),
          mgPerDl: nearest(glucose),
        })),
      };
      const stillRunning: Evidence['running'] =
        running === null || running.until <= minute
          ? null
          : {
              rate: running.rate,
              leftMs: milliseconds((running.until - minute) * MINUTE_MS),
            };
      const evidence = evidenceOf(
        history,
        therapy,
        {
          bounds,
          readings: stream,
          at: now,
          running: stillRunning,
          automaticBoluses: microunits(
            automatic
              .filter(each => minute - each.minute < TWO_HOURS_MIN)
              .reduce((sum, { uu }) => sum + uu, 0),
          ),
          maxDaily: microunits(HARD.maxDailyUu),
          // The replay's person corrects with meals only: nothing is calculated in between.
          correction: microunits(0),
        },
        at(minute),
      );
      const admitted = admit(askController(controller, history, therapy, at(minute)), evidence);
      if (admitted.basal !== null)
        running = { rate: admitted.basal.rate, until: minute + admitted.basal.lengthMs / MINUTE_MS };
      bolusUu = admitted.bolus;
      if (bolusUu > 0) automatic.push({ minute, uu: bolusUu });
    }
    const rate = running !== null && minute < running.until ? running.rate : null;
    return {
      basalUuPerHour: rate ?? profileRateIn(therapy, minute),
      bolusUu: byHand + bolusUu,
      ...(rate === null || running === null ? {} : { basalMin: running.until - minute }),
    };
  };
};
