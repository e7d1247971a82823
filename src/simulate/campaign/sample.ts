import { randomFrom } from '../random.ts';
import type { Campaign } from './campaign.ts';
import { cellAt, cellCount } from './cells.ts';
import { groupOf } from './people.ts';

/** By which the lot is drawn; any other would do. */
const SEED = 50;

/** One cell of each controller in each setting and each group of patients, drawn by lot: the same of the same campaign. In the order of cells. */
export const sampleOf = (campaign: Campaign): readonly number[] => {
  const lots = new Map<string, number[]>();
  for (let index = 0; index < cellCount(campaign); index += 1) {
    const { scenario, fault, controller, patient } = cellAt(campaign, index);
    const lot = [scenario.name, fault.name, controller, groupOf(patient)].join('/');
    lots.set(lot, [...(lots.get(lot) ?? []), index]);
  }
  return [...lots]
    .flatMap(([lot, cells]) => {
      const drawn = cells[Math.floor(randomFrom(SEED, lot).uniform() * cells.length)];
      return drawn === undefined ? [] : [drawn];
    })
    .sort((a, b) => a - b);
};
