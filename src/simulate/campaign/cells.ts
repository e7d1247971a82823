import type { Campaign, Days, Seed } from './campaign.ts';
import type { ControllerName } from './controllers.ts';
import type { Fault } from './faults.ts';

/** One patient, treated by one controller through one scenario with one fault from one seed: the unit of work. */
export type Cell = {
  /** Its place in the campaign, from 0. */
  readonly index: number;
  readonly scenario: Days;
  readonly fault: Fault;
  readonly controller: ControllerName;
  readonly patient: string;
  readonly seed: Seed;
};

export const cellCount = ({ scenarios, faults, controllers, patients, seeds }: Campaign): number =>
  scenarios.length * faults.length * controllers.length * patients.length * seeds.length;

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new RangeError(`there is no element ${index} among ${list.length}`);
  return found;
};

/** The cell at this place: seeds change fastest, then patients, controllers, faults, scenarios. */
export const cellAt = (campaign: Campaign, index: number): Cell => {
  const { scenarios, faults, controllers, patients, seeds } = campaign;
  if (!(Number.isSafeInteger(index) && index >= 0 && index < cellCount(campaign)))
    throw new RangeError(`cell ${index} is not one of the ${cellCount(campaign)} of the campaign`);
  let left = index;
  const take = <T>(list: readonly T[]): T => {
    const found = at(list, left % list.length);
    left = Math.floor(left / list.length);
    return found;
  };
  const [seed, patient, controller, fault] = [take(seeds), take(patients), take(controllers), take(faults)];
  return { index, seed, patient, controller, fault, scenario: take(scenarios) };
};

/** A cell in words: `announced/none/islet/child#008/published`. */
export const nameOf = ({ scenario, fault, controller, patient, seed }: Cell): string =>
  [scenario.name, fault.name, controller, patient, seed].join('/');

/** The cell of this name, or at this place; undefined where there is none. */
export const cellNamed = (campaign: Campaign, name: string): Cell | undefined => {
  const all = cellCount(campaign);
  if (/^\d+$/.test(name)) return Number(name) < all ? cellAt(campaign, Number(name)) : undefined;
  for (let index = 0; index < all; index += 1) {
    const cell = cellAt(campaign, index);
    if (nameOf(cell) === name) return cell;
  }
  return undefined;
};
