import { createHash } from 'node:crypto';
import type { AnyStateMachine } from 'xstate';
import type { System } from '../../verify/system.ts';

/** A number that tells one machine in its world from every other: what its charts say and what their functions do. */
export const fingerprintOf = ({ chart, world }: System): string =>
  hashOf([chart.machine, ...(world === null ? [] : [world.machine])].map(written));

/** Equal texts of plain data and functions have equal numbers. */
export const hashOf = (thing: unknown): string => createHash('sha256').update(textOf(thing)).digest('hex');

const written = ({ config, implementations }: AnyStateMachine) => ({
  config,
  guards: implementations.guards,
  actions: implementations.actions,
});

/** A function is its source, and what belongs to it: guards and actions that XState makes carry their parts so. */
const textOf = (thing: unknown): string => {
  if (typeof thing === 'function') return `${thing}${textOf({ ...thing })}`;
  if (Array.isArray(thing)) return `[${thing.map(textOf).join()}]`;
  if (typeof thing !== 'object' || thing === null) return JSON.stringify(thing) ?? 'undefined';
  const fields = Object.entries(thing).map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`);
  return `{${fields.join()}}`;
};
