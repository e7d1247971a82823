import { tapeOfPath } from '../../hardware/rig/mutants/tapes.ts';
import { benchSuite, pathsIn } from '../../hardware/rig/paths/suites.ts';
import { UNDRIVEN } from '../../hardware/rig/paths/undriven.ts';
import { isSame } from '../../src/verify/mutants/answers.ts';
import type { Examined } from '../../src/verify/mutants/examine.ts';
import { type Charted, charted, chartOf, MUTATED } from '../../src/verify/mutants/fields.ts';
import type { Mutant } from '../../src/verify/mutants/mutant.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { type Course, courseOf, type Fate } from '../../src/verify/mutants/observed/fate.ts';
import { inPlant } from '../../src/verify/mutants/observed/inPlant.ts';
import { hiddenBy } from '../../src/verify/mutants/observed/locks.ts';
import { neverShows, outwardOf } from '../../src/verify/mutants/observed/neverShows.ts';
import type { Record, Size } from '../../src/verify/mutants/observed/record.ts';
import { isSameDeed } from '../../src/verify/mutants/observed/sameDeed.ts';
import {
  anywhere,
  reached,
  type Silence,
  type Surroundings,
  without,
} from '../../src/verify/mutants/observed/silences.ts';
import { SILENCES, silenceWords } from '../../src/verify/mutants/observed/silenceTable.ts';
import type { Tape } from '../../src/verify/mutants/observed/tape.ts';
import { differsAmong } from '../../src/verify/mutants/scan.ts';
import { HUNTS, hunter, spread } from './roam/hunt.ts';
import { LIVES, lives } from './roam/lives.ts';
import { ROAMS, type Roamed, roam } from './roam/roam.ts';
import { TALES, tales } from './roam/tales.ts';
import { STORIES, storyNames, tapeOfStory } from './storyTapes.ts';
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

/**
 * The same for those mutants of a chart that nothing has shown yet, as recorded: they are put before these parts alone. The others
 * have nothing more to say of them, as long as chart and suites are the same.
 */
export const observeUnseen = async (
  name: string,
  { suites, fates }: Record,
  parts: readonly Part[],
  progress: Progress,
): Promise<Record> => {
  const own = fates.filter(({ machine }) => machine === name);
  const before = new Map(own.map(fate => [fate.mutant, fate]));
  const unseen = mutantsOf(chartOf(name)).filter(({ id }) => {
    const known = before.get(id);
    return known === undefined || (known.verdict === 'killed' && known.seen === null);
  });
  const made = await observeChart(name, parts, progress, unseen, before);
  const anew = new Map(made.fates.map(fate => [fate.mutant, fate]));
  const sizes = new Set(made.suites.map(size => size.name));
  return {
    suites: [...suites.filter(size => size.machine === name && !sizes.has(size.name)), ...made.suites],
    fates: own.map(fate => anew.get(fate.mutant) ?? fate),
  };
};

export type Progress = (words: string) => void;

/** Decides every mutant of every chart, and puts each that can be told before the suites of its chart, in the whole pump. */
export const observeAll = async (
  machines: readonly string[] = MUTATED,
  progress: Progress = () => {},
  /** All of them, unless fewer are asked for. */
  partsOf: (machine: string) => readonly Part[] = () => PARTS,
): Promise<Record> => {
  const suites: Size[] = [];
  const fates: Fate[] = [];
  for (const name of machines) {
    const made = await observeChart(name, partsOf(name), progress);
    suites.push(...made.suites);
    fates.push(...made.fates);
  }
  return { suites, fates };
};

/**
 * What mutants are put before: the suites of their chart; ways that are gone where its chart hears something new, and on from
 * where they answer otherwise; committed stories. In this order, each before those that nothing above it has shown.
 */
export const PARTS = ['suites', 'roams', 'hunts', 'stories', 'lives', 'tales'] as const;
export type Part = (typeof PARTS)[number];

/** What the mutants of a chart were put before when they were recorded. */
export const partsIn =
  ({ suites }: Record): ((machine: string) => readonly Part[]) =>
  machine => {
    const names = suites.filter(each => each.machine === machine).map(({ name }) => name);
    return PARTS.filter(part => part === 'suites' || names.includes(part));
  };

export const observeChart = async (
  name: string,
  parts: readonly Part[],
  progress: Progress,
  mutants: readonly Mutant[] = mutantsOf(chartOf(name)),
  before?: ReadonlyMap<string, Fate>,
): Promise<Record> => {
  const chart = charted(name);
  const course = courseOf(name, chart, mutants, before);
  const sizes: Size[] = [];
  const play = (suite: string, to: Suite['to'], tapes: readonly Tape[]): void => {
    const steps = tapes.reduce((sum, tape) => sum + tape.steps.length, 0);
    sizes.push({ machine: name, name: suite, tests: tapes.length, steps });
    course.play(suite, tapes, to);
    progress(`${name}: ${suite}: ${course.unseen().length} not seen yet`);
  };
  if (parts.includes('suites'))
    for (const { name: suite, to, tapes } of suitesFor(name)) play(suite, to, await tapes());
  const reasons = reasonsFor(course, chart);
  // What is proved need not be looked for where things happen that seldom do; suites have looked for it.
  course.prove(reasons.proved);
  progress(`${name}: ${course.unseen().length} not seen and not proved yet`);
  if (parts.includes('roams') || parts.includes('hunts')) {
    const { tapes, spots } = roam(focusOn(chart.machine), ROAMED);
    if (parts.includes('roams')) play(ROAMS, 'unseen', tapes);
    if (parts.includes('hunts')) {
      sizes.push({ machine: name, name: HUNTS, ...huntIn(course, tapes, spots) });
      progress(`${name}: ${HUNTS}: ${course.unseen().length} not seen yet`);
    }
  }
  if (parts.includes('stories')) play(STORIES, 'unseen', await tapesOf(storyNames(), tapeOfStory));
  if (parts.includes('lives')) play(LIVES, 'unseen', lives());
  if (parts.includes('tales')) play(TALES, 'unseen', tales());
  course.explain(reasons.bySilence);
  return { suites: sizes, fates: course.fates() };
};

