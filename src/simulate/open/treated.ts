import type { Therapy } from '../../automation/controller.ts';
import { presetModel } from '../../domain/insulinModel.ts';
import { mgPerDl, microunits, microunitsPerHour } from '../../domain/units.ts';
import type { Hand } from './baseline.ts';
import type { Member } from './protocol.ts';

const UU_PER_U = 1_000_000;
const wholeUu = (units: number): number => Math.floor(units * UU_PER_U);

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

/** A person who boluses for what is told by the ratio and corrects nothing: that is left to the controller. */
export const handOf = (member: Member, { basalTimes }: Treated): Hand => ({
  basalUPerHour: member.basalUPerHour * basalTimes,
  carbRatioGPerU: member.carbRatioGPerU,
  sensitivity: Number.POSITIVE_INFINITY,
});
