import type { ControllerName } from '../../simulate/campaign/controllers.ts';
import { wordsOf } from '../../simulate/campaign/controllers.ts';
import { type Peer, peersIn } from '../../simulate/campaign/peers.ts';
import type { Report } from '../../simulate/campaign/report.ts';
import { type Pooled, type Setting, WHOM, type Whom } from '../../simulate/campaign/summary.ts';

/** What is shown of a controller, ours or as it was measured by others: shares in percent, glucose in mg/dL, insulin in U. */
export type Line = {
  readonly name: string;
  /** Null for a peer: others measured it. */
  readonly controller: ControllerName | null;
  readonly figures: readonly string[];
};

const AGES = ['adult', 'adolescent', 'child'] as const;

const rangeOf = (inRange: number, below70: number): string => `${inRange.toFixed(1)} / ${below70.toFixed(1)}`;

/** Columns of a comparison; groups only where there is more than one. */
export const columnsOf = (groups: readonly Whom[]): readonly string[] => [
  '70–180',
  '< 70',
  '< 54',
  '> 180',
  'mean',
  'risk index',
  'U a day',
  'meet',
  'fail',
  ...groups,
];

/** Groups that the pooled figures are told of apart. */
export const groupsIn = ({ pooled }: Report): readonly Whom[] =>
  WHOM.filter(whom => whom !== 'all' && pooled.some(row => row.whom === whom));

const isIn = (row: Pooled, { scenario, fault }: Setting): boolean =>
  row.scenario === scenario && row.fault === fault;

/** Figures over everybody, in one setting, in the order of the controllers. */
export const pooledOf = ({ pooled }: Report, setting: Setting): readonly Pooled[] =>
  pooled.filter(row => isIn(row, setting) && row.whom === 'all');

type Means = Pick<
  Pooled,
  'inRange' | 'below70' | 'below54' | 'above180' | 'mean' | 'gri' | 'meet' | 'cells' | 'failed'
> & {
  readonly dailyInsulinU?: number | undefined;
};

/** Means over everybody as they are printed, in the order of the columns; insulin is empty where nobody measured it. */
export const meansOf = (row: Means): readonly string[] => [
  row.inRange.toFixed(1),
  row.below70.toFixed(2),
  row.below54.toFixed(2),
  row.above180.toFixed(1),
  row.mean.toFixed(0),
  row.gri.toFixed(1),
  row.dailyInsulinU?.toFixed(1) ?? '',
  `${row.meet}/${row.cells}`,
  String(row.failed),
];

/** Patients of the published cohort, on whom peers were measured. */
const COHORT = 30;

const ours = (report: Report, setting: Setting, row: Pooled, groups: readonly Whom[]): Line => ({
  name: wordsOf(row.controller),
  controller: row.controller,
  figures: [
    ...meansOf(row),
    ...groups.map(whom => {
      const own = report.pooled.find(
        each => isIn(each, setting) && each.whom === whom && each.controller === row.controller,
      );
      return own === undefined ? '' : rangeOf(own.inRange, own.below70);
    }),
  ],
});

const theirs = (peer: Peer, groups: readonly Whom[]): Line => ({
  name: peer.name,
  controller: null,
  figures: [
    ...meansOf({ ...peer, cells: COHORT }),
    ...groups.map(whom => {
      const age = AGES.find(each => each === whom);
      const own = age === undefined ? undefined : peer[age];
      return own === undefined ? '' : rangeOf(own.inRange, own.below70);
    }),
  ],
});

/** One setting: ours first, then what others were measured at on the same days. */
export const comparisonIn = (report: Report, setting: Setting): readonly Line[] => {
  const { campaign } = report;
  const groups = groupsIn(report);
  const scenario = campaign.scenarios.find(({ name }) => name === setting.scenario);
  const fault = campaign.faults.find(({ name }) => name === setting.fault);
  const isFaultless = fault !== undefined && fault.name === 'none';
  return [
    ...pooledOf(report, setting).map(row => ours(report, setting, row, groups)),
    ...(scenario === undefined || !isFaultless
      ? []
      : peersIn(campaign, scenario).map(peer => theirs(peer, groups))),
  ];
};
