import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { inThreads } from '../../src/cli/campaign/threads.ts';
import { traceIn } from '../../src/cli/files.ts';
import { campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellCount } from '../../src/simulate/campaign/cells.ts';
import type { CellResult } from '../../src/simulate/campaign/run.ts';
import { inFolder, isletHere, spawnIslet } from './islet.ts';

const SMALL = `
name = "small"
days = 1
patients = ["adult#001", "child#003", "hovorka#001"]
seeds = [1, 2]
controllers = ["suspension", "basal-bolus"]

[[scenarios]]
name = "home"
`;
const CELLS = 12;

const REPORT = ['differences.csv', 'patients.csv', 'pooled.csv', 'report.html', 'report.json'];

/** The files of a report, by name. */
const reportIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter(name => !name.endsWith('.jsonl'))
      .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
  );

const write = (folder: string, name: string, text: string): void => writeFileSync(join(folder, name), text);

/** A campaign that one machine did in one go. */
const whole = async (folder: string) => {
  write(folder, 'small.toml', SMALL);
  const { code, err } = await isletHere(
    ['campaign', 'small.toml', '--out', 'whole', '--workers', '2'],
    folder,
  );
  expect(err).not.toContain('failed');
  expect(code).toBe(0);
  return reportIn(join(folder, 'whole'));
};

test('a campaign writes cells, tables and a report, and prints one', () =>
  inFolder(async folder => {
    const report = await whole(folder);
    for (const name of REPORT) expect(report[name]?.length).toBeGreaterThan(100);
    expect(report['patients.csv']?.split('\n')).toHaveLength(CELLS + 2);
    const again = await isletHere(['campaign', 'small.toml', '--out', 'whole'], folder);
    expect(again.err).toContain('12 of 12 cells are done');
    expect(again.out).toContain('suspension');
    const json = await isletHere(['campaign', 'small.toml', '--out', 'whole', '--json'], folder);
    expect(JSON.parse(json.out)).toMatchObject({ version: 1, campaign: { name: 'small' } });
  }));

test('parts of 1, 2 and 7, merged, are byte for byte the report of one machine', () =>
  inFolder(async folder => {
    const one = await whole(folder);
    for (const parts of [1, 2, 7]) {
      const logs: string[] = [];
      for (let part = parts; part >= 1; part -= 1) {
        const run = [
          'campaign',
          'small.toml',
          '--out',
          `parts${parts}`,
          '--shard',
          `${part}/${parts}`,
          '--workers',
          '1',
        ];
        expect((await isletHere(run, folder)).code).toBe(0);
        logs.push(`parts${parts}/cells${parts === 1 ? '' : `-${part}-of-${parts}`}.jsonl`);
      }
      const merged = `merged${parts}`;
      expect((await isletHere(['campaign', 'merge', ...logs, '--out', merged], folder)).code).toBe(0);
      expect(reportIn(join(folder, merged))).toEqual(one);
    }
  }));

test('a process that is killed goes on where it was, and the report is the same', () =>
  inFolder(async folder => {
    const long = SMALL.replace('days = 1', 'days = 2').replace('"basal-bolus"', '"islet"');
    write(folder, 'long.toml', long);
    const log = join(folder, 'killed', 'cells.jsonl');
    const { child, ended } = spawnIslet(
      ['campaign', 'long.toml', '--out', 'killed', '--workers', '1'],
      folder,
    );
    const lines = (): number => {
      try {
        return readFileSync(log, 'utf8').split('\n').length - 1;
      } catch {
        return 0;
      }
    };
    while (lines() < 3) await pause(5);
    child.kill('SIGKILL');
    await ended;
    const kept = lines() - 1;
    expect(kept).toBeGreaterThan(1);
    expect(kept).toBeLessThan(CELLS);
    // What a process was writing when it died.
    appendFileSync(log, '{"cell":11,"name":"ho');
    const { code, err } = await isletHere(['campaign', 'long.toml', '--out', 'killed'], folder);
    expect(code).toBe(0);
    expect(err).toContain(`${kept} of 12 cells are done`);
    await isletHere(['campaign', 'long.toml', '--out', 'whole'], folder);
    expect(reportIn(join(folder, 'killed'))).toEqual(reportIn(join(folder, 'whole')));
  }));

