import type { BrokenHere, PropertyText, Verdicts } from '../judged.ts';
import type { PropertyMark } from '../marks.ts';
import type { Frame } from '../protocol.ts';
import { lowerBound } from './history.ts';

/** How a property stands at an instant of a run. One that was never put to the test has not held: it was not asked. */
export type Standing = 'failed' | 'held' | 'not exercised' | 'not judged';

export type Violation = PropertyMark & {
  readonly key: string;
  readonly req: readonly string[];
  readonly seq: number;
};

export type PropertyLine = PropertyText & {
  readonly standing: Standing;
  /** Up to that instant, in order of time. */
  readonly violations: readonly Violation[];
};

/** What the run that is seen shows of properties, by time. Pure. */
export type PageVerdicts = {
  /** Which properties there are, and what is known of them before any frame comes. */
  readonly begin: (texts: readonly PropertyText[], known: Verdicts) => void;
  /** What is known of steps that are not told one by one. */
  readonly learn: (known: Verdicts) => void;
  /** Takes a frame, once or again; whether it broke something that was not known. */
  readonly take: (frame: Pick<Frame, 'judged' | 'seq' | 'monoMs'>) => boolean;
  readonly violations: () => readonly Violation[];
  /** Each property as it stood at this time (monotonic ms), those that failed first. */
  readonly at: (monoMs: number) => readonly PropertyLine[];
};

const ORDER: readonly Standing[] = ['failed', 'held', 'not exercised', 'not judged'];

export const pageVerdicts = (): PageVerdicts => {
  let texts: readonly PropertyText[] = [];
  let byKey: ReadonlyMap<string, PropertyText> = new Map();
  const exercised = new Map<string, number>();
  const violations: Violation[] = [];
  const known = new Set<string>();

  const exercise = (key: string, monoMs: number): void => {
    exercised.set(key, Math.min(monoMs, exercised.get(key) ?? monoMs));
  };
  const breaks = ({ key, machine, id }: BrokenHere, seq: number, atMonoMs: number): boolean => {
    const name = `${seq} ${machine} ${key}`;
    // What was known at the beginning may come again with its frame.
    if (known.has(name)) return false;
    known.add(name);
    const { name: property = key, req = [] } = byKey.get(key) ?? {};
    const place = violations.findLastIndex(({ seq: other }) => other <= seq) + 1;
    violations.splice(place, 0, { key, property, req, machine, id, seq, atMonoMs });
    return true;
  };

  const learn: PageVerdicts['learn'] = ({ exercised: before, broken }) => {
    for (const [key, monoMs] of Object.entries(before)) exercise(key, monoMs);
    for (const each of broken) breaks(each, each.seq, each.monoMs);
  };

  return {
    begin: (all, before) => {
      texts = all;
      byKey = new Map(all.map(text => [text.key, text]));
      learn(before);
    },
    learn,
    take: ({ judged, seq, monoMs }) => {
      for (const key of judged?.exercised ?? []) exercise(key, monoMs);
      return (judged?.broken ?? []).map(each => breaks(each, seq, monoMs)).includes(true);
    },
    violations: () => violations,
    at: monoMs => {
      const until = lowerBound(
        violations.map(({ atMonoMs }) => atMonoMs),
        monoMs + 1,
      );
      const of = Map.groupBy(violations.slice(0, until), ({ key }) => key);
      const standing = ({ key, unjudged }: PropertyText): Standing => {
        if (of.has(key)) return 'failed';
        if (unjudged !== null) return 'not judged';
        return (exercised.get(key) ?? Number.POSITIVE_INFINITY) <= monoMs ? 'held' : 'not exercised';
      };
      return texts
        .map(text => ({ ...text, violations: of.get(text.key) ?? [], standing: standing(text) }))
        .sort((one, other) => ORDER.indexOf(one.standing) - ORDER.indexOf(other.standing));
    },
  };
};

/** How many properties stand how. */
export const countsOf = (lines: readonly PropertyLine[]): Readonly<Record<Standing, number>> => {
  const count = (wanted: Standing): number => lines.filter(({ standing }) => standing === wanted).length;
  return {
    failed: count('failed'),
    held: count('held'),
    'not exercised': count('not exercised'),
    'not judged': count('not judged'),
  };
};
