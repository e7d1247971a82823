import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { inspections } from '../../specs/inspections.ts';
import { properties } from '../../specs/properties.ts';
import { isRequirementId, requirements } from '../../specs/requirements/index.ts';
import { MACHINES } from '../../src/cli/machines.ts';
import { coverageSchema } from '../../src/verify/cover/coverage.ts';
import { elementsOf } from '../../src/verify/trace/elements.ts';
import { metIn, reportSchema, skippedFiles, testsOf } from '../../src/verify/trace/evidence.ts';
import type { Sources } from '../../src/verify/trace/matrix.ts';
import { SUBJECTS } from './subjects.ts';

export const ROOT = join(import.meta.dirname, '../..');

const filesIn = (folder: string, ending: string): readonly string[] => {
  try {
    return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith(ending) && !file.includes('node_modules'))
      .map(file => file.replaceAll(sep, '/'))
      .sort();
  } catch {
    return [];
  }
};

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const parsed = (path: string): unknown => JSON.parse(read(path));

const EXPLORED = 'test/exploration/';

/** Not of `npm test`, and therefore not of its matrix. */
const DEEP = 'test/deep/';

/** Reads what the last `npm test` left in `reports/`, and what the specification says. */
export const sources = (): Sources => {
  const tests = reports()
    .flatMap(report => testsOf(report, `${ROOT}${sep}`))
    .filter(({ file }) => !file.startsWith(DEEP))
    .sort((a, b) => order(a.file, b.file) || order(a.title, b.title));
  const replayed = tests.filter(({ file, passed }) => passed && file === 'test/scenarios/scenarios.test.ts');
  return {
    requirements,
    elements: MACHINES.flatMap(elementsOf),
    met: filesIn('reports/met', '.json').map(file =>
      metIn(coverageSchema.parse(parsed(`reports/met/${file}`))),
    ),
    properties: properties.filter(({ name }) =>
      tests.some(({ file, title, passed }) => passed && file.startsWith(EXPLORED) && title.endsWith(name)),
    ),
    scenarios: filesIn('specs/scenarios', '.txt')
      .filter(file => replayed.some(({ title }) => title.includes(file)))
      .map(file => ({ file, req: headingIds(read(`specs/scenarios/${file}`)) })),
    inspections,
    tests,
    generative: new Set(
      filesIn('test', '.test.ts')
        .map(file => `test/${file}`)
        .filter(file => /from '(fast-check|\.\/campaign\.ts)'/.test(read(file))),
    ),
    subjects: SUBJECTS,
  };
};

const reports = () =>
  filesIn('reports', '.json')
    .filter(file => !file.includes('/'))
    .flatMap(file => {
      const report = reportSchema.safeParse(parsed(`reports/${file}`));
      return report.success ? [report.data] : [];
    });

/** Test files of which not every test was run: the matrix of such a run is not the whole one. */
export const unrun = (): readonly string[] => {
  const skipped = reports().flatMap(report => skippedFiles(report, `${ROOT}${sep}`));
  const run = new Set(sources().tests.map(({ file }) => file));
  const files = filesIn('test', '.test.ts').map(file => `test/${file}`);
  return files.filter(file => !file.startsWith(DEEP) && (!run.has(file) || skipped.includes(file)));
};

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The ids in the comment that a transcript begins with. */
const headingIds = (text: string) =>
  [
    ...new Set(
      text
        .split('\n')
        .filter(line => line.startsWith('#'))
        .join(' ')
        .match(/\bSR-\d{3}\b/g) ?? [],
    ),
  ].filter(isRequirementId);
