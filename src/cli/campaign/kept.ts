import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Comparison, comparisonOf, comparisonSchema } from '../../simulate/campaign/comparison.ts';
import type { Report } from '../../simulate/campaign/report.ts';

/** The presets whose outcomes the repository keeps. */
export const KEPT = ['published', 'seeds-few', 'faults-few'] as const;
export type KeptName = (typeof KEPT)[number];

export const isKept = (name: string): name is KeptName => KEPT.some(each => each === name);

const fileOf = (name: KeptName): string => {
  const file = name === 'published' ? 'comparison' : `comparison-${name}`;
  return fileURLToPath(new URL(`../../../specs/generated/${file}.json`, import.meta.url));
};

/** Keeps the outcome of a campaign in the repository. */
export const keep = (name: KeptName, report: Report): void =>
  writeFileSync(fileOf(name), `${JSON.stringify(comparisonOf(report), null, 1)}\n`);

/** What is kept of a campaign in the repository. */
export const keptOf = (name: KeptName): Comparison =>
  comparisonSchema.parse(JSON.parse(readFileSync(fileOf(name), 'utf8')));
