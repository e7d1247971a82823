import { meanOf, medianOf } from '../metrics.ts';
import type { Campaign } from './campaign.ts';
import { cellAt, cellCount } from './cells.ts';
import type { ControllerName } from './controllers.ts';
import { GROUPS, type Group, groupOf } from './people.ts';
import type { CellResult } from './run.ts';

/** What is averaged over cells, each of which weighs the same. Names and units are those of a cell's result. */
export const MEASURES = [
  'inRange',
  'inTightRange',
  'below70',
  'below54',
  'above180',
  'above250',
  'mean',
  'sd',
  'cv',
  'gmi',
  'lbgi',
  'hbgi',
  'magni',
  'gri',
  'dailyInsulinU',
  'dailyBolusU',
  'rescuesADay',
] as const;
export type Measure = (typeof MEASURES)[number];
export type Measures = { readonly [Name in Measure]: number };

/** Everybody together, or one group of patients. */
export type Whom = 'all' | Group;

export const WHOM: readonly Whom[] = ['all', ...GROUPS];

/** A scenario with a fault: what controllers are compared in. */
export type Setting = { readonly scenario: string; readonly fault: string };

/** One controller in one setting, over one group: the means of its cells. */
export type Pooled = Setting &
  Measures & {
    readonly controller: ControllerName;
    readonly whom: Whom;
    readonly patients: number;
    readonly cells: number;
    /** Cells that meet the consensus, and cells in which glucose left 10 to 600 mg/dL. */
    readonly meet: number;
    readonly failed: number;
    /** The largest share below 54 mg/dL of any cell, the lowest glucose of any, and the median share in range. */
    readonly worstBelow54: number;
    readonly lowest: number;
    readonly medianInRange: number;
  };

/** A result with the cell it is of. */
export type Known = {
  readonly setting: Setting;
  readonly controller: ControllerName;
  readonly patient: string;
  readonly result: CellResult;
};

/** Results of a whole campaign in the order of its cells. Throws where one is missing or is there twice. */
export const inOrder = (campaign: Campaign, results: Iterable<CellResult>): readonly Known[] => {
  const byCell = new Map<number, CellResult>();
  for (const result of results) {
    if (byCell.has(result.cell)) throw new RangeError(`cell ${result.cell} has two results`);
    byCell.set(result.cell, result);
  }
  return Array.from({ length: cellCount(campaign) }, (_, index) => {
    const result = byCell.get(index);
    if (result === undefined) throw new RangeError(`cell ${index} has no result`);
    const { scenario, fault, controller, patient } = cellAt(campaign, index);
    return { setting: { scenario: scenario.name, fault: fault.name }, controller, patient, result };
  });
};

/** The consensus on time in range (Battelino et al., Diabetes Care 42:1593, 2019) as the comparison counts it. */
export const meetsConsensus = ({ inRange, below70, below54 }: CellResult): boolean =>
  inRange > 70 && below70 < 4 && below54 < 1;

const isOf = (whom: Whom, patient: string): boolean => whom === 'all' || groupOf(patient) === whom;

/** Those of a group; empty where nobody is of it, and where it is everybody there is. */
export const these = (known: readonly Known[], whom: Whom): readonly Known[] => {
  const some = known.filter(({ patient }) => isOf(whom, patient));
  return whom !== 'all' && some.length === known.length ? [] : some;
};

/** Every scenario with every fault, in the order of the campaign. */
export const settingsOf = ({ scenarios, faults }: Campaign): readonly Setting[] =>
  scenarios.flatMap(scenario => faults.map(fault => ({ scenario: scenario.name, fault: fault.name })));

/** Cells of one controller in one setting. */
export const cellsOf = (
  known: readonly Known[],
  { scenario, fault }: Setting,
  controller: ControllerName,
): readonly Known[] =>
  known.filter(
    each =>
      each.setting.scenario === scenario && each.setting.fault === fault && each.controller === controller,
  );

const pooled = (
  setting: Setting,
  controller: ControllerName,
  whom: Whom,
  known: readonly Known[],
): Pooled => {
  const results = known.map(({ result }) => result);
  const mean = (measure: Measure): number => meanOf(results.map(result => result[measure]));
  return {
    ...setting,
    controller,
    whom,
    patients: new Set(known.map(({ patient }) => patient)).size,
    cells: results.length,
    ...measuresBy(mean),
    meet: results.filter(meetsConsensus).length,
    failed: results.filter(({ failedAtMin }) => failedAtMin !== null).length,
    worstBelow54: Math.max(...results.map(({ below54 }) => below54)),
    lowest: Math.min(...results.map(({ lowest }) => lowest)),
    medianInRange: medianOf(results.map(({ inRange }) => inRange)),
  };
};

const measuresBy = (of: (measure: Measure) => number): Measures => ({
  inRange: of('inRange'),
  inTightRange: of('inTightRange'),
  below70: of('below70'),
  below54: of('below54'),
  above180: of('above180'),
  above250: of('above250'),
  mean: of('mean'),
  sd: of('sd'),
  cv: of('cv'),
  gmi: of('gmi'),
  lbgi: of('lbgi'),
  hbgi: of('hbgi'),
  magni: of('magni'),
  gri: of('gri'),
  dailyInsulinU: of('dailyInsulinU'),
  dailyBolusU: of('dailyBolusU'),
  rescuesADay: of('rescuesADay'),
});

/** Every controller in every setting, over everybody and over each group that is a part of everybody. */
export const pooledIn = (campaign: Campaign, known: readonly Known[]): readonly Pooled[] =>
  settingsOf(campaign).flatMap(setting =>
    campaign.controllers.flatMap(controller => {
      const cells = cellsOf(known, setting, controller);
      return WHOM.flatMap(whom => {
        const some = these(cells, whom);
        return some.length === 0 ? [] : [pooled(setting, controller, whom, some)];
      });
    }),
  );
