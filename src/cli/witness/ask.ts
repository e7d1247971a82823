import type { AnyProperty } from '../../../specs/property.ts';
import { explore, type Graph } from '../../verify/explore.ts';
import type { Claimed } from '../../verify/witness/assemble.ts';
import { countOf } from '../../verify/witness/count.ts';
import { claimsOf } from '../../verify/witness/program.ts';
import { compared } from '../../verify/witness/replica.ts';
import { sureOf } from '../../verify/witness/sure.ts';
import { type Checker, rumur, spin, type Testimony } from './checkers.ts';
import { prove } from './prover.ts';
import type { CheckerName, Question } from './questions.ts';
import type { WitnessAnswer, WitnessQuestion } from './record.ts';
import { brokenHere, differences, USUAL, verdictOf } from './verdicts.ts';

const CHECKERS = { SPIN: spin, Rumur: rumur } as const satisfies Readonly<Record<CheckerName, Checker>>;

/** So many claims that remember something are put into one program: each may double its states. */
const TOGETHER = 3;

/** Charts with so few states are counted line by line, too. */
const SMALL = 1_000;

/** How many times over promises can be kept while nothing comes: fewer are enough to prove all that we ask. */
const ROUNDS = 2;

type Counted = Pick<Testimony, 'states' | 'steps'>;
type Said = Omit<WitnessAnswer, 'tookMs' | 'differences' | 'agrees'>;

/** An answer is told as soon as it is there: some take a minute. */
export type Heard = (answer: WitnessAnswer, verdict: string) => void;

/**
 * Puts one question to everybody who is asked it, and says how Islet answers first: whoever counts otherwise, or finds
 * another property broken than Islet itself, does not agree. Of a large machine, what a claim remembers is listed by
 * SPIN only where there is time for it.
 */
export const put = (
  question: Question,
  isLong: boolean,
  now: () => number,
  counted: (graph: Graph) => void,
  heard: Heard,
): WitnessQuestion => {
  const graph = explore(question.ours());
  counted(graph);
  const ours = { states: graph.first.length - 1, steps: graph.targets.length };
  const here = brokenHere(graph, [...question.asked, ...question.endless]);
  // What branches is asked by a claim from which it follows.
  const wanted = question.asked.map(property => sureOf(graph, property) ?? property);
  const whole = question.program([...wanted, ...question.endless], { rounds: ROUNDS });
  const answers: WitnessAnswer[] = [];
  /** `isAlike` is whether all but the verdicts agrees: counts, and steps that were compared. */
  const answer = (said: Said, since: number, isAlike: (isSameVerdict: boolean) => boolean, words = USUAL) => {
    const opposite = differences(here, said);
    const whole = {
      ...said,
      differences: opposite,
      agrees: isAlike(opposite.length === 0) && opposite.length === 0,
      tookMs: Math.round(now() - since),
    };
    answers.push(whole);
    heard(whole, verdictOf(whole, words));
  };
  /** A checker ends at the first claim that it finds broken, and is asked for the others again. */
  const count = (by: CheckerName, asked: readonly AnyProperty[]): void => {
    const since = now();
    const broken: string[] = [];
    let claimed = question.program(asked);
    const names = namesIn(claimed);
    let said = CHECKERS[by].testify(claimed.program);
    while (said.broken !== null) {
      broken.push(nameIn(claimed, said.broken));
      claimed = question.program(asked.filter(({ name }) => !broken.includes(name)));
      said = CHECKERS[by].testify(claimed.program);
    }
    const { states, steps, isRounded } = said;
    answer({ by, asked: names, states, steps, isRounded, compared: null, broken }, since, isSameVerdict =>
      isCounted(said, claimed, ours, isSameVerdict),
    );
  };
  const remembered = wanted.filter(property => whole.remembered.has(property));
  const plain = wanted.filter(property => !whole.remembered.has(property));
  for (const by of question.counted) count(by, plain);
  for (const by of question.whole) count(by, wanted);
  const [first] = question.counted;
  if (isLong && question.whole.length === 0 && first !== undefined)
    for (const some of grouped(remembered)) count(first, some);
  for (const property of question.endless) {
    const claimed = question.program([property], 'endless');
    const since = now();
    const { states, steps, isRounded, broken } = spin.testify(claimed.program);
    answer(
      {
        by: 'SPIN',
        asked: [property.name],
        states,
        steps,
        isRounded,
        compared: null,
        broken: broken === null ? [] : [property.name],
      },
      since,
      () => true,
      { ...USUAL, agreed: 'no run without end' },
    );
  }
  if (question.proved) {
    const since = now();
    const { proved, broken, circuit } = prove(whole.program);
    const { steps, difference } = compared(graph, whole.program, whole.cast[0], circuit);
    answer(
      {
        by: 'ABC',
        asked: namesIn(whole),
        states: null,
        steps: null,
        isRounded: false,
        compared: steps,
        broken: [...broken.keys()].map(name => nameIn(whole, name)),
      },
      since,
      () => difference === null && proved.length + broken.size === claimsOf(whole.program).length,
      { agreed: `${proved.length} proved`, differs: difference ?? USUAL.differs },
    );
  }
  return { name: question.name, ...ours, answers };
};

const grouped = <Each>(all: readonly Each[]): readonly (readonly Each[])[] =>
  all.length === 0 ? [] : [all.slice(0, TOGETHER), ...grouped(all.slice(TOGETHER))];

const nameIn = ({ claims }: Claimed, claim: string): string => {
  const property = claims.get(claim);
  if (property === undefined) throw new Error(`no property is claimed by the name ${claim}`);
  return property.name;
};
const namesIn = ({ claims }: Claimed): string[] => [...claims.values()].map(({ name }) => name);

/**
 * Whether a checker counts what there is. What claims remember makes more states: of a small chart they are counted here
 * too, line by line; of another it is only known that there are not fewer.
 */
const isCounted = (
  said: Testimony,
  { program, remembered }: Claimed,
  ours: Counted,
  isSameVerdict: boolean,
): boolean => {
  if (remembered.size === 0) return isSame(said, ours);
  // A claim that does not hold ends a count.
  if (ours.states > SMALL || !isSameVerdict)
    return said.states >= ours.states && (said.isRounded || said.steps >= ours.steps);
  return isSame(said, countOf(program, SMALL << remembered.size));
};

const isSame = (said: Testimony, ours: Counted): boolean =>
  said.states === ours.states &&
  (said.isRounded ? Math.abs(said.steps - ours.steps) <= ours.steps / 1e7 : said.steps === ours.steps);
