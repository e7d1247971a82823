import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { playScenario } from '../../hardware/rig/scenario.ts';
import { judged } from '../../src/verify/cover/judge.ts';
import { reachOf } from '../../src/verify/cover/reach.ts';
import { SUBJECTS, subjectNamed, universeIn } from '../../src/verify/cover/subjects.ts';
import { MEASURES } from '../../src/verify/cover/universe.ts';
import { pumpMeter } from '../../src/verify/cover/watch.ts';

/** Every story is played in minutes, and the pump in its plant is explored in another two. */
const MINUTES = 20 * 60_000;
const STORIES = join(import.meta.dirname, '../../specs/scenarios');

test('whatever the charts do in all stories, the explorations allow: the open ones, and the plant of the pump', {
  timeout: MINUTES,
}, async () => {
  const { watch, coverage } = pumpMeter();
  for (const file of readdirSync(STORIES).filter(name => name.endsWith('.txt')))
    await playScenario(readFileSync(join(STORIES, file), 'utf8'), watch);
  const met = coverage(['stories']);
  expect(Object.keys(met.machines.pump?.hits.transitions ?? {}).length).toBeGreaterThan(100);
  expect(judged(met, SUBJECTS, subject => reachOf(subject, 'open')).impossible).toEqual([]);
  const pump = subjectNamed('pump');
  if (pump === undefined) throw new Error('there is no pump');
  const plant = reachOf(pump, 'plant');
  expect(judged(met, [pump], () => plant).impossible).toEqual([]);
  // The plant lets come what may come anyway: what it allows, the open world allows, and no later.
  const open = reachOf(pump, 'open');
  const { items } = universeIn(pump);
  for (const measure of MEASURES)
    for (const id of items[measure]) {
      const [inPlant, inOpen] = [plant.wayTo(measure, id), open.wayTo(measure, id)];
      if (inPlant !== null) expect(inOpen?.length, `${measure} ${id}`).toBeLessThanOrEqual(inPlant.length);
    }
});
