import { exampleSettings, type Settings } from '../../src/domain/settings.ts';

/** The example's settings, with a controller that may give boluses and up to 5 U on board. */
export const AUTOMATED: Settings = {
  ...exampleSettings,
  automation: 'islet',
  automaticBolus: 'micro',
  maxOnBoardUu: 5_000_000,
  sensitivityMgDl: 50,
  carbRatioG: 10,
};
