/** `node test/mutation/measure.ts` writes which tests are too slow to judge mutants, by the processor that each takes. */

import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { root } from '../house/source.ts';
import { SLOW_PATH, testsFor } from './judges.ts';
import { hookInto } from './loading.ts';

const MOST_MS = 20;
const SPARED = /^test\/domain\/envelope/;

process.chdir(root);
hookInto(pathToFileURL(root).href);
const slow: string[] = [];
for (const { name, run } of await testsFor(['src/domain/', 'src/runtime/'])) {
  const from = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(from);
  if (user + system > 1_000 * MOST_MS && !SPARED.test(name)) slow.push(name);
}
writeFileSync(SLOW_PATH, `${JSON.stringify(slow.sort(), null, 1)}\n`);
console.log(`${slow.length} tests take more than ${MOST_MS} ms`);
