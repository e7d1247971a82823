import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { draftOf, machineOf } from '../../src/verify/mutants/draft.ts';
import { charted, chartOf, MUTATED } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { courseOf, type Fate } from '../../src/verify/mutants/observed/fate.ts';
import { readRecord } from '../../src/verify/mutants/observed/record.ts';
import { replay } from '../../src/verify/mutants/observed/replay.ts';
import { isSameDeed } from '../../src/verify/mutants/observed/sameDeed.ts';
import { endOf, pageOf } from '../../src/verify/mutants/observed/tell.ts';
import { FOCUSED_WALKED } from './observeAll.ts';
import { FOCUSED, focusOn, tapeOfFocused } from './walkTapes.ts';

const record = readRecord();
const mutants = new Map(
  MUTATED.map(name => [name, new Map(mutantsOf(chartOf(name)).map(each => [each.id, each]))] as const),
);
const mutantOf = ({ machine, mutant: id }: Fate) => {
  const mutant = mutants.get(machine)?.get(id);
  if (mutant === undefined) throw new Error(`the chart of the ${machine} has no such mutant: ${id}`);
  return mutant;
};

test('what is recorded is of mutants that there are, and the page says what became of them and how many are left', () => {
  const known = record.fates.map(({ machine, mutant }) => `${machine}: ${mutant}`);
  const all = MUTATED.flatMap(name => [...(mutants.get(name)?.keys() ?? [])].map(id => `${name}: ${id}`));
  const isKnown = new Set(known);
  expect(known, 'npm run mutants').toEqual(all.filter(id => isKnown.has(id)));
  expect(known.length).toBeGreaterThan(1_000);
  const page = fileURLToPath(new URL('../../specs/chartMutants.md', import.meta.url));
  expect(readFileSync(page, 'utf8'), 'npm run mutants').toBe(pageOf(record));
});

test('no mutant survives without a reason, and of what was seen outside nothing is proved to come to the same', () => {
  expect(record.fates.filter(fate => endOf(fate) === 'survivor' && fate.because === null)).toEqual([]);
  const seen = record.fates.filter(fate => endOf(fate) === 'seen');
  expect(seen.length).toBeGreaterThan(500);
  expect(seen.filter(fate => isSameDeed(mutantOf(fate)))).toEqual([]);
});

/** So many walks of its own of each of these are recorded anew; `test/deep` does all. */
const WALKS_AGAIN = 2;

test.each(['battery', 'lock', 'sounder'])(
  'on some walks of the %s chart, each of its mutants is seen where the record says',
  name => {
    const own = record.fates.filter(({ machine, seen }) => machine === name && seen?.suite === FOCUSED);
    const byTest = [...Map.groupBy(own, ({ seen }) => seen?.test ?? '')].slice(0, WALKS_AGAIN);
    let count = 0;
    for (const [test, some] of byTest) {
      const seed = Number(/seed (\d+)$/.exec(test)?.[1]);
      const tape = tapeOfFocused(focusOn(chartOf(name)), seed, FOCUSED_WALKED);
      const course = courseOf(name, charted(name), some.map(mutantOf));
      course.play(FOCUSED, [tape], 'all');
      expect(course.fates().map(({ seen }) => seen)).toEqual(some.map(({ seen }) => seen));
      count += some.length;
    }
    expect(count).toBeGreaterThan(1);
  },
);

test('the same chart, made anew, shows nothing on a tape, wherever it takes over', () => {
  const tape = tapeOfFocused(focusOn(chartOf('lock')), 1, 400);
  let plays = 0;
  for (const name of ['lock', 'battery', 'sensor', 'alarm', 'pump']) {
    const same = machineOf(draftOf(chartOf(name)));
    for (let from = 0; from < tape.steps.length; from += 97) {
      expect(replay(same, tape, from).sight, `${name} from ${from}`).toBeNull();
      plays += 1;
    }
  }
  expect(plays).toBeGreaterThan(20);
});
