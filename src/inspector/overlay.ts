import { match, P } from 'ts-pattern';

/** What the page draws over its charts: how often each state and transition was met by some runs. */
export type Overlay = {
  /** What was measured, in words. */
  readonly says: string;
  /** By the chart, then by the id of a state or transition. All sorts of alarms are one chart. */
  readonly charts: Readonly<Record<string, Readonly<Record<string, Covered>>>>;
};

export type Covered = {
  readonly times: number;
  /** Of what was never met: the events of a shortest way there; `unreachable` by proof, `unknown` when nobody looked. */
  readonly way: readonly string[] | 'unreachable' | 'unknown';
};

/** How something is drawn: all of it met, some, none, or out of reach. */
export type Mark = 'met' | 'partly' | 'never' | 'unreachable';

/** How several transitions on one wire, or one alone, are drawn; null without a word about any of them. */
export const markOf = (all: readonly (Covered | undefined)[]): Mark | null => {
  const told = all.filter(each => each !== undefined);
  if (told.length === 0) return null;
  if (told.every(({ times }) => times > 0)) return 'met';
  if (told.some(({ times }) => times > 0)) return 'partly';
  return told.every(({ way }) => way === 'unreachable') ? 'unreachable' : 'never';
};

/** `covered 12 times`, `not covered; 3 events away: …`, `not covered, and proved unreachable`. */
export const inWords = ({ times, way }: Covered): string => {
  if (times > 0) return times === 1 ? 'covered once' : `covered ${times} times`;
  return match(way)
    .with('unreachable', () => 'not covered, and proved unreachable')
    .with('unknown', () => 'not covered')
    .with([], () => 'not covered, and so at the start')
    .with(P.array(P.string), events => `not covered; ${events.length} events away: ${events.join(', ')}`)
    .exhaustive();
};
