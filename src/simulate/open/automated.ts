/** A controller in the open replay, beside a person who boluses for what is told by the carbohydrate ratio and nothing else. */
import type { Controller, Delivered, History, Therapy } from '../../automation/controller.ts';
import { presetModel } from '../../domain/insulinModel.ts';
import { mgPerDl, microunits, microunitsPerHour, type WallMs, wallMs } from '../../domain/units.ts';
import type { Member } from './protocol.ts';
import type { Decide, Moment } from './replay.ts';

const MINUTE_MS = 60_000;
const UU_PER_U = 1_000_000;
/** Minute 0 of a scenario: a midnight. */
const BEGUN_MS = Date.UTC(2026, 0, 1);
/** As much of the past as any controller asks for. */
const PAST_MIN = 24 * 60;

const wholeUu = (units: number): number => Math.floor(units * UU_PER_U);
const instantOf = (minute: number): WallMs => wallMs(BEGUN_MS + minute * MINUTE_MS);

/**
 * All insulin of each minute as an even rate over it: boluses reach the drive in whole pulses, too, and a minute is short
 * beside everything that insulin does.
 */
const deliveredBefore = ({ minute, deliveredUu }: Moment): readonly Delivered[] => {
  const first = Math.max(0, minute - PAST_MIN);
  return Array.from(
    deliveredUu.subarray(first, minute),
    (uu, index): Delivered => ({
      kind: 'basal',
      startMs: instantOf(first + index),
      endMs: instantOf(first + index + 1),
      amountUu: microunits(uu),
    }),
  );
};

const historyAt = (moment: Moment): History => ({
  readings: moment.readings
    .filter(({ minute }) => minute > moment.minute - PAST_MIN)
    .map(({ minute, mgPerDl: value }) => ({ atMs: instantOf(minute), mgPerDl: mgPerDl(value) })),
  delivered: deliveredBefore(moment),
  carbs: moment.told
    .filter(({ atMin }) => atMin > moment.minute - PAST_MIN)
    .map(({ atMin, carbsG }) => ({ atMs: instantOf(atMin), grams: carbsG })),
});

/** How a member is treated: the settings that came with the patient, or the sensitivity that was measured; and basal set wrong. */
export type Treated = {
  readonly sensitivity: 'quest' | 'tuned';
  readonly basalTimes: number;
};

/** The therapy of the comparison: target 110 mg/dL, at most four times basal, a sixth of a day's insulin at once. */
export const therapyOf = (member: Member, { sensitivity, basalTimes }: Treated): Therapy => {
  const rateUuPerHour = wholeUu(member.basalUPerHour * basalTimes);
  const set = sensitivity === 'quest' ? member.questSensitivity : member.tunedSensitivity;
  return {
    basalProfile: [{ fromMinute: 0, rateUuPerHour }],
    utcOffsetMinutes: 0,
    sensitivity: [{ fromMinute: 0, value: set }],
    carbRatio: [{ fromMinute: 0, value: member.carbRatioGPerU }],
    target: [{ fromMinute: 0, value: { lowMgPerDl: mgPerDl(110), highMgPerDl: mgPerDl(120) } }],
    temporaryTarget: null,
    insulin: presetModel('rapidActingAdult'),
    maxBasal: microunitsPerHour(rateUuPerHour * 4),
    maxBolus: microunits(wholeUu(member.dailyInsulinU / 6)),
    maxOnBoard: microunits(wholeUu(member.dailyInsulinU / 2)),
  };
};

/** The controller is asked at each reading. What it asked for last holds until its time is over; then the profile. */
export const automated = (controller: Controller, therapy: Therapy): Decide => {
  const profileUu = therapy.basalProfile[0]?.rateUuPerHour ?? 0;
  const carbRatio = therapy.carbRatio[0]?.value ?? Number.POSITIVE_INFINITY;
  let held: { readonly rateUu: number; readonly untilMs: number } = { rateUu: profileUu, untilMs: 0 };
  return moment => {
    const nowMs = instantOf(moment.minute);
    const carbsG = moment.news.reduce((sum, each) => sum + each.carbsG, 0);
    const byHandUu = wholeUu(carbsG / carbRatio);
    const isReading = moment.readings.at(-1)?.minute === moment.minute;
    const request = isReading ? controller(historyAt(moment), therapy, nowMs) : null;
    if (request !== null && request.basal !== null) {
      const { rate, lengthMs } = request.basal;
      held = { rateUu: rate, untilMs: Math.min(nowMs + lengthMs, request.validUntilMs) };
    }
    return {
      basalUuPerHour: nowMs < held.untilMs ? held.rateUu : profileUu,
      bolusUu: byHandUu + (request?.microbolus ?? 0),
    };
  };
};
