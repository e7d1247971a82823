import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { inFolder, isletHere as islet } from './islet.ts';

const BOLUS = readFileSync(join(import.meta.dirname, '../../specs/scenarios/bolus.txt'), 'utf8');

test('a story is played, told as it is written, and its journal replays', async () => {
  await inFolder(async folder => {
    writeFileSync(join(folder, 'bolus.txt'), BOLUS);
    const { code, out, err } = await islet(['replay', 'bolus.txt', '--check'], folder);
    expect(err).toMatch(/bolus\.txt: a story of \d+ steps, told as it is written\./);
    expect(out).toMatch(/^\d+ steps replayed: the same states and the same commands\.$/m);
    expect(code).toBe(EXIT.ok);
  });
});

test('a story that is told otherwise than it is written ends with exit code 1', async () => {
  await inFolder(async folder => {
    writeFileSync(join(folder, 'bolus.txt'), BOLUS.replace('bolus completed', 'bolus forgotten'));
    const { code, err } = await islet(['replay', 'bolus.txt', '--check'], folder);
    expect(err).toContain('told otherwise than it is written');
    expect(code).toBe(EXIT.failed);
  });
});

test.each([
  ['> bolus.requestd amount=1U', /line 1, "> bolus\.requestd amount=1U"/],
  ['! eats 40 g', /nobody wears the pump; begin with "= body/],
  ['= settings basal plenty', /"plenty" is no rate; write "0\.6 U\/h"/],
  ['= day tomorrow', /"tomorrow" is no moment; write/],
])('a story with the line %j is refused, and what can be written instead is said', async (line, words) => {
  await inFolder(async folder => {
    writeFileSync(join(folder, 'story.txt'), `${line}\n`);
    const { code, err } = await islet(['replay', 'story.txt', '--check'], folder);
    expect(err).toMatch(words);
    expect(code).toBe(EXIT.badInput);
  });
});
