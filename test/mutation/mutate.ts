/**
 * `npm run mutate` says which files are recorded, and which are not. `npm run mutate -- FILE…` runs Stryker over these
 * files, `-- --all` over all that are recorded. Fails (1) on a survivor that is not listed with a reason, and on a listed
 * one that survives no more. `--keep` writes what was found to `kept.json`, new survivors with an empty reason, and
 * `specs/mutants.md` from it. Stryker is a package of its own, installed on first use, so that nobody who only wants a
 * pump waits for it.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root } from '../house/source.ts';
import { compilable } from './compiles.ts';
import { runGroup } from './group.ts';
import { byJudges } from './judges.ts';
import { askedAbout, type Found, KEPT_PATH, readKept, TABLE_PATH } from './kept.ts';
import { markOf, stateOf } from './state.ts';
import { tableOf } from './table.ts';
import { beyond, judge, reportSchema, spell } from './verdicts.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const stryker = `${here}node_modules/@stryker-mutator/core/bin/stryker.js`;

const obtain = (): void => {
  if (existsSync(stryker)) return;
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm ci in ${here} ended with ${status}`);
};

const reportPath = `${root}reports/mutation.json`;

const textOf = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

const found = async (files: readonly string[]): Promise<Found> => {
  const status = await runGroup([stryker, 'run', `${here}stryker.json`, '--mutate', files.join(',')], root);
  if (status !== 0) throw new Error(`Stryker ended with ${status}`);
  const report = reportSchema.parse(JSON.parse(readFileSync(reportPath, 'utf8')));
  return Object.fromEntries(
    files.map(path => {
      const file = report.files[path] ?? { source: '', mutants: [] };
      const { score, survivors } = judge(file, texts => compilable(path, texts));
      return [
        path,
        {
          text: markOf(file.source || textOf(path)),
          ...score,
          survivors: survivors.map(key => ({ ...key, reason: '' })),
        },
      ];
    }),
  );
};

/** What was found, with the reasons that are known already. */
const withReasons = (now: Found, before: Found): Found =>
  Object.fromEntries(
    Object.entries(now).map(([path, each]) => {
      const known = new Map((before[path]?.survivors ?? []).map(key => [spell(key), key.reason]));
      const survivors = each.survivors.map(key => ({ ...key, reason: known.get(spell(key)) ?? '' }));
      return [path, { ...each, survivors }];
    }),
  );

const keep = (found: Found): void => {
  const files = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
  const kept = { files, notReached: askedAbout().filter(path => files[path] === undefined) };
  writeFileSync(KEPT_PATH, `${JSON.stringify(kept, null, 1)}\n`);
  writeFileSync(TABLE_PATH, tableOf(kept));
};

/** What must be said of one file: nothing, when its survivors are those that are listed. */
const complaints = (path: string, now: Found, before: Found): readonly string[] => {
  const listed = (before[path]?.survivors ?? []).filter(({ reason }) => reason !== '');
  const survivors = now[path]?.survivors ?? [];
  return [
    ...beyond(survivors, listed).map(key => `${path}: survives, and no reason is given: ${spell(key)}`),
    ...beyond(before[path]?.survivors ?? [], survivors).map(
      key => `${path}: listed, and survives no more: ${spell(key)}`,
    ),
  ];
};

const main = async (): Promise<number> => {
  const words = process.argv.slice(2);
  const before = readKept().files;
  const named = words.filter(word => !word.startsWith('--'));
  if (named.length === 0 && !words.includes('--all')) {
    for (const line of stateOf(readKept(), askedAbout(), textOf)) console.log(line);
    return 0;
  }
  const files = named.length > 0 ? named : Object.keys(before).sort();
  const unknown = files.filter(path => !askedAbout().includes(path));
  if (unknown.length > 0) {
    console.error(`not a file of machines, src/domain or src/runtime: ${unknown.join(', ')}`);
    return 2;
  }
  obtain();
  let now: Found = {};
  for (const some of byJudges(files)) now = { ...now, ...(await found(some)) };
  const said = files.flatMap(path => complaints(path, now, before));
  for (const line of said) console.log(line);
  // Read again: another run may have kept what it found meanwhile.
  if (words.includes('--keep')) keep({ ...readKept().files, ...withReasons(now, before) });
  console.log(`${files.length} files, ${said.length} complaints`);
  return said.length === 0 ? 0 : 1;
};

process.exitCode = await main();
