/** The comparison within each age group: a mean over everybody may be bought with the children. */
import type { Comparison } from '../../src/simulate/campaign/comparison.ts';
import type { ControllerName } from '../../src/simulate/campaign/controllers.ts';
import type { Peer } from '../../src/simulate/campaign/peers.ts';
import { GROUPS } from '../../src/simulate/campaign/people.ts';

/** The peers that are best of their kind in each scenario of the published comparison: as we run them, and as they were measured. */
const BEST: Readonly<Record<string, readonly { readonly run: ControllerName; readonly measured: string }[]>> =
  {
    announced: [
      { run: 'oref0-temp', measured: 'oref0, temporary basals' },
      { run: 'suspension', measured: 'by hand, with the published suspension' },
    ],
    tuned: [
      { run: 'loop-temp', measured: 'Loop, temporary basals' },
      { run: 'oref0-temp', measured: 'oref0, temporary basals' },
    ],
    'basal × 1.3': [{ run: 'suspension', measured: 'by hand, with the published suspension' }],
    unannounced: [{ run: 'oref0-smb', measured: 'oref0, microboluses' }],
    'no rescue': [{ run: 'oref0-temp', measured: 'oref0, temporary basals' }],
  };

/** Percent, and points of the risk index; the first better when it is more, the others when they are less. */
const FIGURES = ['inRange', 'below70', 'gri'] as const;
type Figure = (typeof FIGURES)[number];

const betterBy = (figure: Figure, theirs: number, ours: number): number =>
  figure === 'inRange' ? theirs - ours : ours - theirs;

/** A figure of one group by us and by one of the best peers; `behind`: by how many points ours is worse, below zero where it is better. */
export type Beside = {
  readonly scenario: string;
  readonly group: string;
  readonly figure: Figure;
  readonly peer: string;
  readonly ours: number;
  readonly theirs: number;
  readonly behind: number;
};

/**
 * Every figure of a controller in every age group beside that of each of the best peers there. `measured`: outcomes of the
 * software of others in a scenario, of which those with figures of the group count.
 */
export const besidePeers = (
  { rows }: Pick<Comparison, 'rows'>,
  controller: ControllerName,
  measured: (scenario: string) => readonly Peer[],
): readonly Beside[] =>
  rows
    .filter(row => row.controller === controller && row.whom !== 'all')
    .flatMap(own =>
      (BEST[own.scenario] ?? []).flatMap(({ run, measured: name }) => {
        const group = GROUPS.find(each => each === own.whom);
        const asRun = rows.find(
          row => row.scenario === own.scenario && row.whom === own.whom && row.controller === run,
        );
        const peer = measured(own.scenario).find(each => each.name === name);
        const asMeasured =
          peer !== undefined && (group === 'adult' || group === 'adolescent' || group === 'child')
            ? peer[group]
            : undefined;
        const theirs: readonly (readonly [string, Figure, number])[] = [
          ...(asRun === undefined ? [] : FIGURES.map(figure => [run, figure, asRun[figure]] as const)),
          ...(asMeasured === undefined
            ? []
            : (['inRange', 'below70'] as const).map(
                figure => [`${name}, measured`, figure, asMeasured[figure]] as const,
              )),
        ];
        return theirs.map(([who, figure, value]) => ({
          scenario: own.scenario,
          group: own.whom,
          figure,
          peer: who,
          ours: own[figure],
          theirs: value,
          behind: betterBy(figure, value, own[figure]),
        }));
      }),
    );
