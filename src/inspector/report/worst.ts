import type { Report } from '../../simulate/campaign/report.ts';
import { cellsOf, type Known, type Setting } from '../../simulate/campaign/summary.ts';

/** So many cells of the first controller, and one of each other. */
const MOST = 3;

/** The cells of highest risk of each controller in a setting, highest first; of equal ones the first. */
export const worstIn = ({ campaign, known }: Report, setting: Setting): readonly Known[] =>
  campaign.controllers.flatMap((controller, index) =>
    cellsOf(known, setting, controller)
      .toSorted((one, other) => other.result.gri - one.result.gri)
      .slice(0, index === 0 ? MOST : 1),
  );
