import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** One file of the checkout; `path` is relative to its root, with forward slashes. */
export type Source = { readonly path: string; readonly text: string };

export const root = fileURLToPath(new URL('../..', import.meta.url));

const FOLDERS = ['specs', 'machines', 'src', 'hardware', 'test', '.ci'];
const SKIPPED = new Set(['node_modules', 'dist', 'runs', 'reports', 'generated']);
const WRITTEN_BY_PEOPLE = /\.(ts|tsx|mjs|css|html|md|sh|txt)$|^\.ci\/run$/;

const walk = (folder: string): readonly string[] =>
  readdirSync(`${root}${folder}`, { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(path);
    return WRITTEN_BY_PEOPLE.test(path) ? [path] : [];
  });

const atRoot = (): readonly string[] =>
  readdirSync(root).filter(name => WRITTEN_BY_PEOPLE.test(name) && statSync(`${root}${name}`).isFile());

/** Every file that a person wrote, once read. */
export const project = (): readonly Source[] =>
  [...atRoot(), ...FOLDERS.flatMap(walk)]
    .sort()
    .map(path => ({ path, text: readFileSync(`${root}${path}`, 'utf8') }));

export const isCode = ({ path }: Source): boolean => /\.(ts|tsx|mjs)$/.test(path);

const trees = new WeakMap<Source, ts.SourceFile>();

/** The syntax tree of a code file; parsed once. */
export const treeOf = (source: Source): ts.SourceFile => {
  const known = trees.get(source);
  if (known) return known;
  const tree = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true);
  trees.set(source, tree);
  return tree;
};

/** All nodes of a tree, parents before children. */
export const nodesOf = (tree: ts.Node): readonly ts.Node[] => {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    node.forEachChild(visit);
  };
  visit(tree);
  return nodes;
};

/** The line of a node, from 1. */
export const lineOf = (node: ts.Node): number => {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
};
