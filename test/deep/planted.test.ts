import { expect, test } from 'vitest';
import { storyRuns, storyTests } from '../../hardware/rig/mutants/stories.ts';
import { groupOf, readPlanted } from '../../src/cli/mutants/planted.ts';
import { MUTATED, mutated } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { breakingOf } from '../../src/verify/mutants/planted/breaking.ts';
import { plantedIn, planting } from '../../src/verify/mutants/planted/planted.ts';
import { isSmallMachine } from '../../src/verify/smallOnes.ts';

for (const name of MUTATED)
  test(`planted anew, every fault of the ${name} chart is found by the same, by runs as short`, {
    timeout: 3_600_000,
  }, async () => {
    const { machine, fields } = mutated(name);
    const stories = name === 'pump' ? [storyTests(await storyRuns())] : [];
    const plant = planting(
      name,
      fields.map(field => ({ ...field, suites: [...field.suites, ...stories] })),
    );
    const chart = readPlanted(groupOf(name)).find(each => each.machine === name);
    const known = new Map(chart?.planted.map(each => [each.mutant, each]));
    let planted = 0;
    for (const mutant of mutantsOf(machine, plantedIn(name))) {
      const [anew, before] = [plant(mutant), known.get(mutant.id)];
      expect([anew.mutant, anew.equivalent, anew.found]).toEqual([
        before?.mutant,
        before?.equivalent,
        before?.found,
      ]);
      // A story that has come since may see more, and none may see less.
      expect(
        before?.seenBy.filter(seer => !anew.seenBy.includes(seer)),
        mutant.id,
      ).toEqual([]);
      planted += 1;
    }
    expect(planted).toBe(known.size);
    expect(planted).toBeGreaterThan(0);
    if (isSmallMachine(name)) expect(chart?.breaks).toEqual(breakingOf(name));
  });
