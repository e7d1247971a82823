import { defineConfig } from 'vitest/config';
import { GROUPS } from './groups.ts';
import { QuickestFirst } from './quickestFirst.ts';

const group = GROUPS.find(({ of }) => of === process.env.MUTATED);
if (group === undefined) throw new Error('MUTATED must name a group of test/mutation/groups.ts');

/** The tests that judge the mutants of one group, in one thread that keeps what it has loaded. */
export default defineConfig({
  test: {
    include: [`${group.tests}/**/*.test.ts`],
    exclude: group.without.map(name => `${group.tests}/${name}.test.ts`),
    setupFiles: ['test/mutation/seed.ts'],
    testTimeout: 120_000,
    isolate: false,
    sequence: { sequencer: QuickestFirst },
  },
});
