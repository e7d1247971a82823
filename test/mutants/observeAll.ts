import { storyFiles, tapeOfPath, tapeOfStory } from '../../hardware/rig/mutants/tapes.ts';
import { tellingRuns } from '../../hardware/rig/mutants/telling.ts';
import { benchGraph, benchSuite, pathsIn } from '../../hardware/rig/paths/suites.ts';
import { UNDRIVEN } from '../../hardware/rig/paths/undriven.ts';
import { type Charted, charted, chartOf, MUTATED } from '../../src/verify/mutants/fields.ts';
import type { Mutant } from '../../src/verify/mutants/mutant.ts';
import { type Course, courseOf } from '../../src/verify/mutants/observed/fate.ts';
import { plantOracle } from '../../src/verify/mutants/observed/inPlant.ts';
import { faceOf, neverShows } from '../../src/verify/mutants/observed/neverShows.ts';
import type { Record, Size } from '../../src/verify/mutants/observed/record.ts';
import { isSameDeed } from '../../src/verify/mutants/observed/sameDeed.ts';
import type { Tape } from '../../src/verify/mutants/observed/tape.ts';
import { STORIES } from '../../src/verify/mutants/planted/count.ts';
import { causes, FOCUSED, tapeOfFocused, tapeOfWalk, WALKS } from './walkTapes.ts';

/** Generated from the pump on its bench, each by its criterion. */
const CRITERIA = ['paths', 'transitions', 'states', 'pairs', 'guards', 'answers'];
/** Played to each mutant; whatever else there is, to what none of these shows. */
const TO_ALL: ReadonlySet<string> = new Set([...CRITERIA, STORIES]);
const OWN_RUNS = 'own runs';
/** Runs of its own that a mutant of the pump is put before, where no suite shows it. */
const MOST_RUNS = 4;
const FIRST_SEED = 1;
/** Facts of a walk. */
export const WALKED = 2_000;
const WALKS_MOST = 100;
/** The same for walks on which much comes of what one chart hears. */
const FOCUSED_FACTS = 800;
const FOCUSED_WALKS = { pump: 100, other: 40 };
/** Steps of tapes that are held in memory at once, and asked for together. */
const TOGETHER = 50_000;

export type Wanted = {
  readonly machines?: readonly string[];
  readonly progress?: (words: string) => void;
};

/** Decides every mutant of every chart, and puts each that can be told before every suite, in the whole pump. */
export const observeAll = async ({
  machines = MUTATED,
  progress = () => {},
}: Wanted = {}): Promise<Record> => {
  const charts = new Map(machines.map(name => [name, charted(name)] as const));
  const courses = [...charts].map(([name, chart]) => {
    progress(`decided: ${name}`);
    return courseOf(name, chart);
  });
  const sizes = new Map<string, Size>();
  let waiting: Tape[] = [];
  const playWaiting = (suite: string): void => {
    for (const course of courses) course.play(suite, waiting, TO_ALL.has(suite) ? 'all' : 'unseen');
    waiting = [];
  };
  const known = causes();
  const play = (tape: Tape): void => {
    known.learn(tape);
    const { name, tests, steps } = sizes.get(tape.suite) ?? { name: tape.suite, tests: 0, steps: 0 };
    sizes.set(name, { name, tests: tests + 1, steps: steps + tape.steps.length });
    waiting.push(tape);
    if (waiting.reduce((sum, each) => sum + each.steps.length, 0) > TOGETHER) playWaiting(tape.suite);
  };
  const played = (suite: string): void => {
    playWaiting(suite);
    const fates = courses.flatMap(course => course.fates()).filter(({ verdict }) => verdict === 'killed');
    const open = fates.filter(({ seen }) => seen === null).length;
    progress(`played: ${suite}; ${open} of ${fates.length} not seen yet`);
  };

  for (const criterion of CRITERIA) {
    for (const path of pathsIn(benchSuite(criterion))) play(await tapeOfPath(path, criterion));
    played(criterion);
  }
  for (const file of storyFiles()) play(await tapeOfStory(file));
  played(STORIES);
  for (let walk = 0; walk < WALKS_MOST; walk += 1) play(tapeOfWalk(FIRST_SEED + walk, WALKED));
  played(WALKS);
  for (const name of MUTATED) {
    const focus = known.focusOn(chartOf(name));
    for (let walk = 0; walk < FOCUSED_WALKS[name === 'pump' ? 'pump' : 'other']; walk += 1)
      play(tapeOfFocused(focus, FIRST_SEED + walk, FOCUSED_FACTS));
  }
  played(FOCUSED);
  for (const course of courses) prove(course, charts.get(course.name));
  played('proofs');
  for (const course of courses.filter(({ name }) => name === 'pump' && !process.env.SKIP_OWN))
    for (const tape of await ownRuns(course)) play(tape);
  played(OWN_RUNS);
  for (const course of courses)
    course.explain((mutant, hidden) => ({ because: reasonOf(mutant, hidden), proved: false }));
  return { suites: [...sizes.values()], fates: courses.flatMap(course => course.fates()) };
};

const IN_PLANT =
  'whatever devices, ledger and people may do, no run comes to a step that it answers otherwise';
const NEVER = 'its state differs, and nothing that leaves its chart ever does';
const SAME_DEED =
  'what it asks for otherwise comes to the same: actions that touch nothing of each other, or a grade of an alarm that ceases';

/** Proves of as many as it can that nothing of them can be seen outside. */
const prove = ({ name, examined, explain, unseen }: Course, chart: Charted | undefined): void => {
  const examiners = chart?.examiners ?? [];
  const [first] = examiners;
  const oracle = name === 'pump' && first !== undefined && unseen().length > 0 ? plantOracle(first) : null;
  const proofOf = (mutant: Mutant): string | null => {
    if (isSameDeed(mutant)) return SAME_DEED;
    const all = examined(mutant);
    const isNever = examiners.every(({ ground }, sort) => {
      const own = all[sort];
      if (own === undefined) return false;
      return oracle === null ? neverShows(ground, own, faceOf(name)) : !oracle.tells(own);
    });
    if (!isNever) return null;
    return oracle === null ? NEVER : IN_PLANT;
  };
  explain((mutant, hidden) => {
    const proof = proofOf(mutant);
    return { because: proof ?? reasonOf(mutant, hidden), proved: proof !== null };
  });
};

/** For each mutant that nothing shows, the shortest runs on the bench that should. */
const ownRuns = async ({ unseen, examined }: Course): Promise<readonly Tape[]> => {
  const tapes = new Map<string, Tape>();
  for (const own of unseen().flatMap(examined))
    for (const { run, shows } of tellingRuns(benchGraph(), own, MOST_RUNS)) {
      const key = JSON.stringify(run);
      const path = { name: `should show ${shows}`, modes: [], steps: run.map(event => ({ event })) };
      if (!tapes.has(key)) tapes.set(key, await tapeOfPath(path, OWN_RUNS));
    }
  return [...tapes.values()];
};

/** Why nothing is seen of a mutant, as far as it is known. */
const reasonOf = ({ place }: Mutant, hidden: number): string =>
  hidden > 0
    ? 'recorded steps are answered otherwise, and nothing is seen outside after any of them'
    : (UNDRIVEN.get(place) ?? 'no recorded run comes to a step that it answers otherwise');
