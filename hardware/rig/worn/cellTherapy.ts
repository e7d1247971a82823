import type { Scheduled, Therapy } from '../../../src/automation/controller.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { HARD } from '../../../src/domain/limits.ts';
import { exampleSettings, type Settings } from '../../../src/domain/settings.ts';
import type { DayPart } from '../../../src/domain/therapy/dayParts.ts';
import { mgPerDl } from '../../../src/domain/units.ts';
import type { Question } from '../../../src/ports.ts';
import { answerTo } from '../../../src/runtime/controllerAnswer.ts';
import type { Care } from '../../../src/simulate/campaign/controllers.ts';

const DAY_H = 24;
const UU_PER_U = 1_000_000;
/** Bounds of these settings, as a person may choose them. */
const BOUNDS = {
  sensitivity: [5, 400],
  carbRatio: [2, 150],
  target: [80, 200],
  onBoard: [0, 30_000_000],
} as const;
const OTHER_TARGET = { lowMgPerDl: mgPerDl(110), highMgPerDl: mgPerDl(110) };

const within = ([least, most]: readonly [number, number], value: number): number =>
  Math.min(most, Math.max(least, Math.round(value)));
const at = <Value>(schedule: Scheduled<Value>, minute: number, otherwise: Value): Value =>
  schedule.findLast(({ fromMinute }) => fromMinute <= minute)?.value ?? otherwise;

/** What is reckoned with from a minute of the day on. */
const partFrom = ({ sensitivity, carbRatio, target }: Therapy, fromMinute: number): DayPart => ({
  fromMinute,
  sensitivityMgDl: within(BOUNDS.sensitivity, at(sensitivity, fromMinute, 50)),
  carbRatioG: within(BOUNDS.carbRatio, at(carbRatio, fromMinute, 10)),
  targetMgDl: within(BOUNDS.target, at(target, fromMinute, OTHER_TARGET).lowMgPerDl),
});

/** Every minute after midnight at which one of the three changes. */
const changesOf = ({ sensitivity, carbRatio, target }: Therapy): readonly number[] =>
  [...new Set([...sensitivity, ...carbRatio, ...target].map(({ fromMinute }) => fromMinute))]
    .filter(minute => minute > 0)
    .sort((a, b) => a - b);

/** What the pump is set to for this care: limits that leave a controller what its therapy leaves it, within the pump's own. */
export const settingsFor = ({ by, therapy }: Care): Settings => {
  const basalProfile = therapy.basalProfile.map(({ fromMinute, rateUuPerHour }) => ({
    fromMinute,
    rateUuPerHour: Math.min(HARD.maxBasalUuPerHour, rateUuPerHour),
  }));
  const mostUuPerHour = Math.max(...basalProfile.map(({ rateUuPerHour }) => rateUuPerHour));
  const { maxBasal, maxOnBoard, utcOffsetMinutes } = therapy;
  const { fromMinute: _, ...midnight } = partFrom(therapy, 0);
  const dayParts = changesOf(therapy).map(minute => partFrom(therapy, minute));
  return {
    ...exampleSettings,
    utcOffsetMinutes,
    basalProfile,
    maxBasalUuPerHour: Math.min(HARD.maxBasalUuPerHour, Math.max(mostUuPerHour, maxBasal)),
    maxBolusUu: HARD.maxBolusUu,
    maxDailyUu: Math.min(HARD.maxDailyUu, Math.max(200 * UU_PER_U, mostUuPerHour * DAY_H * 4)),
    automation: by === 'controller' ? 'islet' : 'off',
    automaticBolus: by === 'controller' ? 'micro' : 'none',
    maxOnBoardUu: within(BOUNDS.onBoard, maxOnBoard),
    ...midnight,
    ...(dayParts.length === 0 ? {} : { dayParts }),
    lowSuspend: by === 'suspension' ? 'predictive' : 'off',
  };
};

/** Whoever answers the pump: the controller of the cell, with the therapy of the cell and the activity of the pump. */
export const controllerFor = (care: Care): ((question: Question) => Fact) | null =>
  care.by === 'controller'
    ? question =>
        answerTo(care.controller, {
          ...question,
          therapy: { ...care.therapy, temporaryTarget: question.therapy.temporaryTarget },
        })
    : null;
