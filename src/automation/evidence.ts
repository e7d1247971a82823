import type { Doubt, Trail } from '../domain/detect/reading.ts';
import { type Bounds, type Evidence, sightOf } from '../domain/envelope/evidence.ts';
import { effectDuration } from '../domain/insulinModel.ts';
import { hourlyMostUu, LIMITS_OF_AUTOMATION } from '../domain/limits.ts';
import {
  type NetPiece,
  netOnBoard,
  netPieces,
  type ProfileSpan,
  withoutWithheld,
} from '../domain/netInsulin.ts';
import { PULSE } from '../domain/pulses.ts';
import {
  type Microunits,
  type MonoMs,
  microunits,
  microunitsPerHour,
  milliseconds,
  type WallMs,
} from '../domain/units.ts';
import type { Delivered, History, Therapy } from './controller.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

/** What evidence rests on beside the history: the sensor's readings as they were judged, and what automation has done. */
export type Known = {
  readonly bounds: Bounds;
  readonly readings: { readonly trail: Trail; readonly doubts: readonly Doubt[] };
  /** Now on the clock of the trail. */
  readonly at: MonoMs;
  readonly running: Evidence['running'];
  /** Boluses of automation in the last 2 h. */
  readonly automaticBoluses: Microunits;
  readonly maxDaily: Microunits;
  /** What the bolus calculator would give now to correct. */
  readonly correction: Microunits;
};

/** The profile between two moments, a span for each rate. */
export const profileSpans = (
  { basalProfile, utcOffsetMinutes }: Pick<Therapy, 'basalProfile' | 'utcOffsetMinutes'>,
  fromMs: number,
  toMs: number,
): readonly ProfileSpan[] => {
  const midnight = (ms: number): number => {
    const local = ms + utcOffsetMinutes * MINUTE_MS;
    return ms - (((local % DAY_MS) + DAY_MS) % DAY_MS);
  };
  const spans: ProfileSpan[] = [];
  for (let day = midnight(fromMs); day < toMs; day += DAY_MS) {
    for (const [index, { fromMinute, rateUuPerHour }] of basalProfile.entries()) {
      const startMs = Math.max(fromMs, day + fromMinute * MINUTE_MS);
      const endMs = Math.min(toMs, day + (basalProfile[index + 1]?.fromMinute ?? 1_440) * MINUTE_MS);
      if (endMs > startMs) spans.push({ startMs, endMs, rateUuPerHour });
    }
  }
  return spans;
};

/** Of a delivery, what fell after `fromMs`; µU, rounded up. */
const since = ({ startMs, endMs, amountUu }: Delivered, fromMs: number): number => {
  if (endMs < fromMs) return 0;
  if (startMs >= fromMs || endMs === startMs) return amountUu;
  return Math.ceil((amountUu * (endMs - fromMs)) / (endMs - startMs));
};

const room = (most: number, ...taken: readonly number[]): Microunits =>
  microunits(Math.max(0, Math.floor(taken.reduce((left, each) => left - each, most))));

/**
 * Evidence of a history, where no ledger is: for replays and for tests of controllers. Insulin on board is beyond the profile,
 * exact over its boundaries, and what was withheld is taken off nothing that was given; hour and day keep room for the profile of the hour ahead.
 */
export const evidenceOf = (
  history: History,
  therapy: Therapy,
  { bounds, readings, at, running, automaticBoluses, maxDaily, correction }: Known,
  nowMs: WallMs,
): Evidence => {
  const { delivered } = history;
  const fromMs = nowMs - effectDuration(therapy.insulin);
  const acting = delivered.filter(({ endMs }) => endMs > fromMs);
  const spans = profileSpans(
    therapy,
    acting.reduce<number>((first, { startMs }) => Math.min(first, startMs), nowMs),
    nowMs,
  );
  const piecesOf = (wanted: Delivered['kind']) =>
    acting.filter(({ kind }) => kind === wanted).flatMap(each => netPieces(each, spans));
  const [basal, boluses] = [piecesOf('basal'), piecesOf('bolus')];
  const onBoard = (pieces: readonly NetPiece[]): number =>
    netOnBoard([...pieces, ...boluses], therapy.insulin, nowMs);
  const ahead = (ms: number): readonly ProfileSpan[] => profileSpans(therapy, nowMs, nowMs + ms);
  const hourAhead = ahead(HOUR_MS).reduce(
    (sum, { startMs, endMs, rateUuPerHour }) => sum + (rateUuPerHour * (endMs - startMs)) / HOUR_MS,
    0,
  );
  const sum = (ms: number, kinds: readonly Delivered['kind'][]): number =>
    delivered
      .filter(({ kind }) => kinds.includes(kind))
      .reduce((total, each) => total + since(each, nowMs - ms), 0);
  const lastBolus = delivered.findLast(({ kind }) => kind === 'bolus');
  const hourly = hourlyMostUu({ maxBasalUuPerHour: therapy.maxBasal, maxBolusUu: therapy.maxBolus });
  return {
    bounds,
    obstacles: [],
    mode: 'full',
    sight: sightOf(readings, at),
    usual: microunitsPerHour(
      ahead(LIMITS_OF_AUTOMATION.validMostMs).reduce(
        (least, { rateUuPerHour }) => Math.min(least, rateUuPerHour),
        Number.MAX_SAFE_INTEGER,
      ),
    ),
    highest: microunitsPerHour(
      therapy.basalProfile.reduce((most, { rateUuPerHour }) => Math.max(most, rateUuPerHour), 0),
    ),
    running,
    onBoardUu: Math.max(onBoard(basal), onBoard(withoutWithheld(basal, PULSE))),
    automatic: microunits(sum(2 * HOUR_MS, ['basal']) + automaticBoluses),
    hourRoom: room(hourly, sum(HOUR_MS, ['basal', 'bolus']), hourAhead),
    dayRoom: room(maxDaily, sum(DAY_MS, ['basal', 'bolus']), hourAhead),
    sinceBolusMs: lastBolus === undefined ? null : milliseconds(Math.max(0, nowMs - lastBolus.endMs)),
    correction,
  };
};
