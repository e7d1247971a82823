import { explore, type Graph } from '../../verify/explore.ts';
import type { Claimed } from '../../verify/witness/assemble.ts';
import { claimsOf } from '../../verify/witness/program.ts';
import { compared } from '../../verify/witness/replica.ts';
import { sureOf } from '../../verify/witness/sure.ts';
import { type Checker, rumur, spin, type Testimony } from './checkers.ts';
import { prove } from './prover.ts';
import type { CheckerName, Question } from './questions.ts';
import type { WitnessAnswer, WitnessQuestion } from './record.ts';

const CHECKERS = { SPIN: spin, Rumur: rumur } as const satisfies Readonly<Record<CheckerName, Checker>>;

/** So many claims that remember something are put into one program: each may double its states. */
const TOGETHER = 3;

/** How many times over promises can be kept while nothing comes: fewer are enough to prove all that we ask. */
const ROUNDS = 2;

/** An answer is told as soon as it is there: some take a minute. */
export type Heard = (answer: WitnessAnswer, verdict: string) => void;

/**
 * Puts one question to everybody who is asked it, and says how Islet answers first. Of a large machine, what a
 * claim remembers is listed by SPIN only where there is time for it.
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
  // What branches is asked by a claim from which it follows.
  const wanted = question.asked.map(property => sureOf(graph, property) ?? property);
  const whole = question.program([...wanted, ...question.endless], { rounds: ROUNDS });
  const answers: WitnessAnswer[] = [];
  const answer = (said: Omit<WitnessAnswer, 'tookMs'>, since: number, verdict: string): void => {
    const whole = { ...said, tookMs: Math.round(now() - since) };
    answers.push(whole);
    heard(whole, verdict);
  };
  const count = (by: CheckerName, claimed: Claimed): void => {
    const since = now();
    const said = CHECKERS[by].testify(claimed.program);
    const remembers = claimed.remembered.size > 0;
    const broken = said.broken === null ? [] : [nameIn(claimed, said.broken)];
    const agrees = broken.length === 0 && (remembers ? said.states >= ours.states : isSame(said, ours));
    answer(
      {
        by,
        asked: namesIn(claimed),
        states: said.states,
        steps: said.steps,
        isRounded: said.isRounded,
        compared: null,
        broken,
        agrees,
      },
      since,
      verdictOf(broken, agrees),
    );
  };
  const remembered = wanted.filter(property => whole.remembered.has(property));
  const plain = question.program(wanted.filter(property => !whole.remembered.has(property)));
  for (const by of question.counted) count(by, plain);
  for (const by of question.whole) count(by, question.program(wanted));
  const [first] = question.counted;
  if (isLong && question.whole.length === 0 && first !== undefined)
    for (const some of grouped(remembered)) count(first, question.program(some));
  for (const property of question.endless) {
    const claimed = question.program([property], 'endless');
    const since = now();
    const said = spin.testify(claimed.program);
    const broken = said.broken === null ? [] : [property.name];
    answer(
      {
        by: 'SPIN',
        asked: [property.name],
        states: said.states,
        steps: said.steps,
        isRounded: said.isRounded,
        compared: null,
        broken,
        agrees: broken.length === 0,
      },
      since,
      broken.length === 0 ? 'no run without end' : verdictOf(broken, false),
    );
  }
  if (question.proved) {
    const since = now();
    const { proved, broken, circuit } = prove(whole.program);
    const { steps, difference } = compared(graph, whole.program, whole.cast[0], circuit);
    const found = [...broken.keys()].map(name => nameIn(whole, name));
    answer(
      {
        by: 'ABC',
        asked: namesIn(whole),
        states: null,
        steps: null,
        isRounded: false,
        compared: steps,
        broken: found,
        agrees: found.length === 0 && difference === null && proved.length === claimsOf(whole.program).length,
      },
      since,
      difference ?? (found.length === 0 ? `${proved.length} proved` : verdictOf(found, false)),
    );
  }
  return { name: question.name, ...ours, answers };
};

const grouped = <Each>(all: readonly Each[]): readonly (readonly Each[])[] =>
  all.length === 0 ? [] : [all.slice(0, TOGETHER), ...grouped(all.slice(TOGETHER))];

const nameIn = ({ claims }: Claimed, claim: string): string => claims.get(claim)?.name ?? claim;
const namesIn = ({ claims }: Claimed): string[] => [...claims.values()].map(({ name }) => name);

const isSame = (said: Testimony, ours: Pick<Testimony, 'states' | 'steps'>): boolean =>
  said.states === ours.states &&
  (said.isRounded ? Math.abs(said.steps - ours.steps) <= ours.steps / 1e7 : said.steps === ours.steps);

const verdictOf = (broken: readonly string[], agrees: boolean): string => {
  if (broken.length > 0) return `BROKEN: ${broken.join('; ')}`;
  return agrees ? 'agrees' : 'DISAGREES';
};
