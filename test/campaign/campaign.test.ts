import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { logOf, runCampaign } from '../../src/cli/campaign/campaign.ts';
import { campaignIn } from '../../src/cli/campaign/read.ts';
import { traceIn } from '../../src/cli/files.ts';
import type { Io } from '../../src/cli/io.ts';
import { inFolder, isletHere, spawnIslet } from '../cli/islet.ts';
import { CELLS, inPlace, LONG, linesIn, reportIn, SMALL, whole, write } from './small.ts';

const REPORT = ['differences.csv', 'patients.csv', 'pooled.csv', 'report.html', 'report.json'];

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
    const campaign = campaignIn(join(folder, 'small.toml'));
    const io: Io = { out: () => {}, say: () => {}, isTerminal: false, env: {} };
    for (const parts of [1, 2, 7]) {
      const out = join(folder, `parts${parts}`);
      const shards = Array.from({ length: parts }, (_, index) => ({ part: parts - index, of: parts }));
      for (const shard of shards) {
        const run = { campaign, shard, out, engine: inPlace, seconds: null, json: false, readme: null };
        expect(await runCampaign(run, io)).toBe(0);
      }
      const logs = shards.map(shard => logOf(out, shard));
      expect((await isletHere(['campaign', 'merge', ...logs, '--out', `merged${parts}`], folder)).code).toBe(
        0,
      );
      expect(reportIn(join(folder, `merged${parts}`))).toEqual(one);
    }
  }));

test('a process that is killed goes on where it was, and the report is the same', () =>
  inFolder(async folder => {
    write(folder, 'long.toml', LONG);
    const log = join(folder, 'killed', 'cells.jsonl');
    const { child, ended } = spawnIslet(
      ['campaign', 'long.toml', '--out', 'killed', '--workers', '1'],
      folder,
    );
    while (linesIn(folder, 'killed') < 3) await pause(5);
    child.kill('SIGKILL');
    await ended;
    const kept = linesIn(folder, 'killed') - 1;
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
    // The worst of a report opens in the page: by the journal of the pump that lived it, which proves itself.
    const journal = ['campaign', 'show', 'small.toml', name, '--out', 'cell.html', '--journal', 'cell.jsonl'];
    expect((await isletHere(journal, folder)).err).toContain('islet replay cell.jsonl opens it in the page');
    const proof = await isletHere(['replay', 'cell.jsonl', '--check'], folder);
    expect(proof.out).toMatch(/^\d{4,} steps replayed: the same states and the same commands/);
    expect(proof.code).toBe(0);
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
