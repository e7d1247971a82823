import { expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { importsOf, targetOf } from './imports.ts';
import { isCode, project, type Source } from './source.ts';

/** Whatever decides, stops, moves or sounds. */
const ESSENTIAL =
  /^(machines|src\/(domain|automation|runtime)|hardware\/(motor|encoder|force|io|annunciator|power|storage|selftest))\//;
/** Networks, displays and remote services, and the places of the tree that have to do with them. */
const OUTSIDE =
  /^(node:(net|http|https|http2|dgram|dns|tls)|hono|@hono\/|preact|@preact\/|@statelyai\/|@stoprocent\/|ws|vite)/;
const PLACES = /^(src\/(inspector|cli|interop|simulate)|hardware\/(remote|rig))\//;

const outsideOf = (source: Source): readonly string[] =>
  importsOf(source)
    .filter(({ value }) => value)
    .map(({ from }) => targetOf(source, from) ?? from)
    .filter(from => OUTSIDE.test(from) || PLACES.test(from));

test('SR-116 what stops delivery and raises alarms needs no network, no display and no remote service', {
  ...req('SR-116'),
}, () => {
  const essential = project().filter(source => isCode(source) && ESSENTIAL.test(source.path));
  expect(essential.length).toBeGreaterThan(100);
  for (const source of essential) expect(outsideOf(source), source.path).toEqual([]);
});

test('SR-116 a stop that goes through a server is found', req('SR-116'), () => {
  const text = "import { createServer } from 'node:http';\nimport { serve } from '../inspector/server.ts';\n";
  expect(outsideOf({ path: 'src/runtime/stop.ts', text })).toHaveLength(2);
});
