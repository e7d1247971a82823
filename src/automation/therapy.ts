import type { Bounds } from '../domain/envelope/evidence.ts';
import type { InsulinModel } from '../domain/insulinModel.ts';
import type { Segment } from '../domain/settings.ts';
import type { Aim, Band } from '../domain/therapy/activity.ts';
import type { TherapySettings } from '../domain/therapy/settings.ts';
import { mgPerDl, microunits, microunitsPerHour } from '../domain/units.ts';
import type { Scheduled, Therapy } from './controller.ts';

/** What belongs to the pump and not to automation. */
export type PumpTherapy = {
  readonly basalProfile: readonly Segment[];
  readonly utcOffsetMinutes: number;
  readonly insulin: InsulinModel;
};

/**
 * What every controller is told to work by: the settings of a clinic, and in place of the scheduled target what the person is doing or has asked
 * for (`aimAt`). A controller knows no activities.
 */
export const therapyFor = (settings: TherapySettings, pump: PumpTherapy, aim: Aim): Therapy => ({
  ...pump,
  sensitivity: settings.sensitivity,
  carbRatio: settings.carbRatio,
  target: settings.target.map(({ fromMinute, value }) => ({
    fromMinute,
    value: { lowMgPerDl: mgPerDl(value.lowMgPerDl), highMgPerDl: mgPerDl(value.highMgPerDl) },
  })) satisfies Scheduled<Band>,
  temporaryTarget: aim.target,
  maxBasal: microunitsPerHour(settings.maxBasalUuPerHour),
  maxBolus: microunits(settings.maxBolusUu),
  maxOnBoard: microunits(settings.maxOnBoardUu),
});

/** What the envelope holds every controller to under these settings and what the person is doing. */
export const boundsFor = (settings: TherapySettings, aim: Aim): Bounds => ({
  kind: settings.person,
  maxBasal: microunitsPerHour(settings.maxBasalUuPerHour),
  maxBolus: microunits(settings.maxBolusUu),
  maxOnBoard: microunits(settings.maxOnBoardUu),
  dailyInsulin: microunits(settings.dailyInsulinUu),
  threshold: aim.threshold,
  bolusPolicy: aim.mayBolus ? settings.automaticBolus : 'none',
});