/** Ways that are gone for a chart. */
export const ROAMED = 4_000;

/** Goes on from where mutants answer otherwise that nothing has shown yet. */
const huntIn = (
  course: Course,
  tapes: readonly Tape[],
  spots: Roamed['spots'],
): Pick<Size, 'tests' | 'steps'> => {
  const { seek, tests, steps } = hunter(focusOn(chartOf(course.name)), spots);
  const placesOn = course.placesOn(tapes);
  for (const mutant of course.unseen())
    seek((tape, at) => course.shows(HUNTS, mutant, { tape, at }), spread(placesOn(mutant)));
  return { tests: tests(), steps: steps() };
};

const NEVER = 'its state differs, and nothing that leaves its chart ever does';
const SAME_IN_PLANT =
  'wherever the pump comes to in its plant, over every state of both, it answers each step as the pump that ships';
export const SAME_DEED =
  'what it asks for otherwise comes to the same: actions that touch nothing of each other, or a grade of an alarm that ceases';

/** Why nothing is seen of a mutant; null where nobody knows. */
type Reasons = {
  /** Nothing ever can be, whatever the rest of the pump says. */
  readonly proved: (mutant: Mutant) => string | null;
  /** Nothing can be as long as some silences hold; or nobody brings it about, for a reason. */
  readonly bySilence: (mutant: Mutant, met: boolean) => string | null;
};

const reasonsFor = ({ name, examined }: Course, { examiners }: Charted): Reasons => {
  const own = SILENCES.filter(({ chart }) => chart === name);
  let places: readonly Surroundings[] | null = null;
  const placesOf = (): readonly Surroundings[] => {
    places ??= examiners.map(({ ground }) => (name === 'pump' ? inPlant(ground) : anywhere(ground)));
    return places;
  };
  /** Whether nothing is ever seen, in every sort, where these may come. */
  const hides =
    (silences: readonly Silence[], isHidden: typeof isSameEverywhere): ((mutant: Mutant) => boolean) =>
    mutant =>
      withoutThese(silences).every((surroundings, sort) => {
        const its = examined(mutant)[sort];
        const begins = examiners[sort]?.original.begins;
        return its !== undefined && begins !== undefined && isHidden(surroundings, its, begins);
      });
  const withoutThese = remembered((silences: readonly Silence[]) =>
    placesOf().map(place => {
      if (silences.length === 0) return place;
      const quiet = without(place, silences);
      // What the pump's own chart comes to in its plant is not walked anew: that would be minutes for each set of silences.
      return name === 'pump' ? quiet : reached(quiet);
    }),
  );
  const isNever: typeof isSameEverywhere = (surroundings, its) =>
    neverShows(surroundings, its, outwardOf(name));
  const because = [...new Set(own.map(silence => silence.because))];
  const silencesOf = (mutant: Mutant): string | null => {
    const all = [isSameEverywhere, isNever].find(isHidden => hides(own, isHidden)(mutant));
    if (all === undefined) return null;
    // Those that are founded on the same stand and fall together.
    const needed = because.filter(
      words =>
        !hides(
          own.filter(silence => silence.because !== words),
          all,
        )(mutant),
    );
    const some = own.filter(silence => needed.includes(silence.because));
    return silenceWords(some.length === 0 ? own : some);
  };
  return {
    proved: mutant => {
      if (isSameDeed(mutant)) return SAME_DEED;
      if (name === 'pump' && hides([], isSameEverywhere)(mutant)) return SAME_IN_PLANT;
      return hides([], isNever)(mutant) ? NEVER : null;
    },
    bySilence: (mutant, met) =>
      hiddenBy(name, mutant.id) ?? (own.length === 0 ? null : silencesOf(mutant)) ?? reasonOf(mutant, met),
  };
};

/** Whether a mutant begins and answers as the original does, whatever may come. */
const isSameEverywhere = (surroundings: Surroundings, its: Examined, begins: Examined['begins']): boolean =>
  isSame(begins, its.begins) && !differsAmong(surroundings, its);

const remembered = <Answer>(
  ask: (silences: readonly Silence[]) => Answer,
): ((silences: readonly Silence[]) => Answer) => {
  const known = new Map<string, Answer>();
  return silences => {
    const key = silences.map(({ because, whileIn }) => `${because} ${whileIn.join()}`).join('\n');
    const answer = known.get(key) ?? ask(silences);
    known.set(key, answer);
    return answer;
  };
};

/** Why nothing is seen of a mutant; null where nobody knows: that it was not seen is no reason. */
export const reasonOf = ({ place }: Mutant, met: boolean): string | null =>
  met ? null : (UNDRIVEN.get(place) ?? null);
