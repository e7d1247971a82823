import { localMs, MINUTE_MS } from '../profile.ts';
import type { Settings } from '../settings.ts';
import type { WallMs } from '../units.ts';

/**
 * What insulin is reckoned with from a minute of the local day on: by how many mg/dL 1 U lowers glucose, how many g of
 * carbohydrate 1 U covers (zero: not known), and the glucose aimed at.
 */
export type DayPart = {
  readonly fromMinute: number;
  readonly sensitivityMgDl: number;
  readonly carbRatioG: number;
  readonly targetMgDl: number;
};

type Reckoned = Pick<Settings, 'sensitivityMgDl' | 'carbRatioG' | 'targetMgDl' | 'dayParts'>;

/** All parts of a day, the first from midnight. */
export const dayPartsOf = ({
  sensitivityMgDl,
  carbRatioG,
  targetMgDl,
  dayParts = [],
}: Reckoned): readonly DayPart[] => [{ fromMinute: 0, sensitivityMgDl, carbRatioG, targetMgDl }, ...dayParts];

/** The part that holds at a wall time. */
export const dayPartAt = (settings: Settings, wall: WallMs): DayPart => {
  const minute = Math.floor(localMs(settings, wall) / MINUTE_MS);
  const part = dayPartsOf(settings).findLast(({ fromMinute }) => fromMinute <= minute);
  if (part === undefined) throw new RangeError('a day has no part from midnight');
  return part;
};

/** What a dose is reckoned with: a part of the day, where below its target another sensitivity may hold. */
export type DoseBasis = DayPart & { readonly sensitivityBelowMgDl: number };

export const basisOf = (part: DayPart): DoseBasis => ({
  ...part,
  sensitivityBelowMgDl: part.sensitivityMgDl,
});

/**
 * Whatever the time: of each the one that makes the least insulin. Above target that is the largest sensitivity, below it the
 * least, which takes the most off.
 */
export const cautiousBasis = (settings: Reckoned): DoseBasis => {
  const parts = dayPartsOf(settings);
  const most = (key: 'sensitivityMgDl' | 'carbRatioG' | 'targetMgDl'): number =>
    Math.max(...parts.map(part => part[key]));
  return {
    fromMinute: 0,
    sensitivityMgDl: most('sensitivityMgDl'),
    carbRatioG: most('carbRatioG'),
    targetMgDl: most('targetMgDl'),
    sensitivityBelowMgDl: Math.min(...parts.map(part => part.sensitivityMgDl)),
  };
};

/** What is wrong with the parts of a day: the place, what it is and what to do; nothing where they may be used. */
export const dayPartIssues = (
  settings: Reckoned,
): readonly { readonly path: readonly (string | number)[]; readonly message: string }[] => {
  const { dayParts = [] } = settings;
  return [
    ...dayParts.flatMap(({ fromMinute }, index) =>
      fromMinute > (dayParts[index - 1]?.fromMinute ?? 0)
        ? []
        : [
            {
              path: ['dayParts', index, 'fromMinute'],
              message: 'must be later than the part before, and the first later than midnight',
            },
          ],
    ),
    ...(['sensitivityMgDl', 'carbRatioG'] as const).flatMap(key =>
      dayParts.length === 0 || settings[key] > 0
        ? []
        : [
            {
              path: [key],
              message: 'is not set, and holds from midnight to the first part of the day; set it',
            },
          ],
    ),
  ];
};
