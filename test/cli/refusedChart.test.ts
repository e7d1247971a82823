import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { isChartRefusal } from '../../src/verify/chartRefusal.ts';
import { type Fault, inPlantedTree, isletOf } from '../support/plantedTree.ts';

const STORM = 'machines/storm/storm.ts';
const CALM = "calm: { on: { 'storm.detected': 'raging' } },";
/** A state that ends the chart, beside those that it has. */
const FINAL: readonly Fault[] = [{ file: STORM, was: CALM, is: `${CALM} over: { type: 'final' },` }];
/** A count that has no end. */
const COUNTING: readonly Fault[] = [
  { file: STORM, was: 'import { setup }', is: 'import { assign, setup }' },
  {
    file: STORM,
    was: 'actions: {',
    is: 'actions: { count: assign(({ context }: any) => ({ storms: context.storms + 1 })),',
  },
  {
    file: STORM,
    was: CALM,
    is: "calm: { on: { 'storm.detected': { target: 'raging', actions: 'count' } } },",
  },
  { file: STORM, was: "id: 'storm',", is: "id: 'storm', context: { storms: 0 }," },
];

describe('a chart that cannot be explored exactly is bad input, and no defect of islet', () => {
  test('a feature is refused by name and place, before anything is walked, with what to do', () => {
    inPlantedTree(FINAL, tree => {
      for (const args of [
        ['verify', '--most', '1'],
        ['suite', 'storm', '--criterion', 'states'],
        ['mutants', 'storm'],
      ]) {
        const { status, stdout, stderr } = isletOf(tree, ...args);
        expect(stderr).toMatch(
          /^cannot tabulate "storm\.repetition\.over": a final state ends the chart .* say it in another way/m,
        );
        expect(stderr).not.toMatch(/Islet itself has failed|\n {4}at /);
        expect(status).toBe(EXIT.badInput);
        expect(stdout).toBe('');
      }
    });
  }, 120_000);

  test('a field without an end of values is refused by its name, with what to do', () => {
    inPlantedTree(COUNTING, tree => {
      const { status, stderr } = isletOf(tree, 'suite', 'storm', '--criterion', 'states');
      expect(stderr).toMatch(
        /^cannot tabulate "storm": its context has no end of values: field "storms" has 10000, .*ledger/,
      );
      expect(stderr).not.toContain('Islet itself has failed');
      expect(status).toBe(EXIT.badInput);
    });
  }, 120_000);

  test('so is one that is refused in another thread', async () => {
    const file = new URL('../../src/verify/chartRefusal.ts', import.meta.url).href;
    const thread = new Worker(
      `import('${file}').then(({ ChartRefusal }) => { throw new ChartRefusal('cannot tabulate "one"'); });`,
      { eval: true },
    );
    const failure = await new Promise(resolve => thread.once('error', resolve));
    expect(isChartRefusal(failure)).toBe(true);
  });
});
