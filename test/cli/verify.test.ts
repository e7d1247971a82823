import { expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { inFolder, isletHere as islet } from './islet.ts';

test('a walk that a bound has ended says what it covered, and that it is not all', {
  timeout: 120_000,
}, async () => {
  const { code, out } = await inFolder(folder => islet(['verify', '--most', '300'], folder));
  expect(code).toBe(EXIT.incomplete);
  expect(out).toMatch(/pump in its plant \(NOT complete\) +300/);
  // What is small enough is complete all the same.
  expect(out).toMatch(/^lock +\d/m);
  expect(out).toMatch(/properties: \d+ of \d+ hold, in [\d ]+ checks/);
  expect(out).not.toContain('BROKEN');
});

test('the findings come as JSON, regions with their shares', { timeout: 120_000 }, async () => {
  const { code, out } = await inFolder(folder => islet(['verify', '--most', '300', '--json'], folder));
  expect(code).toBe(EXIT.incomplete);
  const { version, machines } = JSON.parse(out);
  expect(version).toBe(1);
  expect(machines[0]).toMatchObject({ complete: false, states: 300 });
  expect(machines[0].survey.regions[0].multiplier).toBeGreaterThan(1);
});

test('a bound that is no number is refused by its name', async () => {
  const { code, err } = await inFolder(folder => islet(['verify', '--most', 'many'], folder));
  expect(code).toBe(EXIT.badInput);
  expect(err).toContain('--most');
});
