import { tapeOfPath } from '../../hardware/rig/mutants/tapes.ts';
import { benchSuite, pathsIn } from '../../hardware/rig/paths/suites.ts';
import { UNDRIVEN } from '../../hardware/rig/paths/undriven.ts';
import { type Charted, charted, chartOf, MUTATED } from '../../src/verify/mutants/fields.ts';
import type { Mutant } from '../../src/verify/mutants/mutant.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { type Course, courseOf, type Fate } from '../../src/verify/mutants/observed/fate.ts';
import { faceOf, neverShows } from '../../src/verify/mutants/observed/neverShows.ts';
import type { Record, Size } from '../../src/verify/mutants/observed/record.ts';
import { isSameDeed } from '../../src/verify/mutants/observed/sameDeed.ts';
import type { Tape } from '../../src/verify/mutants/observed/tape.ts';
import { FOCUSED, focusOn, tapeOfFocused, tapeOfWalk, WALKS } from './walkTapes.ts';

/** Generated from the pump on its bench, each by its criterion. */
const CRITERIA = ['paths', 'transitions', 'states', 'guards'];
/** Facts of a walk, and of one on which much comes of what one chart hears. */
export const WALKED = 2_000;
export const FOCUSED_WALKED = 800;
const WALKS_MOST = 10;
const FOCUSED_MOST = 40;

export type Suite = {
  readonly name: string;
  /** Whom it is put before: every mutant, or those that nothing has shown yet. */
  readonly to: 'all' | 'unseen';
  readonly tapes: () => Promise<readonly Tape[]>;
};

const tapesOf = async <Each>(each: readonly Each[], tape: (one: Each) => Tape | Promise<Tape>) => {
  const tapes: Tape[] = [];
  for (const one of each) tapes.push(await tape(one));
  return tapes;
};
const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

const walksFor = (name: string): readonly Suite[] => [
  {
    name: WALKS,
    to: 'unseen',
    tapes: () => tapesOf(seeds(WALKS_MOST), seed => tapeOfWalk(seed, WALKED)),
  },
  {
    name: FOCUSED,
    to: 'unseen',
    tapes: () =>
      tapesOf(seeds(FOCUSED_MOST), seed => tapeOfFocused(focusOn(chartOf(name)), seed, FOCUSED_WALKED)),
  },
];

const onBench = (criterion: string): Suite => ({
  name: criterion,
  to: 'all',
  tapes: () => tapesOf(pathsIn(benchSuite(criterion)), path => tapeOfPath(path, criterion)),
});

/** What the mutants of a chart are put before, in this order. The bench brings about what the pump's own chart hears. */
export const suitesFor = (name: string): readonly Suite[] =>
  name === 'pump' ? [...CRITERIA.map(onBench), ...walksFor(name)] : walksFor(name);

export type Progress = (words: string) => void;

/** Decides every mutant of every chart, and puts each that can be told before the suites of its chart, in the whole pump. */
export const observeAll = async (
  machines: readonly string[] = MUTATED,
  progress: Progress = () => {},
): Promise<Record> => {
  const suites: Size[] = [];
  const fates: Fate[] = [];
  for (const name of machines) {
    const made = await observeChart(name, suitesFor(name), progress);
    suites.push(...made.suites);
    fates.push(...made.fates);
  }
  return { suites, fates };
};

export const observeChart = async (
  name: string,
  suites: readonly Suite[],
  progress: Progress,
  mutants: readonly Mutant[] = mutantsOf(chartOf(name)),
): Promise<Record> => {
  const chart = charted(name);
  const course = courseOf(name, chart, mutants);
  const sizes: Size[] = [];
  const play = (suite: string, to: Suite['to'], tapes: readonly Tape[]): void => {
    const steps = tapes.reduce((sum, tape) => sum + tape.steps.length, 0);
    sizes.push({ machine: name, name: suite, tests: tapes.length, steps });
    course.play(suite, tapes, to);
    progress(`${name}: ${suite}: ${course.unseen().length} not seen yet`);
  };
  for (const { name: suite, to, tapes } of suites) play(suite, to, await tapes());
  prove(course, chart);
  return { suites: sizes, fates: course.fates() };
};

const NEVER = 'its state differs, and nothing that leaves its chart ever does';
export const SAME_DEED =
  'what it asks for otherwise comes to the same: actions that touch nothing of each other, or a grade of an alarm that ceases';

/** Proves of as many as it can that nothing of them can be seen outside. */
const prove = ({ name, examined, explain }: Course, { examiners }: Charted): void => {
  const isNever = (mutant: Mutant): boolean => {
    const all = examined(mutant);
    return (
      name !== 'pump' &&
      examiners.every(({ ground }, sort) => {
        const own = all[sort];
        return own !== undefined && neverShows(ground, own, faceOf(name));
      })
    );
  };
  explain((mutant, met) => {
    if (isSameDeed(mutant)) return { because: SAME_DEED, proved: true };
    return isNever(mutant)
      ? { because: NEVER, proved: true }
      : { because: reasonOf(mutant, met), proved: false };
  });
};

/** Why nothing is seen of a mutant; null where nobody knows: that it was not seen is no reason. */
export const reasonOf = ({ place }: Mutant, met: boolean): string | null =>
  met ? null : (UNDRIVEN.get(place) ?? null);
