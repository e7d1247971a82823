import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { inFolder, isletHere as islet, spawnIslet } from './islet.ts';

test('a walk that a bound has ended says what it covered, and that it is not all', {
  timeout: 120_000,
}, async () => {
  const { code, out } = await inFolder(folder => islet(['verify', '--most', '300'], folder));
  expect(code).toBe(EXIT.incomplete);
  expect(out).toMatch(/pump in its plant \(NOT complete\) +300/);
  // What is small enough is complete all the same.
  expect(out).toMatch(/^lock +\d/m);
  expect(out).toMatch(/bounds: 3 600 s, and [\d ]+ MB of [\d ]+ MB of memory/);
  // What is told beside the exploration was not asked for: it is missing, and that is no end.
  expect(out).toMatch(/^NOT done: difference of the worlds, mutants of pump, .*, and \d+ more$/m);
  expect(out).toMatch(/properties: \d+ of \d+ hold, in [\d ]+ checks/);
  expect(out).toMatch(
    /requirements: of \d+ that have properties, those of \d+ hold in all that was explored/,
  );
  expect(out).not.toContain('BROKEN');
});

test('the findings come as JSON, regions with their shares', { timeout: 120_000 }, async () => {
  const { code, out } = await inFolder(folder => islet(['verify', '--most', '300', '--json'], folder));
  expect(code).toBe(EXIT.incomplete);
  const { version, machines } = JSON.parse(out);
  expect(version).toBe(2);
  expect(machines[0]).toMatchObject({ complete: false, states: 300 });
  expect(machines[0].survey.regions[0].multiplier).toBeGreaterThan(1);
});

test('what a bound has ended is gone on with, and comes to the same', { timeout: 120_000 }, async () => {
  await inFolder(async folder => {
    const whole = await islet(['verify', '--most', '400', '--workers', '1', '--json'], folder);
    expect((await islet(['verify', '--most', '150', '--keep', 'cut.walks'], folder)).code).toBe(
      EXIT.incomplete,
    );
    const rest = await islet(['verify', '--most', '400', '--resume', 'cut.walks', '--json'], folder);
    expect(rest.code).toBe(EXIT.incomplete);
    const said = (out: string) =>
      JSON.parse(out).machines.map((each: object) => ({ ...each, tookMs: 0, memoryMb: 0, bytesPerState: 0 }));
    expect(said(rest.out)).toEqual(said(whole.out));
  });
});

test('what is left is left where --keep says, and what it went on from stays as it was', {
  timeout: 120_000,
}, async () => {
  await inFolder(async folder => {
    await islet(['verify', '--most', '20', '--keep', 'first.walks'], folder);
    const first = readFileSync(join(folder, 'first.walks'));
    const rest = await islet(
      ['verify', '--most', '30', '--resume', 'first.walks', '--keep', 'second.walks'],
      folder,
    );
    expect(rest.err).toContain('islet verify --resume second.walks');
    expect(readFileSync(join(folder, 'first.walks')).equals(first)).toBe(true);
    expect(existsSync(join(folder, 'second.walks'))).toBe(true);
  });
});

test.each([
  [
    ['--keep', 'no/folder/left'],
    EXIT.environment,
    /^--keep no\/folder\/left: cannot be written: there is no/,
  ],
  [['--long'], EXIT.badInput, /^--long changes nothing without --independent/],
  [['--in-memory', '5'], EXIT.badInput, /^--in-memory changes nothing without --disk/],
])('what %j cannot do is said before anything is walked', async (options, exit, says) => {
  await inFolder(async folder => {
    const { code, out, err } = await islet(['verify', '--most', '1', ...options], folder);
    expect(err).toMatch(says);
    expect(out).toBe('');
    expect(code).toBe(exit);
  });
});

/** Ends a walk by Ctrl-C. It says nothing before it listens, so that one which had not begun to is ended later. */
const interrupted = async (folder: string, afterMs = 2_000): ReturnType<typeof islet> => {
  const { child, ended } = spawnIslet(['verify'], folder);
  await new Promise(resolve => setTimeout(resolve, afterMs));
  child.kill('SIGINT');
  const end = await ended;
  return end.code === null && afterMs < 30_000 ? interrupted(folder, afterMs * 3) : end;
};

test('Ctrl-C leaves what was covered, and a file to go on with', { timeout: 240_000 }, async () => {
  await inFolder(async folder => {
    const { code, out, err } = await interrupted(folder);
    expect(code).toBe(EXIT.incomplete);
    expect(out).toMatch(/NOT (complete|begun)/);
    expect(err).toContain('islet verify --resume verify.walks');
    expect(existsSync(join(folder, 'verify.walks'))).toBe(true);
  });
});

test('a walk that rests on other rules or is of another version is refused, and why is said', {
  timeout: 120_000,
}, async () => {
  await inFolder(async folder => {
    await islet(['verify', '--most', '50', '--keep', 'cut.walks'], folder);
    const path = join(folder, 'cut.walks');
    const bytes = readFileSync(path);
    const end = bytes.indexOf('\n');
    const head = JSON.parse(bytes.subarray(0, end).toString());
    const refusal = async (changed: object): Promise<string> => {
      writeFileSync(
        path,
        Buffer.concat([Buffer.from(JSON.stringify({ ...head, ...changed })), bytes.subarray(end)]),
      );
      const { code, err } = await islet(['verify', '--resume', 'cut.walks'], folder);
      expect(code).toBe(EXIT.badInput);
      return err;
    };
    expect(await refusal({ rules: 'others' })).toContain('other charts, other properties or another engine');
    expect(await refusal({ version: 0 })).toContain('version');
    expect(await refusal({ digest: 'other' })).toContain('damaged');
  });
});

test('a bound that is no number is refused by its name', async () => {
  const { code, err } = await inFolder(folder => islet(['verify', '--most', 'many'], folder));
  expect(code).toBe(EXIT.badInput);
  expect(err).toContain('--most');
});
