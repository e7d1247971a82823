import type ts from 'typescript';
import { lineOf, type Source } from './source.ts';

/** One place that breaks a rule. */
export type Finding = { readonly path: string; readonly line: number; readonly says: string };

/** A rule of the house, with samples that prove it can tell right from wrong. */
export type Rule = {
  readonly name: string;
  /** The files it is about. */
  readonly covers: (source: Source) => boolean;
  readonly check: (source: Source) => readonly Finding[];
  /** Each of these must be found. */
  readonly bad: readonly Source[];
  /** None of these may be found. */
  readonly good: readonly Source[];
};

export const at = (source: Source, node: ts.Node, says: string): Finding => ({
  path: source.path,
  line: lineOf(node),
  says,
});

export const tell = ({ path, line, says }: Finding): string => `${path}:${line} ${says}`;

/** Whether a path is one of these files or lies in one of these folders. */
export const within = (path: string, places: readonly string[]): boolean =>
  places.some(place => path === place || path.startsWith(`${place}/`));
