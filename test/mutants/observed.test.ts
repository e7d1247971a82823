import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { seenOnPath } from '../../hardware/rig/mutants/driven.ts';
import { seenInStory } from '../../hardware/rig/mutants/stories.ts';
import { storyFiles, tapeOfPath, tapeOfStory } from '../../hardware/rig/mutants/tapes.ts';
import { benchSuite, pathsIn } from '../../hardware/rig/paths/suites.ts';
import { draftOf, machineOf } from '../../src/verify/mutants/draft.ts';
import { charted, chartOf, MUTATED } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { courseOf, type Fate } from '../../src/verify/mutants/observed/fate.ts';
import { readRecord } from '../../src/verify/mutants/observed/record.ts';
import { replay } from '../../src/verify/mutants/observed/replay.ts';
import type { Tape } from '../../src/verify/mutants/observed/tape.ts';
import { endOf, pageOf } from '../../src/verify/mutants/observed/tell.ts';
import { WALKED } from './observeAll.ts';
import { tapeOfWalk, WALKS } from './walkTapes.ts';

const record = readRecord();
const mutants = new Map(
  MUTATED.map(name => [name, new Map(mutantsOf(chartOf(name)).map(each => [each.id, each]))] as const),
);
const mutantOf = ({ machine, mutant: id }: Fate) => {
  const mutant = mutants.get(machine)?.get(id);
  if (mutant === undefined) throw new Error(`the chart of the ${machine} has no such mutant: ${id}`);
  return mutant;
};

const paths = pathsIn(benchSuite('paths'));
const pathNamed = (name: string) => {
  const path = paths.find(each => each.name === name);
  if (path === undefined) throw new Error(`the suite has no path "${name}"`);
  return path;
};

test('every mutant of every chart is in the record, and the page says what became of it', () => {
  const all = MUTATED.flatMap(name => [...(mutants.get(name)?.keys() ?? [])].map(id => `${name}: ${id}`));
  expect(
    record.fates.map(({ machine, mutant }) => `${machine}: ${mutant}`),
    'npm run mutants',
  ).toEqual(all);
  expect(all.length).toBeGreaterThan(5_000);
  const page = fileURLToPath(new URL('../../specs/chartMutants.md', import.meta.url));
  expect(readFileSync(page, 'utf8'), 'npm run mutants').toBe(pageOf(record));
});

test('no mutant survives without a reason', () => {
  expect(record.fates.filter(fate => endOf(fate) === 'survivor' && fate.because === null)).toEqual([]);
});

/** Tapes that a mutant was seen on first, each recorded anew here. */
const tapeAgain = async (suite: string, name: string): Promise<Tape> => {
  if (suite === WALKS) return tapeOfWalk(Number(name.slice('seed '.length)), WALKED);
  return suite === 'stories' ? tapeOfStory(name) : tapeOfPath(pathNamed(name), suite);
};

/** Of each suite so many tapes are recorded anew. */
const TAPES = { paths: 12, stories: 2, [WALKS]: 4 };

test.each(Object.entries(TAPES))(
  'on some tapes of %s, each mutant is seen where the record says',
  async (suite, most) => {
    const seen = record.fates.filter(fate => fate.seen?.suite === suite);
    const byTape = [...Map.groupBy(seen, fate => fate.seen?.test ?? '')];
    const every = Math.max(1, Math.floor(byTape.length / most));
    let count = 0;
    for (const [name, some] of byTape.filter((_, index) => index % every === 0)) {
      const tape = await tapeAgain(suite, name);
      for (const [machine, own] of Map.groupBy(some, fate => fate.machine)) {
        const course = courseOf(machine, charted(machine), own.map(mutantOf));
        course.play(suite, [tape], 'all');
        expect(course.fates().map(({ mutant, seen: at }) => [mutant, at])).toEqual(
          own.map(({ mutant, seen: at }) => [mutant, at]),
        );
        count += own.length;
      }
    }
    console.log(`${suite}: ${count} mutants seen again`);
    expect(count).toBeGreaterThan(50);
  },
);

test('the same chart, made anew, shows nothing on any tape, wherever it takes over', async () => {
  const [story] = storyFiles();
  const tapes = [
    ...(await Promise.all(paths.slice(0, 4).map(path => tapeOfPath(path, 'paths')))),
    await tapeOfStory(story ?? ''),
    tapeOfWalk(1, WALKED),
    tapeOfWalk(2, WALKED),
  ];
  let plays = 0;
  for (const name of MUTATED) {
    const same: AnyStateMachine = machineOf(draftOf(chartOf(name)));
    for (const tape of tapes)
      for (let from = 0; from < tape.steps.length; from += 211) {
        expect(replay(same, tape, from).sight, `${name} on ${tape.name} from ${from}`).toBeNull();
        plays += 1;
      }
  }
  expect(plays).toBeGreaterThan(500);
});

/** Driven for real: what the tapes show is what the runtime with simulated devices does. */
test('a mutant that a tape shows is seen when it is driven in the real runtime with simulated devices', {
  timeout: 120_000,
}, async () => {
  const ofSuite = (suite: string) => record.fates.filter(fate => fate.seen?.suite === suite);
  const driven = ofSuite('paths').filter((_, index) => index % 97 === 0);
  for (const fate of driven) {
    const says = await seenOnPath(pathNamed(fate.seen?.test ?? ''), machineOf(mutantOf(fate).draft));
    expect(says, fate.mutant).not.toBeNull();
  }
  const told = ofSuite('stories').filter((_, index) => index % 211 === 0);
  for (const fate of told)
    expect(
      await seenInStory(fate.seen?.test ?? '', machineOf(mutantOf(fate).draft)),
      fate.mutant,
    ).not.toBeNull();
  console.log(`driven for real: ${driven.length} along paths, ${told.length} along stories`);
  expect(driven.length).toBeGreaterThan(5);
});
