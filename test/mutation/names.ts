/** `node test/mutation/names.ts` prints the name of each test that may judge a mutant, one list of JSON. */

import { pathToFileURL } from 'node:url';
import { root } from '../house/source.ts';
import { testsFor } from './judges.ts';
import { hookInto } from './loading.ts';

process.chdir(root);
hookInto(pathToFileURL(root).href);
const tests = await testsFor(['src/domain/', 'src/runtime/']);
console.log(JSON.stringify(tests.map(({ name }) => name)));
