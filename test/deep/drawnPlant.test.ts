import { expect, test } from 'vitest';
import { layOutAll } from '../../src/inspector/charts/files.ts';
import { flawsOf } from '../../src/inspector/charts/flaws.ts';
import { svgOf } from '../../src/inspector/charts/svg.ts';
import { subjectOf } from '../../src/verify/export/subjects.ts';

test('the plant, whose drawing is not kept, is laid out for whoever asks, without a flaw', {
  timeout: 120_000,
}, async () => {
  const machine = subjectOf('plant')?.machine;
  if (machine === undefined) throw new Error('there is no plant');
  const entry = (await layOutAll([machine]))[machine.id];
  if (entry === undefined) throw new Error('the plant was not laid out');
  const { chart, layout } = entry;
  expect(layout.regions.length).toBeGreaterThan(10);
  expect(layout.regions.flatMap(({ full }) => flawsOf(chart, full))).toEqual([]);
  expect(layout.notDrawn.map(({ id }) => id)).toEqual([machine.id]);
  expect(svgOf(entry, null)).toContain('class="state"');
});
