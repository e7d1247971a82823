import type { Therapy } from '../../src/automation/controller.ts';
import { presetModel } from '../../src/domain/insulinModel.ts';
import { mgPerDl, microunits, microunitsPerHour } from '../../src/domain/units.ts';

/** What tests of controllers prescribe: two rates a day, an hour east of Greenwich. */
export const exampleTherapy: Therapy = {
  basalProfile: [
    { fromMinute: 0, rateUuPerHour: 800_000 },
    { fromMinute: 360, rateUuPerHour: 1_100_000 },
  ],
  utcOffsetMinutes: 60,
  sensitivity: [{ fromMinute: 0, value: 50 }],
  carbRatio: [{ fromMinute: 0, value: 10 }],
  target: [{ fromMinute: 0, value: { lowMgPerDl: mgPerDl(100), highMgPerDl: mgPerDl(110) } }],
  temporaryTarget: null,
  insulin: presetModel('rapidActingAdult'),
  maxBasal: microunitsPerHour(4_000_000),
  maxBolus: microunits(6_000_000),
  maxOnBoard: microunits(12_000_000),
};
