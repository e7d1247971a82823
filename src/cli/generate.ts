import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { features } from '../../specs/features.ts';
import { CHARTS_FILE, checkCharts, writeCharts } from '../inspector/charts/files.ts';
import { withIdsTables } from '../interop/ids/tables.ts';
import { diagramsOf } from '../verify/diagram.ts';
import { documentJsonSchema } from '../verify/export/document.ts';
import { drawnCharts } from '../verify/export/subjects.ts';
import { featureTable } from '../verify/features.ts';
import { matrixOf } from '../verify/matrix.ts';
import { README, readmeWith } from './campaign/readme.ts';
import { EXIT, type ExitCode } from './exits.ts';
import type { Io } from './io.ts';
import { MACHINES } from './machines.ts';
import { rigProfileJsonSchema, rigRecordJsonSchema } from './rig/jsonSchema.ts';
import { settingsJsonSchema } from './settings/jsonSchema.ts';

/** One generated file or family of files. */
type Generator = {
  readonly name: string;
  readonly write: () => Promise<void>;
  /** What is out of date, in words; empty when nothing is. */
  readonly stale: () => Promise<readonly string[]>;
};

const fileOf = (name: string): string =>
  fileURLToPath(new URL(`../../specs/generated/${name}`, import.meta.url));

const IDS = fileURLToPath(new URL('../../specs/ids.md', import.meta.url));

/** A text that is made anew each time, and compared. */
const text = (name: string, what: string, make: () => string): Generator => ({
  name: fileOf(name),
  write: async () => writeFileSync(fileOf(name), make()),
  stale: async () =>
    existsSync(fileOf(name)) && readFileSync(fileOf(name), 'utf8') === make() ? [] : [what],
});

const json = (name: string, what: string, make: () => unknown): Generator =>
  text(name, what, () => `${JSON.stringify(make(), null, 2)}\n`);

const GENERATORS: readonly Generator[] = [
  {
    name: CHARTS_FILE,
    write: async () => void (await writeCharts(MACHINES)),
    stale: async () => checkCharts(MACHINES).stale.map(machine => `the layout of the ${machine} chart`),
  },
  text('matrix.md', 'events and states', () => `${matrixOf(MACHINES)}\n`),
  text('diagrams.md', 'diagrams', () => `${diagramsOf(drawnCharts())}\n`),
  json('chart.schema.json', 'the schema of charts', documentJsonSchema),
  json('settings.schema.json', 'the schema of settings', settingsJsonSchema),
  json('rig.schema.json', 'the schema of profiles of rigs', rigProfileJsonSchema),
  json('rigRecord.schema.json', 'the schema of records of rigs', rigRecordJsonSchema),
  {
    name: README,
    write: async () => writeFileSync(README, readmeWith(readFileSync(README, 'utf8'))),
    stale: async () => {
      const readme = readFileSync(README, 'utf8');
      return readmeWith(readme) === readme ? [] : ['the comparison of controllers'];
    },
  },
  {
    name: IDS,
    write: async () => writeFileSync(IDS, withIdsTables(readFileSync(IDS, 'utf8'))),
    stale: async () => {
      const words = readFileSync(IDS, 'utf8');
      return withIdsTables(words) === words ? [] : ['tables of the Insulin Delivery Service'];
    },
  },
  text('features.md', 'features', () => `${featureTable(features)}\n`),
];

/** `islet generate`: writes what is out of date, or with `check` only says so (exit code 1). */
export const generate = async (check: boolean, io: Io): Promise<ExitCode> => {
  let isStale = false;
  for (const { name, write, stale } of GENERATORS) {
    const found = await stale();
    if (found.length === 0) {
      io.say(`${name}: up to date.`);
      continue;
    }
    isStale = true;
    if (!check) await write();
    io.out(check ? `${name}: out of date (${found.join(', ')}). Run: npm run generate` : `${name}: written.`);
  }
  return check && isStale ? EXIT.failed : EXIT.ok;
};
