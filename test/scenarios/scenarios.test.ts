import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runScenario } from '../../hardware/rig/scenario.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { pumpMeter } from '../../src/verify/cover/watch.ts';
import { monitor, subjects } from '../../src/verify/monitor/monitor.ts';
import { noteMet } from '../support/met.ts';
import { AT_REST, afterRaising, everyGrade, raisedIn, STOPPING, TELLING } from '../support/raising.ts';
import { req } from '../support/req.ts';

const FOLDER = join(import.meta.dirname, '../../specs/scenarios');
const files = readdirSync(FOLDER).filter(file => file.endsWith('.txt'));

/** `UPDATE=1 npx vitest run test/scenarios` writes the stories anew; read the difference before you commit it. */
const update = process.env.UPDATE === '1';

const { watch, coverage } = pumpMeter();
afterAll(() => noteMet(coverage(['scenarios'])));

/** What the stories that were played raise, each row at its grade. */
const told = new Set<string>();
/** Properties that the stories put to the test, by their keys. */
const exercised = new Set<string>();
/** What judges the story that is being played. */
let judge = monitor();
let broken: readonly string[] = [];
const listen = (step: Observed): void => {
  watch(step);
  const shown = judge.take(step.deliveries);
  for (const key of shown.exercised) exercised.add(key);
  broken = [...broken, ...shown.broken.map(({ key }) => `${step.envelope.seq}: ${key}`)];
  for (const raised of raisedIn(step)) told.add(raised);
};

test('there are scenarios, and each names the requirements it tells of', () => {
  expect(files.length).toBeGreaterThanOrEqual(6);
  for (const file of files) expect(readFileSync(join(FOLDER, file), 'utf8')).toMatch(/^# SR-\d{3}/);
});

/**
 * Stories in which a person does what the plant of the exploration never does, and the property that is proved there:
 * whoever confirms again what was confirmed already is still asked for the second word, and hears nothing new.
 */
const BEYOND_PLANT: Readonly<Record<string, readonly string[]>> = {
  'second-confirmation.txt': ['1972: pump: no bolus that was admitted or confirmed is dropped in silence'],
};

test.each(files)('the story of %s is what the pump does', async file => {
  const path = join(FOLDER, file);
  const text = readFileSync(path, 'utf8');
  judge = monitor();
  broken = [];
  const story = await runScenario(text, listen);
  expect(broken).toEqual(BEYOND_PLANT[file] ?? []);
  if (update) writeFileSync(path, story);
  expect(story).toBe(update ? story : text);
  expect(story.split('\n').filter(line => line.startsWith('    ')).length).toBeGreaterThan(0);
});

test('the stories put most of what must hold to the test', () => {
  const judged = subjects.filter(({ unjudged }) => unjudged === null);
  console.log(`${exercised.size} of ${judged.length} properties are exercised by the stories`);
  expect(exercised.size).toBeGreaterThan(judged.length * 0.7);
});

const RAISING = { ...STOPPING, ...AT_REST, ...TELLING };

test('SR-080 every row of the alarm table that waits for nothing is raised, at each of its grades', {
  ...req('SR-080', 'SR-087'),
  timeout: 60_000,
}, async () => {
  const raised = new Set(told);
  for (const [row, raising] of Object.entries(RAISING)) {
    const pump = await afterRaising(raising);
    const here = pump.steps.flatMap(raisedIn);
    expect(here, `what should raise ${row}`).toContain(row);
    for (const each of here) raised.add(each);
  }
  expect(everyGrade.length).toBeGreaterThan(70);
  expect(everyGrade.filter(row => !raised.has(row))).toEqual([]);
  // What is raised is in the table, and what waits for something is raised by nothing.
  expect([...raised].filter(row => !everyGrade.includes(row))).toEqual([]);
});
