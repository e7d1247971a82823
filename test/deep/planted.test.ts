import { expect, test } from 'vitest';
import { storyRuns, storyTests } from '../../hardware/rig/mutants/stories.ts';
import { readPlanted } from '../../src/cli/mutants/planted.ts';
import { mutated } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { PLANTED, planting } from '../../src/verify/mutants/planted/planted.ts';

test('planted anew, every fault in a guard of the pump is found by the same, by runs as short', {
  timeout: 3_600_000,
}, async () => {
  const { machine, fields } = mutated('pump');
  const [field] = fields;
  if (field === undefined) throw new Error('the pump has no field');
  const plant = planting(field.examiner, [...field.suites, storyTests(await storyRuns())]);
  const known = new Map(readPlanted().map(each => [each.mutant, each]));
  let planted = 0;
  for (const mutant of mutantsOf(machine, PLANTED)) {
    const [anew, before] = [plant(mutant), known.get(mutant.id)];
    expect([anew.mutant, anew.equivalent, anew.found]).toEqual([
      before?.mutant,
      before?.equivalent,
      before?.found,
    ]);
    // A story that has come since may see more, and none may see less.
    expect(
      before?.seenBy.filter(name => !anew.seenBy.includes(name)),
      mutant.id,
    ).toEqual([]);
    planted += 1;
  }
  expect(planted).toBe(known.size);
});
