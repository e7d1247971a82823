import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './source.ts';

type Link = { readonly from: string; readonly words: string; readonly to: string };

const documents = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'specs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `specs/${name}`),
];

/** Links of a Markdown text that stay within the project. */
const linksIn = (from: string, text: string): readonly Link[] =>
  [...text.matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)]
    .map(([, words = '', to = '']) => ({ from, words, to }))
    .filter(({ to }) => !/^[a-z]+:/.test(to));

/** Written by `npm run trace` after a whole run of the tests. */
const WRITTEN_LAST = 'specs/generated/traceability.md';

/** How a heading is called in an address. */
const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const headingsOf = (path: string): readonly string[] =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, words = '']) => slugOf(words));

/** Why a link leads nowhere, or not where its words say. */
const faultsOf = ({ from, words, to }: Link): readonly string[] => {
  const [file = '', anchor] = to.split('#');
  const path = file === '' ? from : normalize(join(dirname(from), file));
  const where = `${from}: [${words}](${to})`;
  if (path === WRITTEN_LAST && !existsSync(join(root, path))) return [];
  if (!existsSync(join(root, path))) return [`${where} leads nowhere`];
  if (anchor !== undefined && path.endsWith('.md') && !headingsOf(path).includes(anchor))
    return [`${where}: there is no such heading`];
  return /^\d{4}$/.test(words) && !path.startsWith(`specs/decisions/${words}-`)
    ? [`${where} is not decision ${words}`]
    : [];
};

test('every link of a document leads where it says', () => {
  const links = documents.flatMap(path => linksIn(path, readFileSync(join(root, path), 'utf8')));
  expect(links.length).toBeGreaterThan(100);
  expect(links.flatMap(faultsOf)).toEqual([]);
});

test('a dead link is found', () => {
  const text =
    '[a](specs/nowhere.md) [0011](specs/decisions) [b](#no-such-heading) [c](https://example.org/x)';
  expect(linksIn('README.md', text).flatMap(faultsOf)).toHaveLength(3);
});

test('every decision is in the index of decisions', () => {
  const index = readFileSync(join(root, 'specs/decisions/README.md'), 'utf8');
  const decisions = readdirSync(join(root, 'specs/decisions')).filter(name => /^\d{4}-.*\.md$/.test(name));
  expect(decisions.length).toBeGreaterThan(10);
  expect(decisions.filter(name => !index.includes(`](${name})`))).toEqual([]);
});
