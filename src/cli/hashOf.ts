import { createHash } from 'node:crypto';

/** Equal texts of plain data have equal numbers. */
export const hashOf = (thing: unknown): string => createHash('sha256').update(textOf(thing)).digest('hex');

const textOf = (thing: unknown): string => {
  if (Array.isArray(thing)) return `[${thing.map(textOf).join()}]`;
  if (typeof thing !== 'object' || thing === null) return JSON.stringify(thing) ?? 'undefined';
  const fields = Object.entries(thing).map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`);
  return `{${fields.join()}}`;
};
