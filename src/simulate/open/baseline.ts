/**
 * The two simplest ways to use a pump, as the comparison has them: basal and boluses by hand (`bb`), and the same with
 * a suspension before a low (`bb_plgs`). They decide for the open replay only; the pump's own are charts.
 */
import type { Decide, Moment, Reading } from './replay.ts';

export type Hand = {
  readonly basalUPerHour: number;
  readonly carbRatioGPerU: number;
  /** mg/dL per U. */
  readonly sensitivity: number;
};

/** A correction is given with a meal when glucose is above 150 mg/dL, down to simglucose's target of 140. */
const CORRECT_ABOVE = 150;
const CORRECT_TO = 140;
const UU_PER_U = 1_000_000;

const wholeUu = (units: number): number => Math.floor(units * UU_PER_U);

/** Carbohydrate told now by the ratio, and a correction by the latest reading. µU. */
export const bolusByHand = ({ carbRatioGPerU, sensitivity }: Hand, { news, readings }: Moment): number => {
  const carbsG = news.reduce((sum, each) => sum + each.carbsG, 0);
  if (carbsG === 0) return 0;
  const now = readings.at(-1)?.mgPerDl ?? 0;
  const correction = now > CORRECT_ABOVE ? (now - CORRECT_TO) / sensitivity : 0;
  return wholeUu(carbsG / carbRatioGPerU + correction);
};

/** Basal that never changes, boluses for what is told. */
export const basalBolus = (hand: Hand): Decide => {
  const basalUuPerHour = wholeUu(hand.basalUPerHour);
  return moment => ({ basalUuPerHour, bolusUu: bolusByHand(hand, moment) });
};

const LOOK_AHEAD_MIN = 30;
const FITTED = 4;
const [PREDICTED_BELOW, NOW_BELOW] = [80, 70] as const;
/** At most so many minutes of any so many. */
const [MOST_MIN, WINDOW_MIN] = [120, 150] as const;
const READING_MIN = 5;

/** Where a line through the last four readings will be in half an hour; null with fewer. mg/dL. */
const predicted = (readings: readonly Reading[]): number | null => {
  const last = readings.slice(-FITTED);
  if (last.length < FITTED) return null;
  const end = last.at(-1)?.minute ?? 0;
  const mean = (of: (each: Reading) => number): number =>
    last.reduce((sum, each) => sum + of(each), 0) / FITTED;
  const [t, g] = [mean(({ minute }) => minute), mean(({ mgPerDl }) => mgPerDl)];
  const slope =
    mean(({ minute, mgPerDl }) => (minute - t) * (mgPerDl - g)) / mean(({ minute }) => (minute - t) ** 2);
  return g + slope * (end - t + LOOK_AHEAD_MIN);
};

/** `basalBolus`, with basal stopped by the published rule of Basal-IQ. */
export const withSuspension = (hand: Hand): Decide => {
  const basalUuPerHour = wholeUu(hand.basalUPerHour);
  const stopped: number[] = [];
  let isSuspended = false;
  let seen = -1;
  return moment => {
    const { readings, minute } = moment;
    const now = readings.at(-1);
    if (now !== undefined && now.minute === minute && seen !== minute) {
      seen = minute;
      const before = readings.at(-2)?.mgPerDl ?? now.mgPerDl;
      const ahead = predicted(readings) ?? now.mgPerDl;
      const isLow = ahead < PREDICTED_BELOW || now.mgPerDl < NOW_BELOW;
      const isRising = now.mgPerDl > before;
      isSuspended = isSuspended ? !isRising && isLow : isLow && !isRising;
      const used = stopped.filter(each => each > minute + READING_MIN - WINDOW_MIN).length * READING_MIN;
      if (used + READING_MIN > MOST_MIN) isSuspended = false;
      if (isSuspended) stopped.push(minute);
    }
    return { basalUuPerHour: isSuspended ? 0 : basalUuPerHour, bolusUu: bolusByHand(hand, moment) };
  };
};
