/** The short transcripts of `specs/scenarios` as judges: what people have read and found right. */

import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { runScenario } from '../../hardware/rig/scenario.ts';

/** Those that take longer than a fifth of a second, beside whole days. */
const LONG: ReadonlySet<string> = new Set([
  'alarm-storm',
  'alarms-unanswered',
  'auto-off',
  'basal-at-maximum',
  'combo-occlusion',
  'daily-limit',
  'dead-speaker',
  'everything-at-once',
  'extended-empties-reservoir',
  'low-predicted',
  'missed-bolus',
  'prime-exhausted',
  'reservoir',
  'second-confirmation',
  'sensor-faults',
  'sensor-life',
  'set-change',
  'set-change-abandoned',
  'site-change',
  'stall-again',
]);

const stories = globSync('specs/scenarios/*.txt')
  .map(path => basename(path, '.txt'))
  .filter(name => !LONG.has(name) && !name.startsWith('day-'))
  .sort();

test.each(stories)('the story of %s', async name => {
  const text = readFileSync(`specs/scenarios/${name}.txt`, 'utf8');
  expect(await runScenario(text, () => {})).toBe(text);
});
