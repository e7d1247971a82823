import { expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { inFolder, isletHere as islet } from './islet.ts';

const mutants = (...args: readonly string[]) => inFolder(folder => islet(['mutants', ...args], folder));

test('mutants of a chart are counted by operator, and put before each suite', async () => {
  const { code, out } = await mutants('lock');
  expect(code).toBe(EXIT.ok);
  expect(out).toMatch(
    /^lock: \d+ mutants, each decided over 4 states: \d+ killed, \d+ equivalent, \d+ refused$/m,
  );
  expect(out).toMatch(/^ {2}guardDropped +2 +0 +0$/m);
  expect(out).toContain('observed: state, context and all that is asked for');
  expect(out).toMatch(/^ {2}transitions +2 +\d+ +41$/m);
  expect(out).toMatch(/^ {2}reported +\d+ +\d+ +48$/m);
});

test('the same comes as JSON, of one operator alone', async () => {
  const { code, out } = await mutants('lock', '--operator', 'transitionDropped', '--json');
  expect(code).toBe(EXIT.ok);
  const { version, machines } = JSON.parse(out);
  expect(version).toBe(1);
  expect(machines).toHaveLength(1);
  expect(machines[0].operators).toHaveLength(1);
  expect(machines[0]).toMatchObject({ machine: 'lock', killed: 11, equivalent: 0, refused: 0 });
});

test.each([
  [['pomp'], /no chart "pomp"; there are pump, /],
  [['lock', '--operator', 'guardEaten'], /--operator guardEaten is unknown; there are guardDropped, /],
])('mutants of what is not known are refused: %j', async (args, words) => {
  const { code, err } = await mutants(...args);
  expect(code).toBe(EXIT.badInput);
  expect(err).toMatch(words);
});