test('a thread that dies takes nothing along: its cell is done by another', async () => {
  const campaign = campaignSchema.parse({
    name: 'threads',
    days: 2,
    patients: ['adults'],
    scenarios: [{ name: 'home' }],
    seeds: [1],
    controllers: ['basal-bolus'],
  });
  const cells = Array.from({ length: cellCount(campaign) }, (_, index) => index);
  const results: CellResult[] = [];
  const said: string[] = [];
  let begun = 0;
  const engine = inThreads(2, worker => {
    begun += 1;
    if (begun === 1) worker.once('online', () => void worker.terminate());
  });
  const ending = await engine(
    { campaign, cells },
    {
      told: result => void results.push(result),
      signal: new AbortController().signal,
      say: line => void said.push(line),
    },
  );
  expect(ending).toBe('done');
  expect(begun).toBe(3);
  expect(said.join()).toContain('another does it again');
  expect(results.map(({ cell }) => cell).sort((a, b) => a - b)).toEqual(cells);
});

test('a cell that ends every thread is no endless work', async () => {
  const campaign = campaignSchema.parse({
    name: 'threads',
    days: 1,
    patients: ['adult#001'],
    scenarios: [{ name: 'home' }],
    seeds: [1],
    controllers: ['basal-bolus'],
  });
  const engine = inThreads(1, worker => void worker.once('online', () => void worker.terminate()));
  await expect(
    engine({ campaign, cells: [0] }, { told: () => {}, signal: new AbortController().signal, say: () => {} }),
  ).rejects.toThrow('has ended 3 threads');
});

test('time that is up ends a campaign with exit code 5, and the same command goes on', () =>
  inFolder(async folder => {
    write(folder, 'year.toml', SMALL.replace('days = 1', 'days = 365').replace('"basal-bolus"', '"islet"'));
    const run = ['campaign', 'year.toml', '--out', 'year', '--seconds', '1'];
    const { code, err } = await isletHere(run, folder);
    expect(code).toBe(5);
    expect(err).toContain('Go on with the same command');
    expect(readdirSync(join(folder, 'year'))).toEqual(['cells.jsonl']);
  }));

test('parts that are missing are named, with exit code 5', () =>
  inFolder(async folder => {
    write(folder, 'small.toml', SMALL);
    await isletHere(['campaign', 'small.toml', '--out', 'parts', '--shard', '1/2'], folder);
    const { code, err } = await isletHere(
      ['campaign', 'merge', 'parts/cells-1-of-2.jsonl', '--out', 'm'],
      folder,
    );
    expect(code).toBe(5);
    expect(err).toContain('6 of 12 cells are in none of these files: home/none/suspension/adult#001/2');
  }));

