import type { Value } from './document.ts';

/** A field of something whose type nobody knows; undefined where it is not there. */
export const read = (from: unknown, field: string): unknown =>
  (typeof from === 'object' && from !== null) || typeof from === 'function'
    ? Object.getOwnPropertyDescriptor(from, field)?.value
    : undefined;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

export const plainValue = (value: unknown): Value => {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`${JSON.stringify(value)} is no plain value; a chart remembers and hears only such`);
};
