import type { AnyProperty } from '../../../specs/property.ts';
import type { Graph } from '../../verify/explore.ts';
import { check } from '../../verify/properties.ts';
import type { WitnessAnswer } from './record.ts';

/** Names of the properties that Islet itself finds broken. */
export const brokenHere = (graph: Graph, asked: readonly AnyProperty[]): ReadonlySet<string> =>
  new Set(asked.filter(property => check(graph, property).violation !== null).map(({ name }) => name));

/** Each property on which Islet and a witness say the opposite of each other, in words. */
export const differences = (
  here: ReadonlySet<string>,
  { by, asked, broken }: Pick<WitnessAnswer, 'by' | 'asked' | 'broken'>,
): string[] => [
  ...broken.filter(name => !here.has(name)).map(name => `${by} breaks "${name}", which holds for Islet`),
  ...asked
    .filter(name => here.has(name) && !broken.includes(name))
    .map(name => `Islet breaks "${name}", which holds for ${by}`),
];

/** What is said where all agree and nothing is broken, and where something else than a verdict differs. */
export type Words = { readonly agreed: string; readonly differs: string };

export const USUAL: Words = { agreed: 'agrees', differs: 'DISAGREES' };

/** A verdict in words. What is broken for both is no disagreement. */
export const verdictOf = (
  { broken, differences, agrees }: Pick<WitnessAnswer, 'broken' | 'differences' | 'agrees'>,
  { agreed, differs }: Words = USUAL,
): string => {
  if (differences.length > 0) return `DISAGREES: ${differences.join('; ')}`;
  if (!agrees) return differs;
  return broken.length > 0 ? `BROKEN, for Islet too: ${broken.join('; ')}` : agreed;
};
