import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Weight } from '../measure/mass.ts';
import { reportHtml } from '../report/html.ts';
import { measurementsCsv, weightsCsv } from './csv.ts';
import { junitOf } from './junit.ts';
import type { RigRecord } from './record.ts';

/** Everything that a run leaves, in its folder. */
export const writeRun = (
  folder: string,
  record: RigRecord,
  weights: ReadonlyMap<string, readonly Weight[]>,
): void => {
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('rig.json', `${JSON.stringify(record, null, 2)}\n`);
  write('rig.junit.xml', junitOf(record));
  write('measurements.csv', measurementsCsv(record));
  write('weighings.csv', weightsCsv(weights));
  write('report.html', reportHtml(record));
};
