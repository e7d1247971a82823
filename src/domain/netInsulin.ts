import type { Curve } from './insulin.ts';
import { BILINEAR_BREAKS, type InsulinModel, shareRemaining } from './insulinModel.ts';

/** Insulin that was delivered evenly from one instant to another, or at once: whole µU, instants of one clock in ms. */
export type EvenDelivery = {
  readonly kind: 'basal' | 'bolus';
  readonly startMs: number;
  /** Not before `startMs`; a bolus at once ends where it starts. */
  readonly endMs: number;
  readonly amountUu: number;
};

/** A rate of the basal profile in whole µU/h and the time it was in force; sorted, without gaps. */
export type ProfileSpan = {
  readonly startMs: number;
  readonly endMs: number;
  readonly rateUuPerHour: number;
};

/** Insulin beyond the profile, evenly over its time, in µU; below zero where less was given. */
export type NetPiece = { readonly startMs: number; readonly endMs: number; readonly netUu: number };

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * A delivery net of the profile, one piece for each rate it meets. The pieces tile the delivery: their sum is what
 * was delivered less what the profile would have given, whatever boundaries lie within. A profile that does not
 * cover a delivery is a defect of the caller, and throws.
 */
export const netPieces = (delivery: EvenDelivery, profile: readonly ProfileSpan[]): readonly NetPiece[] => {
  const { kind, startMs, endMs, amountUu } = delivery;
  if (kind === 'bolus' || startMs === endMs) return [{ startMs, endMs, netUu: amountUu }];
  const pieces = profile
    .filter(span => span.endMs > startMs && span.startMs < endMs)
    .map(span => {
      const from = Math.max(startMs, span.startMs);
      const to = Math.min(endMs, span.endMs);
      const given = (amountUu * (to - from)) / (endMs - startMs);
      return { startMs: from, endMs: to, netUu: given - (span.rateUuPerHour * (to - from)) / HOUR_MS };
    });
  const covered = pieces.reduce((sum, piece) => sum + piece.endMs - piece.startMs, 0);
  if (covered !== endMs - startMs)
    throw new RangeError(`the profile covers ${covered} ms of a delivery of ${endMs - startMs} ms`);
  return pieces;
};

/** ∫ of the share remaining from 0 to `minutes`, for the exponential curve, in minutes. */
const exponentialIntegral = ({ durationMinutes, tau, a, s }: Curve, minutes: number): number => {
  const t = Math.min(minutes, durationMinutes);
  const decay = Math.exp(-t / tau);
  const ofSquare = 2 * tau ** 3 - tau * decay * (t * t + 2 * tau * t + 2 * tau * tau);
  const ofTime = tau * tau - tau * decay * (t + tau);
  const ofOne = tau * (1 - decay);
  const shape = ofSquare / (tau * durationMinutes * (1 - a)) - ofTime / tau - ofOne + t;
  return t - s * (1 - a) * shape;
};

/** Points of Gauss and Legendre on −1 to 1, of weight 1 each: exact for the polynomials of the bilinear model. */
const GAUSS = Math.sqrt(1 / 3);

const quadrature = (model: InsulinModel, fromMs: number, toMs: number): number => {
  const half = (toMs - fromMs) / 2;
  const [early, late] = [fromMs + half * (1 - GAUSS), fromMs + half * (1 + GAUSS)];
  return half * (shareRemaining(model, early) + shareRemaining(model, late));
};

/** ∫ of the share remaining from the dose to `ms` after it, in ms. All is remaining during the delay. */
const remainingIntegral = (model: InsulinModel, ms: number): number => {
  if (model.kind === 'exponential') {
    const { delayMs, curve } = model;
    if (ms <= delayMs) return ms;
    return delayMs + MINUTE_MS * exponentialIntegral(curve, (ms - delayMs) / MINUTE_MS);
  }
  let sum = 0;
  let from = 0;
  for (const share of BILINEAR_BREAKS) {
    const to = Math.min(ms, share * model.durationMs);
    sum += quadrature(model, from, to);
    from = to;
  }
  return sum;
};

/** The share of a piece that is on board: delivered by now and not yet acted, the mean over its time. */
const shareOnBoard = (model: InsulinModel, { startMs, endMs }: NetPiece, nowMs: number): number => {
  if (nowMs < startMs) return 0;
  if (endMs === startMs) return shareRemaining(model, nowMs - startMs);
  const youngest = Math.max(0, nowMs - endMs);
  const integral = remainingIntegral(model, nowMs - startMs) - remainingIntegral(model, youngest);
  return integral / (endMs - startMs);
};

/**
 * Net insulin on board in whole µU at `nowMs`, by integration in closed form over every piece, rounded up: in doubt
 * more is on board, and less is given. Below zero when less than the profile was delivered.
 */
export const netOnBoard = (pieces: readonly NetPiece[], model: InsulinModel, nowMs: number): number => {
  let sum = 0;
  for (const piece of pieces) sum += piece.netUu * shareOnBoard(model, piece, nowMs);
  return Math.ceil(sum);
};

/**
 * Pieces of basal, in order of time, without what was withheld: none is below zero. What the profile gave and the pump did not is taken off the
 * pieces that follow as far as it is at most `mostUu`, which a drive of whole pulses may rightly owe.
 */
export const withoutWithheld = (pieces: readonly NetPiece[], mostUu: number): readonly NetPiece[] => {
  let owedUu = 0;
  return pieces.map(piece => {
    const netUu = piece.netUu - owedUu;
    owedUu = Math.min(mostUu, Math.max(0, -netUu));
    return { ...piece, netUu: Math.max(0, netUu) };
  });
};
