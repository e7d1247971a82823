import { expect, test } from 'vitest';
import { drivenOnPath } from '../../hardware/rig/mutants/driven.ts';
import { seenInStory } from '../../hardware/rig/mutants/stories.ts';
import { benchSuite, pathsIn } from '../../hardware/rig/paths/suites.ts';
import { draftOf, machineOf } from '../../src/verify/mutants/draft.ts';
import { chartOf, MUTATED } from '../../src/verify/mutants/fields.ts';
import type { Mutant } from '../../src/verify/mutants/mutant.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import type { Fate } from '../../src/verify/mutants/observed/fate.ts';
import { readRecord } from '../../src/verify/mutants/observed/record.ts';
import { endOf } from '../../src/verify/mutants/observed/tell.ts';
import { type DrivenOn, drivenAlong, type Otherwise } from '../mutants/drivenTape.ts';
import { observeAll, partsIn } from '../mutants/observeAll.ts';
import { STORIES } from '../mutants/storyTapes.ts';
import { tapeAnew } from '../mutants/tapesOf.ts';

test('every mutant that was put before the whole pump, put before it anew, comes to what is recorded', {
  timeout: 3_600_000,
}, async () => {
  const known = readRecord();
  const put = MUTATED.filter(name => known.fates.some(({ machine }) => machine === name));
  const isKnown = new Set(known.fates.map(({ machine, mutant }) => `${machine}: ${mutant}`));
  const { fates } = await observeAll(put, () => {}, partsIn(known));
  const again = fates.filter(({ machine, mutant }) => isKnown.has(`${machine}: ${mutant}`));
  const survivors = again.filter(fate => endOf(fate) === 'survivor');
  console.log(
    `${again.length} mutants of the charts: ${again.filter(fate => endOf(fate) === 'seen').length} seen outside, ${survivors.length} survive`,
  );
  expect(survivors.map(({ mutant }) => mutant)).toEqual(
    known.fates.filter(fate => endOf(fate) === 'survivor').map(({ mutant }) => mutant),
  );
  expect(again).toEqual(known.fates);
});

const mutantOf = ({ machine, mutant: id }: Pick<Fate, 'machine' | 'mutant'>): Mutant => {
  const mutant = mutantsOf(chartOf(machine)).find(each => each.id === id);
  if (mutant === undefined) throw new Error(`the chart of the ${machine} has no such mutant: ${id}`);
  return mutant;
};

/** Driven for real: what the tapes show is what the runtime with simulated devices does. */
test('a mutant that a tape shows is seen when it is driven in the real runtime with simulated devices', {
  timeout: 600_000,
}, async () => {
  const paths = pathsIn(benchSuite('paths'));
  const seen = readRecord().fates.filter(fate => fate.seen?.suite === 'paths');
  const some = seen.filter((_, index) => index % 31 === 0);
  const undriven: string[] = [];
  for (const fate of some) {
    const path = paths.find(({ name }) => name === fate.seen?.test);
    if (path === undefined) throw new Error(`the suite has no path "${fate.seen?.test}"`);
    const driven = await drivenOnPath(path, machineOf(mutantOf(fate).draft));
    if (driven.kind === 'undriven') undriven.push(`${fate.mutant}: ${driven.why}`);
    else expect(driven.kind, fate.mutant).toBe('seen');
  }
  console.log(
    `${some.length - undriven.length} of ${some.length} driven and seen; undriven:\n${undriven.join('\n')}`,
  );
  expect(some.length - undriven.length).toBeGreaterThan(some.length / 2);
});

/** So many of each chart are driven, of every suite that shows some. */
const EACH = 13;

/** Evenly from all over those that a suite has shown first. */
const sampleOf = (machine: string): readonly Fate[] => {
  const seen = readRecord().fates.filter(fate => fate.machine === machine && fate.seen !== null);
  const bySuite = [...Map.groupBy(seen, fate => fate.seen?.suite ?? '').values()];
  return bySuite.flatMap(some => some.filter((_, index) => index % Math.ceil(some.length / EACH) === 0));
};

/** Driven by what is on the tape, with the runtime's own clock, journal and monitor; or in its story. Null where no tape is kept. */
const drivenAnew = async (fate: Fate): Promise<DrivenOn | null> => {
  const chart = machineOf(mutantOf(fate).draft);
  const tape = tapeAnew(fate);
  if (tape !== null && fate.seen !== null) return drivenAlong(tape, chart, fate.seen.step);
  if (fate.seen?.suite !== STORIES) return null;
  const says = await seenInStory(fate.seen.test, chart);
  return says === null ? { kind: 'same' } : { kind: 'seen', says };
};

/** Of all charts: what the runtime cannot be driven to is on tapes that no runtime makes, and says nothing of a chart. */
const all = { seen: 0, otherwise: 0 };

test.each(MUTATED)(
  'a sample of what tapes show of the %s chart is seen when the real runtime is driven by them',
  { timeout: 900_000 },
  async name => {
    const otherwise: { [Why in Otherwise]: number } = { record: 0, time: 0, order: 0 };
    const same: string[] = [];
    let seen = 0;
    for (const fate of sampleOf(name)) {
      const driven = await drivenAnew(fate);
      if (driven === null) continue;
      if (driven.kind === 'same') same.push(`${fate.mutant}: ${fate.seen?.test}, step ${fate.seen?.step}`);
      else if (driven.kind === 'seen') seen += 1;
      else otherwise[driven.why] += 1;
    }
    console.log(
      `${name}: ${seen} driven and seen; tapes that go otherwise when driven: ${JSON.stringify(otherwise)}`,
    );
    all.seen += seen;
    all.otherwise += otherwise.record + otherwise.time + otherwise.order;
    expect(same).toEqual([]);
    // The bench drives what paths show of the pump, above.
    expect(seen).toBeGreaterThan(0);
  },
);

test('most of what tapes show is driven and seen, over all charts', ({ skip }) => {
  if (all.seen + all.otherwise === 0) skip('none was driven');
  console.log(`${all.seen} driven and seen, ${all.otherwise} on tapes that go otherwise`);
  expect(all.seen).toBeGreaterThan(all.otherwise);
});

test('a mutant that no path comes to is seen along a committed story', { timeout: 600_000 }, async () => {
  const { draft } = mutantOf({
    machine: 'pump',
    mutant:
      'actionDropped: pump.supply.changing.loaded timer.changeStepElapsed 0: without 0: raiseAlarm changeIncomplete',
  });
  expect(await seenInStory('set-change-incomplete.txt', machineOf(draft))).not.toBeNull();
  expect(await seenInStory('set-change-incomplete.txt', machineOf(draftOf(draft.of)))).toBeNull();
});
