import { hashOf } from '../hashOf.ts';
import { hashOfSources } from '../sources.ts';

/** Everything that may change what a cell comes to: code, and data of patients. */
const PARTS = [
  'src/domain',
  'src/automation',
  'src/runtime',
  'src/simulate',
  'machines',
  'hardware',
] as const;

let known: string | undefined;

/**
 * Tells the code that does cells, and the engine that reckons for it, from any other. Two machines whose fingerprints are
 * equal come to the same numbers to the last bit.
 */
export const codeFingerprint = (): string => {
  known ??= hashOf([process.versions.v8, hashOfSources(PARTS, ['.ts', '.js', '.csv', '.json'])]);
  return known;
};