test('a cell log of another campaign, of other code, or damaged is refused; a torn last line is not', () =>
  inFolder(async folder => {
    await whole(folder);
    const log = join(folder, 'whole', 'cells.jsonl');
    const text = readFileSync(log, 'utf8');
    write(folder, 'other.toml', SMALL.replace('[1, 2]', '[1, 3]'));
    const run = (file: string) => isletHere(['campaign', file, '--out', 'whole'], folder);
    const line3 = text.split('\n')[2] ?? '';
    const refusals: Readonly<Record<string, string>> = {
      [text.replace(/"code":"./, '"code":"x')]: 'other code or another Node',
      [text.replace('"seeds":[1,2]', '"seeds":[1,9]')]: 'line 1 was changed',
      [text.replace('"version":1', '"version":99')]: 'no header of this version',
      [text.replace(line3, line3.replace('"cell":', '"cell":10'))]: 'line 3 is damaged',
      [text.replace('"inRange":', '"inRange":1e9')]: 'line 2 is damaged',
      'nothing\n': 'no cell log',
    };
    for (const [spoilt, why] of Object.entries(refusals)) {
      expect(spoilt).not.toBe(text);
      writeFileSync(log, spoilt);
      const { code, err } = await run('small.toml');
      expect(err).toContain(why);
      expect(code).toBe(2);
    }
    writeFileSync(log, text);
    const other = await run('other.toml');
    expect(other.code).toBe(2);
    expect(other.err).toContain('of another campaign (“small”)');
    for (const cut of [1, 40, text.length - 200]) {
      const lines = text.slice(0, -cut);
      writeFileSync(log, lines);
      expect((await run('small.toml')).code).toBe(0);
      expect(readFileSync(log, 'utf8').length).toBe(text.length);
    }
    const changed = text.replace(/"mean":\d+/, '"mean":999');
    write(folder, 'changed.jsonl', changed);
    const merged = await isletHere(['campaign', 'merge', 'whole/cells.jsonl', 'changed.jsonl'], folder);
    expect(merged.code).toBe(2);
    expect(merged.err).toContain('came to something else');
  }));

test('a cell is lived again from a report, a log or a campaign, and its readings are a trace', () =>
  inFolder(async folder => {
    await whole(folder);
    const name = 'home/none/basal-bolus/child#003/2';
    const seen: string[] = [];
    for (const where of ['whole/report.json', 'whole/cells.jsonl', 'small.toml']) {
      const show = ['campaign', 'show', where, name, '--out', 'cell.html', '--trace', 'cell.csv'];
      const { code, out } = await isletHere(show, folder);
      expect(code).toBe(0);
      seen.push(out + readFileSync(join(folder, 'cell.html'), 'utf8'));
    }
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toContain(name);
    const trace = traceIn(join(folder, 'cell.csv'));
    expect(trace.readings).toHaveLength(288);
    expect(trace.everyMs).toBe(300_000);
    const unknown = await isletHere(
      ['campaign', 'show', 'small.toml', 'home/none/islet/child#003/2'],
      folder,
    );
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('there is no cell');
    const nowhere = await isletHere(
      ['campaign', 'show', 'small.toml', '3', '--out', 'no/where.html'],
      folder,
    );
    expect(nowhere.code).toBe(3);
  }));

test('bad input names field, value and remedy', () =>
  inFolder(async folder => {
    const spoilt: readonly (readonly [from: string, to: string, said: readonly string[]])[] = [
      [
        '"child#003"',
        '"child#033"',
        ['patients.1 = "child#033"', 'there is no patient', 'Did you mean child#003?'],
      ],
      ['"basal-bolus"', '"basal-bolos"', ['controllers.1 = "basal-bolos"', 'Did you mean basal-bolus?']],
      ['days = 1', 'days = 0', ['days = 0', '>=1']],
      ['days = 1', 'days = "1"', ['days = "1"', 'expected number']],
      ['days = 1\n', 'days = 1\ndayz = 2\n', ['dayz = 2', 'is not a field']],
      ['[1, 2]', '[-1]', ['seeds']],
      ['[1, 2]', '["published"]', ['no meals of hovorka#001']],
      ['name = "home"', 'name = "a/b"', ['scenarios.0.name = "a/b"', 'slash']],
      [
        'name = "home"\n',
        'name = "home"\n[[faults]]\nname = "lie"\ncompressions = { nights = 1, lengthMin = 30, depthMgPerDl = 2.2 }\n',
        ['faults.0.compressions.depthMgPerDl = 2.2', 'if 2.2 is mmol/L, write 40'],
      ],
      ['days = 1', 'days = ', ['it is not TOML']],
    ];
    for (const [from, to, said] of spoilt) {
      expect(SMALL).toContain(from);
      write(folder, 'spoilt.toml', SMALL.replace(from, to));
      const { code, err } = await isletHere(['campaign', 'spoilt.toml'], folder);
      for (const words of said) expect(err).toContain(words);
      expect(code).toBe(2);
    }
    for (const [args, said] of [
      [['campaign'], 'Name one campaign'],
      [['campaign', '--preset', 'smok'], 'Did you mean smoke?'],
      [['campaign', 'nowhere.toml'], 'there is no such file'],
      [['campaign', '--preset', 'smoke', '--shard', '3'], 'Write it as 2/7'],
      [['campaign', '--preset', 'smoke', '--shard', '3/2'], '--shard'],
      [['campaign', '--preset', 'smoke', '--workers', '0'], '--workers'],
      [['campaign', 'merge', 'nowhere.jsonl'], 'there is no such file'],
    ] as const) {
      const { code, err } = await isletHere(args, folder);
      expect(err).toContain(said);
      expect(code).toBe(2);
    }
    expect(readdirSync(folder)).toEqual(['spoilt.toml']);
  }));

test('the example of a campaign has every field there is, and is one', async () => {
  const file = fileURLToPath(new URL('../../specs/campaign.example.toml', import.meta.url));
  const { campaignIn } = await import('../../src/cli/campaign/read.ts');
  const campaign = campaignIn(file);
  const text = readFileSync(file, 'utf8');
  const fields = (thing: unknown): readonly string[] =>
    typeof thing !== 'object' || thing === null
      ? []
      : Array.isArray(thing)
        ? thing.flatMap(fields)
        : Object.entries(thing).flatMap(([key, value]) => [key, ...fields(value)]);
  const all = [...new Set(fields(campaign))];
  expect(all.length).toBeGreaterThan(25);
  for (const field of all) expect(text).toMatch(new RegExp(`\\b${field}\\b`));
});
